"""How docking answers facts of earlier stages."""
