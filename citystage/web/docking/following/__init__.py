"""Follow-up: the responsibility list, the funnel and the coverage board."""
