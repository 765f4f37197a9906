"""Recognised labs: the directory, a page each, their papers and credentials."""
