"""Who may do what in docking, and when. Pure questions: no writes, no clock, no request."""
