"""A web page: its text and tables. Nothing of it is run, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html  # type: ignore[import-untyped]

from greenlight.base.documents.document import Builder, Document
from greenlight.base.documents.limits import Limits, Unreadable
from greenlight.base.documents.plain import clean, decoded
from greenlight.kernel.facts.fact import Table

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
SILENT = frozenset({
    "script", "style", "template", "head", "noscript", "svg", "math", "iframe", "object", "embed", "select",
    "textarea", "button", "input", "audio", "video", "canvas", "map", "nav",
})  # fmt: skip
BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "dl", "dt", "dd", "li",
    "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "tr", "td", "th", "tbody",
    "thead", "tfoot", "figure", "figcaption", "hr", "form", "address", "body",
})  # fmt: skip
SPACE = re.compile(r"[ \t\r\n\f]+")
MOST_SPAN = 100


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a web page. Raises Unreadable."""
    source = clean(_decoded(data))
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Unreadable("no_text", name) from None
    page = _Page(Builder(limits))
    page.walk(root)
    page.flush()
    return page.built.document("html", name)


def _decoded(data: bytes) -> str:
    told = CHARSET.search(data[:4096])
    named = told[1].decode("ascii", "ignore").lower() if told else ""
    if named in ("gb2312", "gbk", "gb18030"):
        return data.decode("gb18030", errors="replace")
    return decoded(data)


@dataclass
class _Page:
    """The walk over a page: open lines, the tables it is in."""

    built: Builder
    line: list[str] = field(default_factory=list)
    n: int = 0

    def walk(self, root: html.HtmlElement) -> None:
        """Go through the page without recursion: depth is the sender's choice."""
        silent, tables = 0, list[_Grid]()
        for event, one in _events(root):
            tag = one.tag if isinstance(one.tag, str) else ""
            if tag in SILENT or "hidden" in one.attrib:
                silent += 1 if event == "start" else -1
            elif not silent:
                (self._open if event == "start" else self._close)(one, tag, tables)
            if event == "start" and not silent:
                self.line.append(one.text or "")
            elif event == "end" and not silent:
                self.line.append(one.tail or "")

    def _open(self, one: html.HtmlElement, tag: str, tables: list[_Grid]) -> None:
        if tag == "br":
            self.flush() if not tables else self.line.append(" ")
        elif tag == "table" and not tables:
            self.flush()
            tables.append(_Grid())
        elif tables and tag == "tr":
            tables[0].row()
        elif tables and tag in ("td", "th"):
            self.line.clear()
            tables[0].opened = one
        elif tag in BLOCKS:
            self.line.append(" ") if tables else self.flush()

    def _close(self, one: html.HtmlElement, tag: str, tables: list[_Grid]) -> None:
        if tables and tag in ("td", "th") and tables[0].opened is one:
            tables[0].cell(self._taken(), _span(one, "colspan"), _span(one, "rowspan"))
        elif tag == "table" and tables and _outermost(one):
            self._table(tables.pop())
        elif tag in BLOCKS:
            level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
            self.line.append(" ") if tables else self.flush(level)

    def _taken(self) -> str:
        text = SPACE.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        return text

    def flush(self, level: int = 0) -> None:
        """End the line that is open."""
        if text := self._taken():
            self.n += 1
            self.built.line(text, f"第 {self.n} 段", level)

    def _table(self, grid: _Grid) -> None:
        self.line.clear()
        table = lay(self.built, grid.rows, f"表 {len(self.built.tables) + 1}")
        if table.rows:
            self.built.tables.append(table)


def _events(root: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement]]:
    yield from etree.iterwalk(root, events=("start", "end"))


def _outermost(one: html.HtmlElement) -> bool:
    return next(one.iterancestors("table"), None) is None


def _span(one: html.HtmlElement, name: str) -> int:
    told = (one.get(name) or "1").strip()
    return max(1, min(int(told), MOST_SPAN)) if told.isascii() and told.isdigit() else 1


@dataclass
class _Grid:
    """The cells of a table as they come: text, or None where a merged cell goes on."""

    rows: list[list[str | None]] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)
    opened: html.HtmlElement | None = None

    def row(self) -> None:
        """Begin a row; cells that reach down from above come as None."""
        self.rows.append([])
        self._reach()

    def _reach(self) -> None:
        while self.down.get(len(self.rows[-1])):
            self.down[len(self.rows[-1])] -= 1
            self.rows[-1].append(None)

    def cell(self, text: str, across: int, down: int) -> None:
        """Add a cell."""
        self.opened = None
        if not self.rows:
            self.rows.append([])
        self._reach()
        first = len(self.rows[-1])
        self.rows[-1] += [text, *[None] * (across - 1)]
        if down > 1:
            self.down |= dict.fromkeys(range(first, first + across), down - 1)
        self._reach()


def lay(built: Builder, rows: list[list[str | None]], label: str) -> Table:
    """Write a table into the text: a row a line, a tab between cells; return where its cells stand."""
    places: list[tuple[tuple[int, int] | None, ...]] = []
    for n, row in enumerate(rows, 1):
        if not any(row):
            continue
        spans: list[tuple[int, int] | None] = []
        start = built.length
        for at, cell in enumerate(row):
            if at:
                built.add("\t")
            spans.append(None if cell is None else built.add(cell))
        built.mark(start, built.length, f"{label}第 {n} 行")
        built.add("\n")
        places.append(tuple(spans))
    return Table(tuple(places))
