"""Reads of docking for pages; the scope of the reader is decided here."""
