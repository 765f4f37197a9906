"""Tags of steering pages."""
