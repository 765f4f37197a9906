"""Membership: organisations register, people join them, roles are given and end."""
