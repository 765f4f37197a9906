"""Scoring: sheets, scores, consensus, meetings."""
