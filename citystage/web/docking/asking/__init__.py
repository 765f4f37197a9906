"""Asks 诉求: filing, answering, the dispute, and what everybody may read."""
