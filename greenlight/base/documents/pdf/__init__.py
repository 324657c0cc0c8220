"""A .pdf with text, read in a process of its own."""
