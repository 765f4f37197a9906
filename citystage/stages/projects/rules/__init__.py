"""Who may do what with projects, claims and patterns."""
