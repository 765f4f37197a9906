"""Reads for pages: scenarios with facets, search, capabilities, organisations, lists."""
