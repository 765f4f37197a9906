"""The worker's part of trials."""
