"""Matching of files: the engines of matching and of meaning put together."""
