"""The index inside one process, on Qdrant Edge. Import `opening.open_embedded`."""
