"""Doors of room projects, by what they open: the record, its life, its papers, the node library."""
