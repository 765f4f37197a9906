"""Cities as data: what one city is, asks and aims at is read from its pack, never from code."""
