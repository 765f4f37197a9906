"""Catalogue 清单发布: records the public can find, lists that are frozen, corrections that are shown.

In: ``review.facts.CaseChosen``.  Out: ``facts.ListReleased``, followed by matchmaking.
"""
