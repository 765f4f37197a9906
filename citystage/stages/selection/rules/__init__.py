"""Who may do what in selection, and when. Pure questions: no writes, no clock, no request."""
