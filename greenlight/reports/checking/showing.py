"""The text of a report as its page shows it: paragraphs, headings, tables, every number marked.

A number has its kind as an underline of its own; one that is asked about is tinted and carries the
numbers of its questions. Everything of the report is escaped.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from greenlight.reports.checking.stored import Row
from greenlight.reports.checking.wording import KIND_WORDS
from greenlight.reports.models import CheckedReport

WHOLE = 200_000  # letters up to which all of a text is shown; of a longer one what is asked about
WHOLE_NUMBER = 14  # letters up to which a number is not broken at the end of a line
NEAR = 1  # paragraphs shown on each side of one that is asked about
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章部分节])[^。；]{0,40}$"
)
ROW = re.compile(r"^(表 \d+) ?第 \d+ 行$")
MARGIN = 24
PART_OF_NUMBER = "0123456789.,，．０１２３４５６７８９"


@dataclass(frozen=True, slots=True)
class Mark:
    """A number in the text: its place, kind, questions."""

    start: int
    end: int
    kind: str
    asks: tuple[int, ...]


@dataclass
class Shown:
    """The text with its marks, ready to be drawn."""

    report: CheckedReport
    marks: list[Mark]
    starts: list[int] = field(default_factory=list)
    looked_for: int = -1  # a place that is shown whatever is left out

    @classmethod
    def of(cls, report: CheckedReport, looked_for: int = -1) -> Shown:
        """Collect the marks of a report, in the order of the text, none over another."""
        marks = list(_apart(_marks(report)))
        return cls(report, marks, [mark.start for mark in marks], looked_for)

    def drawn(self, start: int, end: int) -> SafeString:
        """Return a stretch of the text with its numbers marked."""
        pieces, at = list[SafeString](), start
        for mark in self.marks[bisect_left(self.starts, start) : bisect_right(self.starts, end)]:
            if mark.end > end:
                break
            pieces += [format_html("{}", self.report.body[at : mark.start]), self._mark(mark)]
            at = mark.end
        return mark_safe("".join([*pieces, format_html("{}", self.report.body[at:end])]))  # noqa: S308

    def _mark(self, mark: Mark) -> SafeString:
        text, place = self.report.body[mark.start : mark.end], f"n{mark.start}"
        whole = " whole" if len(text) <= WHOLE_NUMBER else ""
        if not mark.asks:
            return format_html('<span class="fig fig-{}{}" id="{}">{}</span>', mark.kind, whole, place, text)
        told, asks = "、".join(map(str, mark.asks)), " ".join(map(str, mark.asks))
        return format_html(
            '<a class="fig fig-{}{} asked" id="{}" data-asks="{}" href="#f{}" '
            'aria-label="{}，第 {} 处要问">{}<sup aria-hidden="true">{}</sup></a>',
            mark.kind, whole, place, asks, mark.asks[0], text, told, text, told,
        )  # fmt: skip

    # ---- blocks ----
    def blocks(self) -> Iterator[SafeString]:
        """Yield the paragraphs and tables of the page."""
        tables = {_first_shown(table): table for table in _tables(self.report)}
        levels = {start: level for start, _, level in self.report.layout.get("headings", [])}
        lines = [line for line in _lines(self.report.body) if line[1] > line[0]]
        skip = -1
        for start, end in self._wanted(lines):
            if start < 0:
                yield mark_safe('<p class="left-out">……</p>')
            elif start in tables:
                skip = tables[start][-1][2]
                yield self._table(tables[start])
            elif start >= skip:
                yield self._paragraph(start, end, levels.get(start, 0))

    def _wanted(self, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield all lines, or of a long text those near a question with a mark where others are left out."""
        if len(self.report.body) <= WHOLE:
            yield from lines
            return
        asked = [mark.start for mark in self.marks if mark.asks or mark.start == self.looked_for]
        hit = {bisect_right(lines, (at, 1 << 40)) - 1 for at in asked}
        near = {n + step for n in hit for step in range(-NEAR, NEAR + 1)}
        before = -1
        for n in sorted(one for one in near if 0 <= one < len(lines)):
            if n > before + 1:
                yield (-1, -1)
            yield lines[n]
            before = n

    def _paragraph(self, start: int, end: int, level: int) -> SafeString:
        text = self.report.body[start:end]
        drawn = self.drawn(start, end)
        if level == 1 or (start == 0 and len(text) < 40 and "。" not in text):
            return format_html('<h2 class="paper-title">{}</h2>', drawn)
        if level or HEADING.match(text.strip()):
            return format_html('<h3 class="paper-head">{}</h3>', drawn)
        return format_html("<p>{}</p>", drawn)

    def _table(self, rows: list[Any]) -> SafeString:
        """Draw a table: (cells, start, end) a row."""
        drawn = format_html_join("", "<tr>{}</tr>", ((self._row(cells),) for cells, _, _ in rows))
        return format_html('<div class="paper-table" tabindex="0"><table>{}</table></div>', drawn)

    def _row(self, cells: list[list[int] | None]) -> SafeString:
        told = list[tuple[str, SafeString]]()
        for cell in cells:
            told.append(("", self.drawn(*cell)) if cell else (" class=goes-on", SafeString("")))
        return format_html_join("", "<td{}>{}</td>", told)


