"""Docking: both sides of an answer, an ask, a promise and an agreement, and who follows them up."""
