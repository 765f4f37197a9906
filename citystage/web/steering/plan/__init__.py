"""Pages of plans: how they fare, what sources state, and the public page of results."""
