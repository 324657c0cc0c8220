"""Run as a process of its own: a web page in UTF-8 on stdin, its paragraphs and tables as JSON on stdout.

libxml2 is C reading what a stranger sent: pages nested without end or with tags of a million attributes
end this process and not the server. Nothing of the product is imported here; nothing of the page is run.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html  # type: ignore[import-untyped]

SILENT = frozenset({
    "script", "style", "template", "head", "noscript", "svg", "math", "iframe", "object", "embed", "select",
    "textarea", "button", "input", "audio", "video", "canvas", "map", "nav",
})  # fmt: skip
BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "aside", "ul", "ol", "dl", "dt", "dd", "li",
    "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table", "caption", "tr", "td", "th", "tbody",
    "thead", "tfoot", "figure", "figcaption", "hr", "form", "address", "body",
})  # fmt: skip
SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
NAMED = re.compile(r"[A-Za-z]+")
FRAME = frozenset({  # what sites call the parts of a page around the article
    "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "footer", "foot",
    "bottom", "copyright", "toolbar", "sidebar", "topbar", "share",
})  # fmt: skip
AROUND = re.compile(  # the same told in the open: 您现在的位置：首页, 浏览次数：1328次, 浙ICP备05012345号
    r"^.{0,6}位置\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|量|数)?\s*[:：]|ICP备|公网安备|网站标识码|第\s*\d+\s*位访"
)
MOST_AROUND, MOST_LOOKED = 300, 200  # letters of such a part; parts looked at
MOST_SPAN = 100
LONG_CELL = 200  # letters; a cell with paragraphs as long is no cell of figures
Row = list["str | None"]


class TooMuch(Exception):
    """More text or more cells than a report has; the argument is the reason."""


@dataclass
class Grid:
    """The cells of a table as they come: text, or None where a merged cell goes on."""

    room: int
    rows: list[Row] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)

    def row(self) -> None:
        """Begin a row; cells that reach down from above come as None."""
        self.rows.append([])
        self._reach()

    def _reach(self) -> None:
        while self.down.get(len(self.rows[-1])):
            self.down[len(self.rows[-1])] -= 1
            self._put(None)

    def _put(self, cell: str | None) -> None:
        self.room -= 1
        if self.room < 0:
            raise TooMuch("too_many_cells")
        self.rows[-1].append(cell)

    def cell(self, text: str, across: int, down: int) -> None:
        """Add a cell."""
        if not self.rows:
            self.rows.append([])
        self._reach()
        first = len(self.rows[-1])
        for told in (text, *[None] * (across - 1)):
            self._put(told)
        if down > 1:
            self.down |= dict.fromkeys(range(first, first + across), down - 1)
        self._reach()


@dataclass
class Page:
    """The walk over a page: the line that is open, the table it is in, what was found."""

    length: int
    cells: int
    blocks: list[list[Any]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    grid: Grid | None = None
    table: Any = None
    hidden: bool = False
    framed: bool = False
    frames: list[Any] = field(default_factory=list)
    looked: int = 0

    def walk(self, root: Any) -> None:
        """Go through the page without recursion: depth is the sender's choice."""
        silent = 0
        for event, one in etree.iterwalk(root, events=("start", "end")):
            tag = one.tag if isinstance(one.tag, str) else ""
            if tag in SILENT or self._unseen(one, tag) or self._frames(one, event, silent):
                silent += 1 if event == "start" else -1
            elif not silent:
                (self._open if event == "start" else self._close)(one, tag)
            if not silent:
                self._say(one.text if event == "start" else one.tail)
        self.flush()

    def _unseen(self, one: Any, tag: str) -> bool:
        unseen = "hidden" in one.attrib or bool(UNSEEN.search(one.get("style") or ""))
        self.hidden |= unseen and tag != "body"
        return unseen and tag != "body"  # some pages show themselves by a script

    def _frames(self, one: Any, event: str, silent: int) -> bool:
        """Is it a menu or the foot of the page, by its name, and without a sentence in it?"""
        if event == "end":
            return bool(self.frames and self.frames[-1] is one and self.frames.pop() is one)
        names = f"{one.get('class') or ''} {one.get('id') or ''}"[:MOST_AROUND].lower() if not silent else " "
        if names == " " or self.looked >= MOST_LOOKED or FRAME.isdisjoint(NAMED.findall(names)):
            return False
        self.looked += 1
        text = one.text_content()
        sentences = "。" in text or any(map(holds_figures, one.iter("table")))
        if len(text) > MOST_AROUND * 4 or sentences or one.tag in ("body", "html"):
            return False
        self.frames.append(one)
        self.framed = True
        return True

    def _say(self, text: str | None) -> None:
        if text:
            self.length -= len(text.strip())
            if self.length < 0:
                raise TooMuch("too_long")
            self.line.append(text)

    def _open(self, one: Any, tag: str) -> None:
        if self.grid is None:
            if tag == "table" and holds_figures(one):
                self.flush()
                self.grid, self.table = Grid(self.cells), one
            elif tag in BLOCKS or tag == "br":
                self.flush()
        elif tag == "tr":
            self.grid.row()
        elif tag in ("td", "th"):
            self.line.clear()
        elif tag in BLOCKS or tag == "br":
            self.line.append(" ")

    def _close(self, one: Any, tag: str) -> None:
        if self.grid is None:
            if tag in BLOCKS:
                self.flush(int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0)
        elif tag in ("td", "th"):
            self.grid.cell(self._taken(), span(one, "colspan"), span(one, "rowspan"))
        elif one is self.table:
            self._end_table(self.grid)
        elif tag == "caption":
            self.flush()
        elif tag in BLOCKS:
            self.line.append(" ")

    def _end_table(self, grid: Grid) -> None:
        self.cells = grid.room
        self.blocks.append(["table", grid.rows])
        self.line.clear()
        self.grid = self.table = None

    def _taken(self) -> str:
        text = SPACE.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        return text

    def flush(self, level: int = 0) -> None:
        """End the line that is open."""
        if not (text := self._taken()):
            return
        if len(text) < MOST_AROUND and "。" not in text and AROUND.search(text):
            self.framed = True
        else:
            self.blocks.append(["line", level, text])


