"""Rows: records out of any JSON Lines file; known names of fields have meaning, others are text.

Import from `reading` (a row becomes a Demand or a Supply) and `files` (a file becomes rows).
"""
