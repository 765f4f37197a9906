"""The hard thinking, as plain Python: no Django inside, each engine usable on its own."""
