"""A report that has been read: its text, and where in the file each piece of it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from greenlight.base.documents.limits import DEFAULT, Limits, Unreadable
from greenlight.kernel.facts.fact import Table, Text

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A piece of the text and what the file calls it: 第 3 段, 表 2, 第 5 页, 第 12 行."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report as text. `kind` is docx, pdf, html, txt or paste; `notes` say what was left out or joined."""

    text: Text
    kind: str
    notes: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()

    def where(self, offset: int) -> str:
        """Return what the file calls the place of an offset; empty if unknown."""
        at = bisect_right(self.places, offset, key=lambda place: place.start) - 1
        return self.places[at].label if at >= 0 else ""


@dataclass
class Builder:
    """A text that grows; offsets are into what is there at the end."""

    limits: Limits = DEFAULT
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[Table] = field(default_factory=list)
    cells: int = 0
    headings: list[tuple[int, int, int]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def add(self, text: str) -> Span:
        """Append a piece; return where it stands. Raises Unreadable past the longest text."""
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if self.length > self.limits.length:
            raise Unreadable("too_long")
        return start, self.length

    def line(self, text: str, label: str, level: int = 0) -> Span:
        """Append a paragraph with its end of line; a level above 0 makes it a heading."""
        start, end = self.add(text)
        self.mark(start, end, label, level)
        self.add("\n")
        return start, end

    def mark(self, start: int, end: int, label: str, level: int = 0) -> None:
        """Say what the file calls a piece that has been added."""
        self.places.append(Place(start, end, label))
        if level and end > start:
            self.headings.append((start, end, level))

    def across(self, cells: int) -> None:
        """Count cells of tables. Raises Unreadable past the most."""
        self.cells += cells
        if self.cells > self.limits.cells:
            raise Unreadable("too_many_cells")

    def document(self, kind: str, name: str, notes: tuple[str, ...] = ()) -> Document:
        """Return what has been built. Raises Unreadable when there is no text in it."""
        body = "".join(self.pieces)
        if not body.strip():
            raise Unreadable("no_text", name)
        text = Text(body, tuple(self.tables), tuple(self.headings), name)
        return Document(text, kind, notes, tuple(self.places))
