"""The acts of docking, one file each."""
