"""What both sides of a followed lab share: its page, the forms of needs and entries."""
