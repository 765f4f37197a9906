"""What pages read of trials."""
