"""Trials: agreements of both sides, readings, the steps they unlock, and what is tolerated."""
