"""The worker's part of selection, one file for each matter."""
