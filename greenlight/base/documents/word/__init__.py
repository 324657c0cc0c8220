"""A .docx: read as text, and marked with comments and tracked changes."""
