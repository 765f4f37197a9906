"""The parts of a score: each says how good, by which words on both sides, and what is missing."""
