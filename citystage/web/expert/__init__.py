"""Experts and due-diligence institutions: their entry, their pile, their reports."""
