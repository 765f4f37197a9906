"""Projects: the list, one project, its milestones, evidence, amounts, reports and flags."""
