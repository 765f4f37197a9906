"""What pages read of events."""
