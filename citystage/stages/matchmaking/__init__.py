"""Matchmaking 供需对接: who could do what is wanted, why, and what people decided about it.

In: ``catalogue.facts`` of scenarios and capabilities.  Out: ``facts.SuggestionConfirmed``,
``facts.PartnerProposed``, followed by the stages that answer, meet and agree.
"""
