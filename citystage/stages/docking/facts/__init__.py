"""What docking tells the rest of the house."""
