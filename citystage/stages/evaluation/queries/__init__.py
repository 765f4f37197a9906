"""What pages read of evaluation."""
