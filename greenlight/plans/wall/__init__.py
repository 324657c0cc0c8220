"""The wall chart (挂图作战): many projects, a line each, on one scale of time."""
