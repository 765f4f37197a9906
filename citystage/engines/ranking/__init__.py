"""Ranking by several criteria: orders from values and weights, and whether they hold.

Import from the modules: `table` (what goes in, what is missing), `methods.order` and
`methods.entropy_weights`, `sensitivity` (does the order survive other weights). Pure functions.
"""
