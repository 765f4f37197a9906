"""Reads of matchmaking for pages, each module one question; every read is cut to the reader."""
