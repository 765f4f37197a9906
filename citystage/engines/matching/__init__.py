"""Matching: who could do what, how well, and the words on both sides that say why.

Import from the modules: `records` (what goes in and comes out), `reading.read` (a record cut
into sentences), `rarity.Rarity` (how telling a word is), `ranking.rank_supplies` and
`ranking.rank_demands` (one page), `batch.Batch` (a whole city), `settings.load`.
Pure functions over plain records; vectors come from outside, float32 of unit length.
"""
