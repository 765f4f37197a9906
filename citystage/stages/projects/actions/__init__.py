"""What people do with projects, claims and patterns."""
