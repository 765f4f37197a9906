"""Events: their organisers, their guests and the desk at the door."""
