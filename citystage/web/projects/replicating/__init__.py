"""Patterns others copy, the tree of copies, and super scenarios with their children."""
