"""The duty matrix: who opened what where, and where nobody did."""
