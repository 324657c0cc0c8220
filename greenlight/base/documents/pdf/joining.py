"""Lines of pages → paragraphs: running heads, feet and page numbers dropped, wrapped lines joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from greenlight.base.documents.pdf.columns import Columns, Line

COUNT = r"[0-9０-９ivxIVX一二三四五六七八九十百]{1,6}"
PAGE_NUMBER = re.compile(
    rf"^(?:[-—–―－·~]+\s*{COUNT}\s*[-—–―－·~]+|第\s*{COUNT}\s*页(?:\s*[/／,，]?\s*共\s*{COUNT}\s*页)?)$"
)
BEGINS = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[章节条部分编]|[（(][一二三四五六七八九十百\d]+[)）]|"
    r"[一二三四五六七八九十百]{1,4}、|\d{1,2}[.、．](?!\d)|[①-⑳■●◆▲•·-]\s?)"
)
DIGITS = re.compile(r"[0-9]{1,6}")
WORD_END, WORD_START = re.compile(r"[A-Za-z0-9,.;:%)]$"), re.compile(r"^[A-Za-z(]")
NUMBER_START, LETTER_END = re.compile(r"^[0-9]"), re.compile(r"[A-Za-z]$")
WORD = re.compile(r"[!-~]+")
HYPHEN = re.compile(r"[A-Za-z]-$")
TORN, UNIT = re.compile(r"[0-9０-９]\s*[万亿]?$"), re.compile(r"^(?:[万亿%％元户家吨]|万?人|平方|公[里顷斤])")
NEVER_FIRST = re.compile(r"^[，。、；：！？）》”’]")
EDGE = 2  # lines at the top and foot of a page that may be running ones
OFTEN = 0.5  # share of the pages on which a running line stands
ENDS = "。！？!?；;：:"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that stands on one page."""

    text: str
    page: int


def paragraphs(pages: Sequence[Sequence[Sequence[object]]]) -> Iterator[list[Piece]]:
    """Yield the paragraphs of a file, each as the pieces of its lines."""
    kept = [line for page in without_running(_read(pages)) for line in page]
    columns = Columns.of_lines(kept)
    open_lines: list[Line] = []
    for line in kept:
        if open_lines and not _goes_on(open_lines, line, columns):
            yield _joined(open_lines)
            open_lines = []
        open_lines.append(line)
    if open_lines:
        yield _joined(open_lines)


def _read(pages: Sequence[Sequence[Sequence[object]]]) -> list[list[Line]]:
    return [
        [Line(str(one[0]), _float(one[1]), _float(one[2]), _float(one[4]), n) for one in page]
        for n, page in enumerate(pages, 1)
    ]


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


# ---- running heads and page numbers ----
def without_running(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out page numbers and the lines that stand at the edge of page after page."""
    seen = Counter(key for page in pages for key in {key for line in _edges(page) for key in _keys(line)})
    enough = max(2, int(len(pages) * OFTEN))
    running = {key for key, times in seen.items() if times >= enough}
    return [_inner(page, running) for page in pages]


def _edges(page: list[Line]) -> list[Line]:
    return page[:EDGE] + page[max(EDGE, len(page) - EDGE) :]


def _keys(line: Line) -> Iterator[str]:
    """Yield the line as it is, and with each number that could count pages as its distance to the page.

    A head with the page's number is the same distance on every page; the rows of a table are not.
    """
    text = line.text.replace(" ", "")
    yield text
    for hit in DIGITS.finditer(text):
        yield f"{text[: hit.start()]}#{int(hit[0]) - line.page}#{text[hit.end() :]}"


def _inner(page: list[Line], running: set[str]) -> list[Line]:
    edge = set(map(id, _edges(page)))
    return [line for line in page if not (id(line) in edge and _is_running(line, running))]


def _is_running(line: Line, running: set[str]) -> bool:
    return bool(PAGE_NUMBER.match(line.text)) or any(key in running for key in _keys(line))


# ---- joining ----
def _goes_on(told: list[Line], after: Line, columns: Columns) -> bool:
    """Tell whether the last line is only broken off because the column ended."""
    line = told[-1]
    if BEGINS.match(after.text):
        return False
    if (TORN.search(line.text) and UNIT.match(after.text)) or NEVER_FIRST.match(after.text):
        return True
    own, later = columns.of(line), columns.of(after)
    if not own.right or not line.right:
        return len(line.text) > own.longest * 0.85 and line.text[-1] not in ENDS
    if line.height and after.height and not 0.8 < after.height / line.height < 1.25:
        return False
    if columns.is_row(line) or columns.is_row(after):
        return False
    letter = max(own.letter, line.height)  # a title in large letters breaks off sooner
    full = line.right + _first_word(after.text) * letter > own.right - 0.5 * own.letter
    indented = after.left > later.left + 1.2 * later.letter
    return full and (not indented or _hangs(told, after, columns))


def _hangs(told: list[Line], after: Line, columns: Columns) -> bool:
    """Tell whether a line hangs under the words of a numbered item, as 1. … does."""
    own, later = columns.of(told[-1]), columns.of(after)
    further = (after.left - later.left) - (told[-1].left - own.left)
    if len(told) == 1:
        return bool(BEGINS.match(told[0].text)) and 0.8 * own.letter < further < 4 * own.letter
    return abs(further) < 0.5 * own.letter


def _first_word(text: str) -> float:
    """How wide the first thing of a line is that could have stood on the one before, in letters."""
    word = WORD.match(text)
    return 0.3 + 0.55 * len(word[0]) if word else 1.7


def _joined(lines: list[Line]) -> list[Piece]:
    pieces: list[Piece] = []
    for n, line in enumerate(lines):
        after = lines[n + 1].text if n + 1 < len(lines) else ""
        pieces.append(Piece(_end(line.text, after), line.page))
    return pieces


def _end(text: str, after: str) -> str:
    """The line as it is joined to the next: a hyphen of a broken word goes, words keep their space."""
    if not after:
        return text
    if HYPHEN.search(text) and WORD_START.match(after):
        return text[:-1]
    apart = WORD_END.search(text) and WORD_START.match(after)
    apart = apart or (LETTER_END.search(text) and NUMBER_START.match(after))
    return f"{text} " if apart else text
