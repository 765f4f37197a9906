"""The lives of trials and of what is tolerated."""