def holds_figures(table: Any) -> bool:
    """Tell a table of figures from one that only places the parts of a page, as old sites do."""
    if table.find(".//table") is not None:
        return False
    rows = list(table.iter("tr"))
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return False
    return not any(_is_prose(cell) for cell in table.iter("td"))


def _is_prose(cell: Any) -> bool:
    paragraphs = cell.findall(".//p")
    return len(paragraphs) > 1 and sum(len(p.text_content()) for p in paragraphs) > LONG_CELL


def span(one: Any, name: str) -> int:
    """Return how many columns or rows a cell covers."""
    told = (one.get(name) or "1").strip()
    return max(1, min(int(told), MOST_SPAN)) if told.isascii() and told.isdigit() and len(told) < 9 else 1


def read(data: bytes, length: int, cells: int) -> dict[str, Any]:
    """Return {"blocks": […], "hidden", "framed": what was left out} or {"error": reason}."""
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    page = Page(length, cells)
    try:
        page.walk(html.document_fromstring(data, parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        page.blocks.clear()  # no tree, no text
    except TooMuch as much:
        return {"error": str(much)}
    if any("depth" in one.message for one in parser.error_log):  # what is deeper is not in the tree at all
        return {"error": "damaged", "detail": "标签套得太深"}
    return {"blocks": page.blocks, "hidden": page.hidden, "framed": page.framed}


def pieces() -> Iterator[str]:
    """Read stdin, yield the answer."""
    length, cells = (int(one) for one in sys.argv[1:3])
    yield json.dumps(read(sys.stdin.buffer.read(), length, cells), ensure_ascii=True)


if __name__ == "__main__":
    sys.stdout.writelines(pieces())
