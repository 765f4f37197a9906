"""Intents and agreements: parties, amounts, how far they bind, and how they changed."""
