"""The lives of events, of places at them, of invitations and of brochures."""
