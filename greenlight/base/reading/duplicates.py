"""Rows that repeat a record: the first one is kept, the others are reported."""

from typing import Any

from greenlight.base.reading.result import NotImported
from greenlight.base.reading.table import Table
from greenlight.kernel.parse import Note, name_key, same_date

Place = tuple[int, int]  # table, record


def drop_repeats(tables: list[Table]) -> None:
    """Drop the later rows of one name (and not of two codes) from what was read."""
    first: dict[str, Place] = {}
    dropped: dict[int, set[int]] = {}
    for which, table in enumerate(tables):
        for at, name in enumerate(table.values[table.ledger.key]):
            key = _key(name) if name else None
            if key is None:
                continue
            earlier = first.setdefault(key, (which, at))
            if earlier != (which, at) and not _two_codes(tables, earlier, (which, at)):
                _report(tables, earlier, (which, at))
                dropped.setdefault(which, set()).add(at)
    for which, gone in dropped.items():
        _drop(tables[which], gone)


def _key(name: str) -> str:
    """The key of a name; most names need no more than a look."""
    if name.isalnum() and "公司" not in name and "期" not in name:
        return name.upper()
    return name_key(name)


def _two_codes(tables: list[Table], one: Place, other: Place) -> bool:
    """Tell two projects of one name apart by their codes."""
    codes = [tables[w].values.get(tables[w].ledger.code) for w, _ in (one, other)]
    pair = [
        values[at] if values is not None else None
        for values, (_, at) in zip(codes, (one, other), strict=True)
    ]
    return None not in pair and pair[0] != pair[1]


def _report(tables: list[Table], one: Place, other: Place) -> None:
    table, at = tables[other[0]], other[1]
    row, key = table.rows[at], table.ledger.key
    same = _same(tables[one[0]], one[1], table, at)
    kind = "duplicate_row" if same else "duplicate_conflict"
    name = table.values[key][at]
    first = str(tables[one[0]].rows[one[1]])
    where = first if one[0] == other[0] else f"“{tables[one[0]].sheet.name}”{first}"
    table.report(row, key, Note(kind, where), name)
    table.set_aside.append(NotImported(table.sheet.name, row, kind, name))


def _same(one: Table, at: int, other: Table, place: int) -> bool:
    """Tell whether a later row says nothing but what the first one says."""
    for key, values in other.values.items():
        value = values[place]
        known = one.values[key][at] if key in one.values else None
        if value is not None and not _agree(known, value, other.declared(key).kind):
            return False
    return True


def _agree(known: Any, value: Any, kind: str) -> bool:
    if kind == "date" and isinstance(known, str):
        return same_date(known, value)
    if kind == "percent" and known is not None:
        return bool(abs(known - value) <= 1)
    return bool(known == value)


def _drop(table: Table, gone: set[int]) -> None:
    mask = [at not in gone for at in range(len(table.rows))]
    for key, reader in table.readers.items():
        reader.keep(mask)
        table.values[key] = reader.finished()
    for name, values in table.groups.items():
        table.groups[name] = [value for value, kept in zip(values, mask, strict=True) if kept]
        if name in table.values and name not in table.readers:
            table.values[name] = table.groups[name]
        elif name in table.values:
            own, given = table.values[name], table.groups[name]
            table.values[name] = [a if a is not None else b for a, b in zip(own, given, strict=True)]
    table.rows = [row for row, kept in zip(table.rows, mask, strict=True) if kept]
