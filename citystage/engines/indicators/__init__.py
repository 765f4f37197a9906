"""Indicators: a small formula language over rows of evidence, computed whole or by increment.

In: formulas as text, rows (who counts, when, where, claimed or proven). Out: additive tallies for
each period and part, their values, and words that say what was counted. See docs/indicators.md.
"""
