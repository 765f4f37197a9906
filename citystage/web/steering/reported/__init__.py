"""Figures that sources state, entered by hand."""
