"""The lives of projects, reports, claims and patterns."""
