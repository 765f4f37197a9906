"""The steering view 驾驶舱: on a wall, on a phone, on paper."""
