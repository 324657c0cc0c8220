"""Rows that repeat a record: the first one is kept, the others are reported."""

from collections.abc import Iterator
from typing import Any

from greenlight.base.reading.result import NotImported
from greenlight.base.reading.table import Table
from greenlight.kernel.parse import Note, name_key, same_date

Place = tuple[int, int]  # table, record


def drop_repeats(tables: list[Table]) -> None:
    """Drop the later rows of one name (and not of two codes) from what was read."""
    first: dict[Any, Place] = {}
    dropped: dict[int, set[int]] = {}
    for which, table in enumerate(tables):
        for at, key in enumerate(_keys(table)):
            if key is None:
                continue
            earlier = first.setdefault(key, (which, at))
            if earlier != (which, at) and not _two_codes(tables, earlier, (which, at)):
                _report(tables, earlier, (which, at))
                dropped.setdefault(which, set()).add(at)
    for which, gone in dropped.items():
        _drop(tables[which], gone)


def _keys(table: Table) -> Iterator[Any]:
    """The keys of the rows: the name, or what else makes two rows of the ledger one record."""
    if not table.ledger.same:
        for name in table.values[table.ledger.key]:
            yield _key(name) if name else None
        return
    whole = tuple(table.whole.items())
    sets = [fields for fields in table.ledger.same if all(field in table.values for field in fields)]
    for at in range(len(table.rows)):
        given = (tuple(table.values[field][at] for field in fields) for fields in sets)
        full = next((values for values in given if None not in values), None)
        yield None if full is None else (whole, tuple(_part(value) for value in full))


def _part(value: Any) -> Any:
    return _key(value) if isinstance(value, str) else value


def _told_at(table: Table) -> str:
    """Where a repeated row is told: its name, or what follows the number that makes it a record."""
    same = table.ledger.same
    if not same or table.ledger.key in same[0] or len(same[0]) > 1:
        return table.ledger.key
    after = sorted((at, key) for key, at in table.places.items() if key != same[0][0])
    return after[0][1] if after else table.ledger.key


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
    row, key = table.rows[at], _told_at(table)
    same = _same(tables[one[0]], one[1], table, at)
    kind = "duplicate_row" if same else "duplicate_conflict"
    name = table.written(at, key)
    first = str(tables[one[0]].rows[one[1]])
    where = first if one[0] == other[0] else f"“{tables[one[0]].sheet.name}”{first}"
    table.report(row, key, Note(kind, where), name)
    said = table.values[table.ledger.key][at]
    table.set_aside.append(NotImported(table.sheet.name, row, kind, said))


def _same(one: Table, at: int, other: Table, place: int) -> bool:
    """Tell whether a later row says nothing but what the first one says."""
    for key, values in other.values.items():
        value = values[place]
        known = one.values[key][at] if key in one.values else None
        if value is not None and not _agree(known, value, other.declared(key).kind):
            return False
    return True


def _agree(known: Any, value: Any, kind: str) -> bool:
    if kind in ("date", "deadline") and isinstance(known, str) and isinstance(value, str):
        return same_date(known, value)
    if kind == "percent" and known is not None:
        return bool(abs(known - value) <= 1)
    return bool(known == value)


def _drop(table: Table, gone: set[int]) -> None:
    mask = [at not in gone for at in range(len(table.rows))]
    for key, reader in table.readers.items():
        reader.keep(mask)
        table.values[key] = reader.finished()
    table.rows = [row for row, kept in zip(table.rows, mask, strict=True) if kept]
    for name, values in table.groups.items():
        table.groups[name] = [value for value, kept in zip(values, mask, strict=True) if kept]
        if name in table.values and name not in table.readers:
            table.values[name] = table.groups[name]
        elif name in table.values:
            table.fill_from_groups(name)
