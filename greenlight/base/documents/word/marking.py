"""A copy of a .docx with comments at places of its text, and numbers replaced as tracked changes.

Only `word/document.xml`, the comments and the two lists that name them are written; every other part of
the package leaves byte for byte as it came. A run is cut where a comment begins or ends inside it, as Word
itself does, and both halves keep its look; the words stay. Reference: ECMA-376 Part 1, 17.13.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree  # type: ignore[import-untyped]

from greenlight.base.clock import SHANGHAI
from greenlight.base.documents.limits import DEFAULT, Limits, Unreadable
from greenlight.base.documents.word.names import ID, STRICT, W, w, whole
from greenlight.base.documents.word.package import MAIN, parsed
from greenlight.base.documents.word.reading import Piece, Reading, reading
from greenlight.base.unsaid import said
from greenlight.base.workbook.annotate_package import CannotAnnotate, Package

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
INITIALS = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """What to write at a place of the text: comments, and words to stand there instead, if any."""

    start: int
    end: int
    comments: tuple[str, ...]
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """Who marks, and when."""

    author: str
    at: datetime

    def attributes(self, number: int) -> dict[str, str]:
        """Return what a comment or a tracked change carries."""
        return {
            ID: str(number),
            w("author"): said(self.author),
            w("date"): f"{self.at.astimezone(SHANGHAI):%Y-%m-%dT%H:%M:%SZ}",  # Word shows what stands here
        }


def marked(data: bytes, marks: Sequence[Mark], marker: Marker, limits: Limits = DEFAULT) -> bytes:
    """Return the copy. Raises Unreadable when the file cannot be marked, or a place is not in it."""
    done = reading(data, limits)
    _check(done, marks)
    try:
        return _saved(data, done, marks, marker)
    except CannotAnnotate:
        raise Unreadable("damaged", detail="不能写批注") from None


def _check(done: Reading, marks: Sequence[Mark]) -> None:
    if STRICT.encode() in done.package.head(MAIN):
        raise Unreadable("save_as_word", detail="“严格”格式的 .docx")
    if any(not _pieces(done, mark) for mark in marks):
        raise Unreadable("no_place")


def _pieces(done: Reading, mark: Mark) -> list[Piece]:
    return [one for one in done.pieces if one.start < mark.end and one.end > mark.start]


def _saved(data: bytes, done: Reading, marks: Sequence[Mark], marker: Marker) -> bytes:
    package = Package(data)
    path, comments = _comments_of(package)
    number, told_at = _first_free(done.body, comments), len(comments)
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end), reverse=True):
        runs = _runs(done, mark)
        if mark.instead is not None and _replaceable(done, mark):
            runs = _replaced(runs, mark.instead, marker, number)
            number += 2
        for told in reversed(mark.comments):  # from the last to the first, so that they end up in order
            _hang(runs, number)
            comments.insert(told_at, _comment(told, marker, number))
            number += 1
    package.change(MAIN, _xml(done.body.getroottree().getroot()))
    package.change(path, _xml(comments))
    return package.save()


def _xml(root: etree._Element) -> str:
    return HEAD + str(etree.tostring(root, encoding="unicode"))


# ---- the places ----
def _runs(done: Reading, mark: Mark) -> list[etree._Element]:
    """Return the runs that hold exactly the place; the run a box or note hangs on where it is in one."""
    found: list[etree._Element] = []
    for piece in reversed(_pieces(done, mark)):
        run = piece.run
        if _is_own(piece):
            start, end = max(mark.start, piece.start), min(mark.end, piece.end)
            run = _cut(piece.t, start - piece.start, end - piece.start)
        if not found or found[0] is not run:
            found.insert(0, run)
    return found


def _is_own(piece: Piece) -> bool:
    """Tell whether a piece is plain text of the body: there alone a comment can begin inside a run."""
    return piece.t.getparent() is piece.run and piece.run.getparent().tag != w("rubyBase")


def _replaceable(done: Reading, mark: Mark) -> bool:
    return all(_is_own(piece) for piece in _pieces(done, mark))


def _cut(t: etree._Element, start: int, end: int) -> etree._Element:
    """Cut the run of `t` so that one run holds just its letters start to end; return that run."""
    text = t.text or ""
    end = min(end, len(text))  # a later mark may have taken the rest
    if end < len(text) or t.getnext() is not None:
        _split(t, end)
    if start or _before(t):
        return _split(t, start)
    return t.getparent()


def _before(t: etree._Element) -> bool:
    return any(one.tag != w("rPr") for one in t.itersiblings(preceding=True))


def _split(t: etree._Element, at: int) -> etree._Element:
    """Move the letters from `at` on, and what follows in the run, to a new run behind; return it."""
    run, text = t.getparent(), t.text or ""
    behind = etree.Element(run.tag, dict(run.attrib))
    look = run.find(w("rPr"))
    if look is not None:
        behind.append(copy.deepcopy(look))
    rest = list(t.itersiblings())
    if at < len(text):
        behind.append(_letters("t", text[at:]))
    behind.extend(rest)
    t.text = text[:at]
    t.set(SPACE, "preserve")
    run.addnext(behind)
    return behind


def _letters(name: str, text: str) -> etree._Element:
    made = etree.Element(w(name), {SPACE: "preserve"})
    made.text = said(text)
    return made


# ---- tracked changes ----
def _replaced(runs: list[etree._Element], instead: str, marker: Marker, number: int) -> list[etree._Element]:
    """Strike the runs and write other words behind them, both tracked; return what now is the place."""
    look = runs[0].find(w("rPr"))
    gone = [_struck(run, marker, number) for run in runs]
    written = etree.Element(w("r"))
    if look is not None:
        written.append(copy.deepcopy(look))
    written.append(_letters("t", instead))
    last = gone[-1]
    if last.getparent().tag == w("ins"):  # inserted already, by whoever wrote it
        last.addnext(written)
        return [*gone, written]
    added = etree.Element(w("ins"), marker.attributes(number + 1))
    added.append(written)
    last.addnext(added)
    return [*gone, added]


def _struck(run: etree._Element, marker: Marker, number: int) -> etree._Element:
    gone = etree.Element(w("del"), marker.attributes(number))
    run.addprevious(gone)
    gone.append(run)
    for t in run.findall(w("t")):
        t.tag = w("delText")
    return gone


# ---- comments ----
def _hang(runs: list[etree._Element], number: int) -> None:
    """Put a comment's range around the runs, and its mark behind them."""
    runs[0].addprevious(etree.Element(w("commentRangeStart"), {ID: str(number)}))
    mark = etree.Element(w("r"))
    mark.append(etree.Element(w("commentReference"), {ID: str(number)}))
    ends = etree.Element(w("commentRangeEnd"), {ID: str(number)})
    runs[-1].addnext(ends)
    ends.addnext(mark)


