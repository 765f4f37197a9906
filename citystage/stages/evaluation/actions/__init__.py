"""What is done in evaluation, one file for each matter."""
