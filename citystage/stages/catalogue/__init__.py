"""Catalogue 清单发布: records to find, frozen lists, corrections.

In: ``review.facts.CaseChosen``.  Out: ``facts.ListReleased``, followed by matchmaking.
"""
