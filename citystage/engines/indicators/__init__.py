"""Indicators: formulas over rows of evidence, checked, explained and computed.

Pure functions over plain rows; no database.
"""
