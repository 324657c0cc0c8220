"""Characters no XML part can hold: a paper, a drawing or a copy with one of them opens nowhere."""

from __future__ import annotations

import re

UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, production 2


def said(words: str) -> str:
    """Return words without them."""
    return UNSAID.sub("", words)
