"""Notices: what people are told, in the page and by mail; mail waits in an outbox one can read."""
