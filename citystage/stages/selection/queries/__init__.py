"""Reads of selection for pages; the scope of the reader is decided here."""
