"""How matchmaking answers what the catalogue tells."""
