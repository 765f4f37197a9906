"""One-to-one days: their organisers' desk, wishes, everybody's own plan."""
