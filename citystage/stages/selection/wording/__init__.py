"""The terms of a selection in words, for its pages and for comparing versions."""
