"""The index on a Qdrant server or cluster. Import `opening.open_cluster`."""
