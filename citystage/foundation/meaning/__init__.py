"""Vectors of the texts of the city: wanted in an act, made by a job, read by content."""
