"""Who may do what with a trial, its readings, its steps and what is tolerated."""
