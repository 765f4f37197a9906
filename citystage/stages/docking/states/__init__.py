"""The lives of all that docking keeps."""
