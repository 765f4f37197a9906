"""Scoring: from individual marks to an order that can be defended.

Import from the modules: `form` and `marks` (what goes in), `combining.raw` (totals),
`calibration.calibrate` (strict and lenient experts), `disagreement`, `ranking.rank`,
`what_if.reweigh`, `deciding.decide`. Pure functions; docs/scoring.md gives the formulas.
"""
