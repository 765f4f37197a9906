"""Signed credentials: the key of this installation, and data that verifies without us."""
