"""Commands of Django that work in another way here."""
