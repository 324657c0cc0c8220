"""From a pasted block to edits: laid down from a cell on, or by project names under a header row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from greenlight.base import keeping
from greenlight.base.imports import subject as subjects
from greenlight.base.ledger import Column
from greenlight.base.reading.cells import DITTO
from greenlight.base.reading.headers import sure
from greenlight.base.reading.terms import Path, header_key, term
from greenlight.desk.editing.cells import UNKNOWN, CellEdit, RefusedCell
from greenlight.desk.editing.weighing import writable

KEEP, CLEAR = "keep", "clear"


@dataclass(frozen=True)
class Place:
    """Where a block is laid: the records in the order of the page, its columns, and the cell to begin at."""

    ids: Sequence[int]
    columns: Sequence[str]
    pk: int = 0
    field: str = ""


@dataclass
class Laid:
    """A block as edits; `blanks` counts its empty cells, `notes` say what was left out as a whole."""

    edits: list[CellEdit] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blanks: int = 0
    by_name: bool = False


@dataclass(frozen=True)
class Under:
    """A column of the block: the field (with its month) it goes to, and the unit its header names."""

    key: str
    unit: str | None = None


def lay(
    ledger: str, rows: Sequence[Sequence[str]], place: Place, *, zone_id: int, year: int, blanks: str = ""
) -> Laid:
    """Lay a block down. `blanks` says what an empty cell means: CLEAR, or KEEP what stands."""
    laid = Laid()
    heads = headed(ledger, rows[0], year) if rows else {}
    if heads:
        laid.by_name = True
        targets, body, first = _by_name(ledger, rows, heads, zone_id, laid), rows[1:], 2
    else:
        heads, targets, body, first = _from_cell(rows, place, laid), list(place.ids), rows, 1
        start = targets.index(place.pk) if place.pk in targets else 0
        targets = targets[start : start + len(rows)]
        if len(targets) < len(rows):
            laid.notes.append(f"下面只有 {len(targets)} 行，粘贴的后 {len(rows) - len(targets)} 行没有收。")
    _edits(ledger, body, targets, heads, laid, first, blanks)
    return laid


# ---- by name ----
def headed(ledger: str, row: Sequence[str], year: int) -> dict[int, Under]:
    """Return {column of the block: field} when its first row is a header with the names in it, else {}."""
    known = keeping.binding(ledger).ledger
    found: dict[int, Under] = {}
    for at, text in enumerate(row):
        path = Path((term(text),)) if 0 < len(text.strip()) <= 60 else None
        name = sure(path, known) if path else None
        if path and name and name not in {one.key.partition("@")[0] for one in found.values()}:
            found[at] = Under(_month(known.column(name), path, year), path.unit)
    names = {one.key for one in found.values()}
    return found if known.key in names and len(found) > 1 else {}


def _month(column: Column, path: Path, year: int) -> str:
    if not column.by_month or not path.months:
        return column.field
    return f"{column.field}@{path.year or year}-{path.months[1]:02d}"


def _by_name(
    ledger: str, rows: Sequence[Sequence[str]], heads: dict[int, Under], zone_id: int, laid: Laid
) -> list[int]:
    """Return the record of each row, 0 where the name finds none or several."""
    bound, matcher = keeping.binding(ledger), subjects.of(ledger).matcher(zone_id)
    at = next(n for n, one in heads.items() if one.key == bound.ledger.key)
    code = next((n for n, one in heads.items() if one.key == bound.ledger.code), None)
    skipped = {header_key(word) for word in bound.ledger.skipped_headers}
    unknown = [text.strip() for n, text in enumerate(rows[0])
               if n not in heads and text.strip() and header_key(text) not in skipped]  # fmt: skip
    if unknown:
        laid.notes.append(f"没认出的列没有收：{'、'.join(unknown[:8])}。")
    found = []
    for n, row in enumerate(rows[1:], 2):
        named = {bound.ledger.key: row[at].strip(), bound.ledger.code: row[code].strip() if code else None}
        match = matcher.find(named) if named[bound.ledger.key] else None
        found.append(match.id or 0 if match else 0)
        if not found[-1] and any(cell.strip() for cell in row):
            why = "有几个项目叫这个名字，请加上项目代码一列。" if match and match.candidates else ""
            why = why or "系统里没有这个项目；新项目请用“导入 Excel”或“新建项目”。"
            header = bound.ledger.column(bound.ledger.key).header
            told = row[at].strip()[:60]
            laid.refused.append(RefusedCell(0, told, bound.ledger.key, header, told, why, place=f"第 {n} 行"))
    for n in [n for n, one in heads.items() if one.key in (bound.ledger.key, bound.ledger.code)]:
        del heads[n]
    return found


# ---- from a cell on ----
def _from_cell(rows: Sequence[Sequence[str]], place: Place, laid: Laid) -> dict[int, Under]:
    columns = list(place.columns)
    start = columns.index(place.field) if place.field in columns else 0
    width = len(rows[0]) if rows else 0
    here = columns[start : start + width]
    if len(here) < width:
        laid.notes.append(f"右边只有 {len(here)} 列，粘贴的后 {width - len(here)} 列没有收。")
    return {n: Under(key) for n, key in enumerate(here)}


# ---- both ----
def _edits(
    ledger: str, body: Sequence[Sequence[str]], targets: Sequence[int], heads: Mapping[int, Under],
    laid: Laid, first: int, blanks: str,
) -> None:  # fmt: skip
    closed = {one.key for one in heads.values() if not writable(ledger, one.key)}
    above: dict[int, str] = {}
    for n, (row, pk) in enumerate(zip(body, targets, strict=False), first):
        for at, under in heads.items():
            text = above.get(at, "") if row[at].strip() in DITTO else row[at]
            above[at] = text
            if not pk or (not text.strip() and (under.key in closed or blanks != CLEAR)):
                laid.blanks += bool(pk) and not text.strip() and under.key not in closed
                continue
            laid.blanks += not text.strip()
            laid.edits.append(CellEdit(pk, under.key, text, None, UNKNOWN, under.unit, f"第 {n} 行"))
