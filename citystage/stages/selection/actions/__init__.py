"""The acts of selection, one file each."""
