"""Tests of engines.scheduling."""
