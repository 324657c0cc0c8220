"""A .docx as text: paragraphs, headings, drawn list numbers, tables, notes, text boxes.

Tracked changes are read as if accepted: deleted text left out, inserted text kept; a note says so.
Comments and hidden text are left out. Reference: ECMA-376 Part 1, 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from greenlight.base.documents.document import Builder, Document, Span
from greenlight.base.documents.limits import Limits, Unreadable
from greenlight.base.documents.plain import clean
from greenlight.base.documents.word.names import ALTERNATE, CHOICE, ID, TYPE, VAL, w, whole
from greenlight.base.documents.word.numbering import Numbering
from greenlight.base.documents.word.package import MAIN, WordPackage, opened
from greenlight.base.documents.word.styles import Styles, number_of, outline_of
from greenlight.kernel.facts.fact import Table

INSIDE = frozenset(map(w, ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple",
                           "customXml", "dir", "bdo", "ruby", "rubyBase")))  # fmt: skip
GONE = frozenset(map(w, ("del", "moveFrom")))
ADDED = frozenset(map(w, ("ins", "moveTo")))
LETTERS = {w("tab"): "\t", w("ptab"): "\t", w("br"): " ", w("cr"): " ", w("noBreakHyphen"): "-"}
OFF = ("0", "false", "off")
NOTES = (("footnoteReference", "word/footnotes.xml", "footnote", "脚注"),
         ("endnoteReference", "word/endnotes.xml", "endnote", "尾注"))  # fmt: skip
MOST_SPAN = 100
Pieces = list[tuple[str, "etree._Element | None"]]


@dataclass
class Found:
    """What a .docx holds besides its words, for the notes."""

    deleted: bool = False
    inserted: bool = False
    hidden: bool = False
    boxes: int = 0
    comments: bool = False


@dataclass
class Piece:
    """A stretch of the text and the `w:t` it came from; `run` is the run of the body to hang a comment on."""

    start: int
    end: int
    t: etree._Element
    run: etree._Element


@dataclass
class Reading:
    """A .docx being read: the text, and the elements its pieces came from."""

    package: WordPackage
    body: etree._Element
    built: Builder
    limits: Limits
    styles: Styles
    numbering: Numbering
    found: Found = field(default_factory=Found)
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)
    asked: list[tuple[str, str, etree._Element]] = field(default_factory=list)
    host: etree._Element | None = None  # the run of the body in which a box or note hangs
    n: int = 0
    titled: bool = False
    joined: Pieces = field(default_factory=list)

    # ---- blocks ----
    def blocks(self, parent: etree._Element) -> None:
        """Read paragraphs and tables, one after the other."""
        for one in parent:
            if one.tag == w("p"):
                self.paragraph(one)
            elif one.tag == w("tbl"):
                self.table(one)
            elif one.tag == w("sdt"):
                content = one.find(w("sdtContent"))
                self.blocks(content if content is not None else ())
            elif one.tag in ADDED or one.tag == w("customXml"):
                self.blocks(one)

    def paragraph(self, p: etree._Element) -> None:
        """Read a paragraph; one whose end is deleted runs on into the next."""
        own = list(self.inline(p))
        self.joined += own
        if self._runs_on(p):
            return
        pieces, self.joined = self.joined, []
        if "".join(text for text, _ in pieces).strip():
            self._line(p, pieces)
        self._hanging()

    def _runs_on(self, p: etree._Element) -> bool:
        mark = p.find(f"{w('pPr')}/{w('rPr')}")
        gone = mark is not None and any(mark.find(tag) is not None for tag in GONE)
        return gone and p.getnext() is not None and p.getnext().tag == w("p")

    def _line(self, p: etree._Element, pieces: Pieces) -> None:
        self.n += 1
        start = self.built.length
        if drawn := self._number(p):
            self.built.add(f"{drawn} " if drawn.isascii() else drawn)  # 1. and 5亿 must not become 1.5亿
        self._lay(pieces)
        self.built.mark(start, self.built.length, f"第 {self.n} 段", self._level(p))
        self.built.add("\n")

    def _lay(self, pieces: Pieces) -> Span:
        start = self.built.length
        for text, t in pieces:
            at, end = self.built.add(text)
            if t is not None:
                run = self.host if self.host is not None else t.getparent()
                self.pieces.append(Piece(at, end, t, run))
        return start, self.built.length

    def _hanging(self) -> None:
        """Write the text boxes of a paragraph under it."""
        boxes, self.boxes = self.boxes, []
        if self.host is not None:
            return
        for run, box in boxes:
            self.host = run
            self.blocks(box)
            self.host = None

    def _style(self, p: etree._Element) -> str:
        told = p.find(f"{w('pPr')}/{w('pStyle')}")
        return told.get(VAL, "") if told is not None else ""

    def _level(self, p: etree._Element) -> int:
        style, own = self._style(p), outline_of(p.find(w("pPr")))
        if self.styles.is_title(style):
            self.titled = True
            return 1
        level = (own + 1 if own < 9 else 0) if own is not None else self.styles.level(style)
        return level + 1 if level and self.titled else level

    def _number(self, p: etree._Element) -> str:
        own = number_of(p.find(w("pPr")))
        style = self.styles.number(self._style(p))
        which = (own[0] if own and own[0] is not None else None) or (style[0] if style else None)
        if which is None or which == "0":
            return ""
        levels = [one[1] for one in (own, style) if one and one[1] is not None]
        return self.numbering.next(which, (levels or [0])[0] or 0)

    # ---- inside a paragraph ----
    def inline(self, parent: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
        """Yield (text, `w:t`) of what a paragraph shows; drawn letters have no `w:t`."""
        for one in parent:
            if one.tag == w("r"):
                yield from self.run(one)
            elif one.tag in INSIDE:
                self.found.inserted |= one.tag in ADDED
                yield from self.inline(one)
            elif one.tag in GONE:
                self.found.deleted = True

    def run(self, r: etree._Element) -> Iterator[tuple[str, etree._Element | None]]:
        """Yield what a run shows."""
        if self._hides(r):
            self.found.hidden = True
            return
        for one in r:
            if one.tag == w("t"):
                yield clean(one.text or "").replace("\n", " "), one
            elif one.tag in LETTERS:
                yield LETTERS[one.tag], None
            elif one.tag == w("ruby"):
                yield from self.inline(one)
            else:
                self._aside(r, one)

    def _hides(self, r: etree._Element) -> bool:
        told = r.find(f"{w('rPr')}/{w('vanish')}")
        return told is not None and told.get(VAL, "1") not in OFF

    def _aside(self, r: etree._Element, one: etree._Element) -> None:
        """Remember the notes and boxes that hang on a run."""
        for reference, _, kind, _ in NOTES:
            if one.tag == w(reference):
                self.asked.append((kind, one.get(ID, ""), r))
        if one.tag == ALTERNATE:  # the same box twice, for new and old programs: the first will do
            one = next(iter(one.findall(CHOICE)), one)
        if one.tag in (w("commentReference"), w("delText"), w("instrText"), w("rPr")):
            return
        for box in one.iter(w("txbxContent")):
            self.found.boxes += 1
            self.boxes.append((r, box))

    # ---- tables ----
    def table(self, tbl: etree._Element) -> None:
        """Write a table into the text: a row a line, a tab between cells."""
        label = f"表 {len(self.built.tables) + 1}"
        rows = [row for row in _rows(tbl) if not self._row_gone(row)]
        places = [self._row(row, f"{label} 第 {n} 行") for n, row in enumerate(rows, 1)]
        self.built.tables.append(Table(tuple(places)))
        self._hanging()

    def _row_gone(self, row: etree._Element) -> bool:
        gone = row.find(f"{w('trPr')}/{w('del')}") is not None
        self.found.deleted |= gone
        return gone

    def _row(self, row: etree._Element, label: str) -> tuple[Span | None, ...]:
        start, places = self.built.length, list[Span | None]()
        self.built.across(before := _before(row))
        places += [None] * before
        for cell in _cells(row):
            across, goes_on = _merged(cell)
            self.built.across(across)
            if self.built.length > start:
                self.built.add("\t")
            places += [None if goes_on else self._cell(cell), *[None] * (across - 1)]
        self.built.mark(start, self.built.length, label)
        self.built.add("\n")
        return tuple(places)

    def _cell(self, cell: etree._Element) -> Span:
        pieces: Pieces = []
        for p in cell.iter(w("p")):
            if any(up.tag == w("txbxContent") for up in p.iterancestors()) and self.host is None:
                continue
            own = [(text.replace("\t", " "), t) for text, t in self.inline(p)]
            pieces += [(" ", None), *own] if pieces and own else own
        return self._lay(pieces)

    # ---- at the end ----
    def notes(self) -> None:
        """Write footnotes and endnotes that the text refers to, after everything else."""
        for _, part, kind, label in NOTES:
            wanted = {pk: run for asked, pk, run in self.asked if asked == kind}
            root = self.package.part(part, self.limits.small_part) if wanted else None
            for n, (pk, run) in enumerate(wanted.items(), 1):
                one = _note(root, kind, pk)
                if one is not None:
                    self._note(one, run, f"{label} {n}")

    def _note(self, one: etree._Element, run: etree._Element, label: str) -> None:
        self.host = run
        pieces = [piece for p in one.iter(w("p")) for piece in self.inline(p)]
        start, _ = self.built.add(f"{label}　")
        self._lay(pieces)
        self.built.mark(start, self.built.length, label)
        self.built.add("\n")
        self.host = None

    def told(self) -> tuple[str, ...]:
        """Return the notes for the reader."""
        found = self.found
        said = (
            (found.deleted or found.inserted, "文件里有修订：按“接受全部修订”读的，删掉的字没有核。"),
            (found.hidden, "文件里有隐藏的文字，没有核。"),
            (found.boxes, f"文件里有 {found.boxes} 个文本框，里面的字放在所在那一段的后面一起核。"),
            (found.comments, "文件里原有的批注没有核，副本里照样保留。"),
        )
        return tuple(sentence for holds, sentence in said if holds)


def _rows(tbl: etree._Element) -> Iterator[etree._Element]:
    for one in tbl:
        if one.tag == w("tr"):
            yield one
        elif one.tag in (w("sdt"), w("sdtContent"), w("customXml"), *ADDED):
            yield from _rows(one)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for one in row:
        if one.tag == w("tc"):
            yield one
        elif one.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _cells(one)


def _before(row: etree._Element) -> int:
    return _count(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)


def _merged(cell: etree._Element) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it only goes on from the row above."""
    down = cell.find(f"{w('tcPr')}/{w('vMerge')}")
    goes_on = down is not None and down.get(VAL, "continue") != "restart"
    return max(1, _count(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), 1)), goes_on


def _count(one: etree._Element | None, otherwise: int) -> int:
    value = whole(one.get(VAL)) if one is not None else None
    return otherwise if value is None else min(value, MOST_SPAN)


def _note(root: etree._Element | None, kind: str, pk: str) -> etree._Element | None:
    found = root.iterfind(w(kind)) if root is not None else ()
    return next((one for one in found if one.get(ID) == pk and not one.get(TYPE)), None)


def reading(data: bytes, limits: Limits) -> Reading:
    """Read a .docx, keeping the elements. Raises Unreadable."""
    package = opened(data, limits)
    root = package.part(MAIN, limits.part_size)
    body = root.find(w("body")) if root is not None else None
    if body is None:
        raise Unreadable("damaged", detail="没有正文")
    small = limits.small_part
    done = Reading(
        package, body, Builder(limits), limits, Styles.of(package.part("word/styles.xml", small)),
        Numbering.of(package.part("word/numbering.xml", small)),
    )  # fmt: skip
    done.found.comments = "word/comments.xml" in package.parts
    done.blocks(body)
    done.notes()
    return done


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a .docx as a document. Raises Unreadable."""
    done = reading(data, limits)
    return done.built.document("docx", name, done.told())
