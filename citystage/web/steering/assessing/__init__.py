"""Pages of yearly assessments: the office, the assessed, the assessors, the public."""
