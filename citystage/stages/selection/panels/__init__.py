"""Panels as a problem for the assignment engine, and its answers as seats."""
