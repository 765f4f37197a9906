"""First uses and firms brought in: claimed, proven, verified."""
