"""Asking the index process over a Unix socket: frames, both ends, and what to do without it.

Knows no stage: whoever runs the process gives it documents, whoever asks brings words and tokens.
"""
