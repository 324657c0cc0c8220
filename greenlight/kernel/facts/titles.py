"""Headings: those the file tells, else short lines that begin as headings do."""

from __future__ import annotations

import re

from greenlight.kernel.facts.fact import Text

_BEGIN = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]"
    r"{1,3}[章节部分]|—{1,2})"
)


class Titles:
    """Tells whether a line of the text is a heading."""

    def __init__(self, text: Text, folded: str) -> None:
        """Take the headings of the file; without any they are read from the lines."""
        self.told = {start for start, _, _ in text.headings}
        self.folded = folded

    def at(self, start: int, end: int) -> bool:
        """Tell whether the line from `start` to `end` is a heading."""
        if self.told:
            return any(start <= one < end for one in (start,)) and start in self.told
        line = self.folded[start:end].strip()
        return len(line) <= 40 and not re.search("[。;,]", line)