def _marks(report: CheckedReport) -> Iterator[Mark]:
    asks: dict[tuple[int, int], list[int]] = {}
    for n, row in enumerate(report.findings, 1):
        for start, end in row["places"]:
            asks.setdefault((start, end), []).append(n)
    for fact in report.facts:
        place = (fact["start"], fact["end"])
        yield Mark(*place, fact["kind"], tuple(asks.pop(place, ())))
    for place, numbers in asks.items():  # asked about, but no number of its own: a count in a title
        yield Mark(*place, "level", tuple(numbers))


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Leave out what lies over another mark; one that is asked about goes first."""
    taken: list[Mark] = sorted(marks, key=lambda mark: (not mark.asks, mark.start, -mark.end))
    kept: list[Mark] = []
    covered: list[tuple[int, int]] = []
    for mark in taken:
        at = bisect_left(covered, (mark.start, mark.end))
        clear = (at == 0 or covered[at - 1][1] <= mark.start) and (
            at == len(covered) or covered[at][0] >= mark.end
        )
        if clear and mark.end > mark.start:
            covered.insert(at, (mark.start, mark.end))
            kept.append(mark)
    yield from sorted(kept, key=lambda mark: mark.start)


def _first_shown(rows: list[Any]) -> int:
    """Return where a table begins in what is shown: its first rows may be empty lines."""
    return int(next((start for _, start, end in rows if end > start + 1), rows[0][1]))


def _lines(body: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in body.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _tables(report: CheckedReport) -> Iterator[list[Any]]:
    """Yield the tables as rows of (cells, start, end of the line)."""
    for table in report.layout.get("tables", []):
        rows = []
        for cells in table:
            known = [cell for cell in cells if cell]
            if known:
                first = report.body.rfind("\n", 0, known[0][0]) + 1
                last = report.body.find("\n", known[-1][1])
                rows.append((cells, first, (last if last >= 0 else len(report.body)) + 1))
        if rows:
            yield rows


# ---- questions ----
def around(body: str, start: int, end: int) -> dict[str, str]:
    """Return a number with the words around it."""
    left = body[max(0, start - MARGIN) : start].rpartition("\n")[2].replace("\t", " ")
    right = body[end : end + MARGIN].partition("\n")[0].replace("\t", " ")
    if len(left) == MARGIN:  # half a number would be another number
        left = left.lstrip(PART_OF_NUMBER)
    if len(right) == MARGIN:
        right = right.rstrip(PART_OF_NUMBER)
    return {"left": left, "number": body[start:end], "right": right}


@dataclass(frozen=True, slots=True)
class Piece:
    """A number of a quote and the words after it."""

    start: int
    number: str
    after: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of words with the numbers of a question in it."""

    where: str
    before: str
    pieces: list[Piece]


def quotes(report: CheckedReport, places: Sequence[Sequence[int]], stated_at: int) -> list[Quote]:
    """Return the numbers of a question with their words; those of one line close together as one quote."""
    body, groups = report.body, list[list[int]]()
    for at, (start, _) in enumerate(places):
        last = places[groups[-1][-1]][1] if groups else -1
        near = groups and start - last <= 2 * MARGIN and "\n" not in body[last:start]
        if near:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [_quote(report, places, group, stated_at) for group in groups]


def _quote(report: CheckedReport, places: Sequence[Sequence[int]], group: list[int], stated_at: int) -> Quote:
    pieces, body = list[Piece](), report.body
    for at, following in zip_longest(group, group[1:]):
        start, end = places[at]
        tail = around(body, start, end)["right"]
        after = tail if following is None else body[end : places[following][0]].replace("\t", " ")
        pieces.append(Piece(start, body[start:end], after, at == stated_at))
    first = places[group[0]]
    return Quote(where(report, first[0]), around(body, *first)["left"], pieces)


def where(report: CheckedReport, offset: int) -> str:
    """Return what the file calls a place."""
    places = report.layout.get("places", [])
    at = bisect_right(places, offset, key=lambda place: int(place[0])) - 1
    return str(places[at][2]) if at >= 0 else ""


def kinds_of(report: CheckedReport) -> list[tuple[str, str, int]]:
    """Return the kinds of numbers in a report: code, word, how many."""
    counts: dict[str, int] = {}
    for fact in report.facts:
        counts[fact["kind"]] = counts.get(fact["kind"], 0) + 1
    return [(kind, word, counts[kind]) for kind, word in KIND_WORDS.items() if kind in counts]


def place_words(report: CheckedReport, row: Row) -> str:
    """Return where the numbers of a question stand: 第 3 段、第 7 段."""
    told = list(dict.fromkeys(where(report, start) for start, _ in row["places"]))
    tables = {found[1] if (found := ROW.match(one)) else "" for one in told}
    if len(told) > 1 and len(tables) == 1 and (table := tables.pop()):  # 表 1 第 2—5 行
        rows = [int(one.removesuffix(" 行").rpartition(" ")[2]) for one in told]
        return f"{table} 第 {min(rows)}—{max(rows)} 行"
    return "、".join(told[:3]) + ("等" if len(told) > 3 else "")
