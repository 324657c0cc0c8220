"""What the styles say: which are headings, and at which level; which number their paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from greenlight.base.documents.word.names import TYPE, VAL, w, whole

NAMED = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.I)
TITLE = re.compile(r"^(?:title|文档标题|标题)$", re.I)
DEEPEST = 9
STYLE_ID = w("styleId")


@dataclass(frozen=True)
class Style:
    """One paragraph style as it stands in the file."""

    name: str
    based_on: str
    outline: int | None
    number: tuple[str | None, int | None] | None


@dataclass
class Styles:
    """The paragraph styles of a file, by id."""

    known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> Styles:
        """Read the part; without one nothing is a heading."""
        found = root.iterfind(w("style")) if root is not None else ()
        return cls({one.get(STYLE_ID, ""): _style(one) for one in found if one.get(TYPE) == "paragraph"})

    def _chain(self, name: str) -> list[Style]:
        found: list[Style] = []
        while name in self.known and len(found) < DEEPEST:
            found.append(self.known[name])
            name = found[-1].based_on
        return found

    def is_title(self, name: str) -> bool:
        """Tell whether a style is that of the title of the whole paper."""
        return name in self.known and bool(TITLE.match(self.known[name].name))

    def level(self, name: str) -> int:
        """Return the level of a heading style, 1 the highest; 0 for text."""
        for style in self._chain(name):
            named = NAMED.match(style.name)
            if named:
                return int(named[1])
            if style.outline is not None:
                return style.outline + 1 if style.outline < DEEPEST else 0
        return 0

    def number(self, name: str) -> tuple[str | None, int | None] | None:
        """Return (list, level) a style gives its paragraphs, if any."""
        return next((style.number for style in self._chain(name) if style.number), None)


def _style(one: etree._Element) -> Style:
    name, based = one.find(w("name")), one.find(w("basedOn"))
    properties = one.find(w("pPr"))
    return Style(
        name.get(VAL, "") if name is not None else "",
        based.get(VAL, "") if based is not None else "",
        outline_of(properties),
        number_of(properties),
    )


def outline_of(properties: etree._Element | None) -> int | None:
    """Return the outline level of paragraph properties, 0 the highest; None when they do not say."""
    told = properties.find(w("outlineLvl")) if properties is not None else None
    return whole(told.get(VAL)) if told is not None else None


def number_of(properties: etree._Element | None) -> tuple[str | None, int | None] | None:
    """Return (list, level) of paragraph properties; None when they name no list."""
    told = properties.find(w("numPr")) if properties is not None else None
    if told is None:
        return None
    which, level = told.find(w("numId")), told.find(w("ilvl"))
    return which.get(VAL) if which is not None else None, whole(level.get(VAL)) if level is not None else None
