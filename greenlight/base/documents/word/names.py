"""The names of WordprocessingML (ECMA-376 Part 1) that reading and marking use."""

from __future__ import annotations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ALTERNATE, CHOICE = f"{{{MC}}}AlternateContent", f"{{{MC}}}Choice"


def w(name: str) -> str:
    """Return a name of the main namespace."""
    return f"{{{W}}}{name}"


VAL, ID, TYPE = w("val"), w("id"), w("type")

MOST_DIGITS = 9  # the format's own numbers are of 32 bits; a longer one is not read at all


def whole(text: str | None) -> int | None:
    """Return a number of the file as it is written; None for what is none, or too long to be one."""
    told = text or ""
    return int(told) if told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS else None
