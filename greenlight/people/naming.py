"""How a typed name is stored: visible characters, no blanks around it, within its column."""

LONGEST = 60


def named(text: str) -> str:
    """Return a name as it is stored; empty when nothing visible was typed."""
    return "".join(one for one in text if one.isprintable()).strip()[:LONGEST]
