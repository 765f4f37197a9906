"""What a person does with a task that failed: one verb, one file."""
