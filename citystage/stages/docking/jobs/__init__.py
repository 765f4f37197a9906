"""The worker's part of docking, one file for each matter."""
