"""What asks, promises, agreements and follow-up share on their pages."""
