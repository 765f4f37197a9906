"""Due diligence: who asks, who does it, what it finds, what is mended."""
