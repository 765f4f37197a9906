"""Pages of answering a scenario: openings, answers, questions, introductions."""
