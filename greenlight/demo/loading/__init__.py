"""Writes the plain values of the demo zone as records, a handful of statements a table."""
