"""The lives of all that selection keeps."""
