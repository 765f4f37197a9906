"""What one can do at events: a file a verb."""
