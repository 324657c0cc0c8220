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
