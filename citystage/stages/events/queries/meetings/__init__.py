"""One-to-one days as pages read them."""
