"""Projects: milestones and evidence, acceptance, first use, and patterns to copy."""
