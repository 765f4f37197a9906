"""Conflicts of interest found from what is on record: records into ties, paths into conflicts."""
