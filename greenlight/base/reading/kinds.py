"""Which ledger a workbook is of: told by the headers only one ledger has, with a margin, else asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from greenlight.base.ledger import Ledger
from greenlight.base.reading.headers import LOOKED_AT, Header, find_header, sure
from greenlight.base.workbook import Sheet
from greenlight.kernel.parse import squeeze

TITLED = 2.0  # what a word of the title weighs beside a header no other ledger has
MATRIX = 3.0  # a row of days is like no other table
MARGIN, RATIO = 1.0, 1.3
RICH = 4  # headers known in one row
Head = list[list[Any]]


@dataclass(slots=True)
class Page:
    """A sheet, its first rows, and the table each ledger finds there."""

    sheet: Sheet
    head: Head
    headers: dict[str, tuple[Ledger, Header]] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)


def look(sheet: Sheet, head: Head, ledgers: Sequence[Ledger], file: str) -> Page:
    """Look at a sheet with the eyes of every ledger."""
    page, looked_at = Page(sheet, head), LOOKED_AT
    for ledger in ledgers:
        found = _find(sheet, head, ledger, looked_at)
        if found is not None:
            page.headers[ledger.name] = found
            if found[1].hits >= RICH:  # below such a header no other table begins
                looked_at = min(looked_at, found[1].bottom + 1)
    _weigh(page, [sheet.name, file, *_titles(page)])
    return page


def _find(sheet: Sheet, head: Head, ledger: Ledger, looked_at: int) -> tuple[Ledger, Header] | None:
    """Find the table by the ledger's key, else by what may stand for it."""
    for key in (ledger.key, *ledger.other_keys):
        own = ledger if key == ledger.key else replace(ledger, key=key)
        header = find_header(head, sheet, own, looked_at)
        if header is not None:
            return own, header
    return None


def _titles(page: Page) -> list[str]:
    top = min((header.top for _, header in page.headers.values()), default=1)
    return [value for row in page.head[: min(top - 1, LOOKED_AT)] for value in row if isinstance(value, str)]


def _weigh(page: Page, said: Iterable[str]) -> None:
    """Weigh each ledger: a header counts the less, the more ledgers know it."""
    claims = {name: _claims(ledger, header) for name, (ledger, header) in page.headers.items()}
    known: dict[int, int] = {}
    for columns in claims.values():
        for column in columns:
            known[column] = known.get(column, 0) + 1
    text = squeeze("".join(said))
    for name, columns in claims.items():
        ledger = page.headers[name][0]
        best: dict[str, float] = {}
        for column, claimed in columns.items():
            best[claimed] = max(best.get(claimed, 0.0), 1 / known[column])
        days = MATRIX * (ledger.rows == "days" and len(columns) > 6)
        titled = TITLED * any(word in text for word in ledger.title_words)
        page.scores[name] = sum(best.values()) + days + titled


def _claims(ledger: Ledger, header: Header) -> dict[int, str]:
    found = ((column, sure(path, ledger)) for column, path in header.paths.items())
    return {column: name for column, name in found if name}


def choose(pages: Sequence[Page], ledgers: Sequence[Ledger]) -> tuple[list[Ledger], bool]:
    """Return the ledgers a workbook may be of, the likeliest first, and whether the first is sure."""
    scores = {
        ledger.name: max((page.scores.get(ledger.name, 0.0) for page in pages), default=0.0)
        for ledger in ledgers
    }
    order = sorted((ledger for ledger in ledgers if scores[ledger.name]), key=lambda one: -scores[one.name])
    if len(order) < 2:
        return order, True
    first, second = (scores[one.name] for one in order[:2])
    return order, first - second >= MARGIN or first >= second * RATIO


def is_of(page: Page, ledger: Ledger) -> bool:
    """Tell whether a sheet of a workbook of this ledger is its own, not another table beside it."""
    own = page.scores.get(ledger.name, 0.0)
    best = max(page.scores.values(), default=0.0)
    return bool(own) and (own + MARGIN > best or own * RATIO > best)
