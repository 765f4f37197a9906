"""One-to-one days between the tables and the engine: posing, laying, wording."""
