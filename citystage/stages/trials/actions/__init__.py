"""What one can do with a trial, one file for each matter."""
