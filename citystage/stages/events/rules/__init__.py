"""Who may do what at events. Pure questions: no writes, no clock, no request."""
