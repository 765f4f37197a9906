"""Figures that open into their evidence: the list, the number page, files, closing a period."""
