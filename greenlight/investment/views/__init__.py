"""Doors of room investment, by what they open: reports, what stands around them, the zone."""
