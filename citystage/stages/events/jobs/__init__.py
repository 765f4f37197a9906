"""What a worker does for events."""