def _comment(told: str, marker: Marker, number: int) -> etree._Element:
    initials = said(marker.author)[:INITIALS]
    made = etree.Element(w("comment"), {**marker.attributes(number), w("initials"): initials})
    for line in told.split("\n"):
        p, r = etree.Element(w("p")), etree.Element(w("r"))
        r.append(_letters("t", line))
        p.append(r)
        made.append(p)
    return made


def _comments_of(package: Package) -> tuple[str, etree._Element]:
    """Return the path and the tree of the comments part, made where there is none yet."""
    for one in package.relations(MAIN):
        if one.kind == "comments" and one.path in package:
            return one.path, parsed(package.text(one.path).encode("utf-8"))
    path = "word/comments.xml" if "word/comments.xml" not in package else package.free("word/comments{}.xml")
    package.relate(MAIN, "comments", path)
    package.declare(f'Override PartName="/{path}" ContentType="{KIND}"/>')
    return path, etree.Element(w("comments"), nsmap={"w": W})


def _first_free(body: etree._Element, comments: etree._Element) -> int:
    taken = (whole(one.get(ID)) for tree in (body, comments) for one in _numbered(tree))
    return max((one for one in taken if one is not None), default=-1) + 1


def _numbered(tree: etree._Element) -> Iterator[etree._Element]:
    names = ("comment", "commentRangeStart", "ins", "del", "moveFrom", "moveTo", "bookmarkStart")
    yield from tree.iter(*map(w, names))
