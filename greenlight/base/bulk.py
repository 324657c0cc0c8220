"""Many rows at once: ids reserved, rows inserted and updated without an object for each.

`insert` and `update` write through the database's own bulk door (executemany, COPY). Under an
import batch they leave a trace, ids inserted and old values, from which `take_back` restores every
table; whoever calls it has made sure that nothing newer stands on the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, cast

from django.db import connection, models, transaction
from django.db.models import ProtectedError, Q

from greenlight.base.journal import plain
from greenlight.base.models import ImportTrace

CHUNK = 2000
MOST_RANGES = 8
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Row = Sequence[Any]


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Cut rows into lists of at most `size`."""
    walk = iter(rows)
    while part := list(islice(walk, size)):
        yield part


def reserve(model: type[models.Model], n: int) -> list[int]:
    """Return `n` ids that no row has; the caller inserts them in the same transaction."""
    if n == 0:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                           [f'"{table}"', n])  # fmt: skip
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        given = cursor.fetchone()
        cursor.execute(f'SELECT MAX(id) FROM "{table}"')  # noqa: S608  a table of ours
        last = max(given[0] if given else 0, cursor.fetchone()[0] or 0)
    return list(range(last + 1, last + 1 + n))


def insert(
    model: type[models.Model], fields: Sequence[str], rows: list[tuple[Any, ...]], batch_id: int | None = None
) -> None:
    """Insert rows of `fields`; with a batch, "id" must come first and the ids are traced.

    Columns that are not named get the default of their field.
    """
    if not rows:
        return
    named = _columns(model, fields)
    rest = [one for one in model._meta.concrete_fields if one not in named and not one.primary_key]
    defaults = _prepared(rest, [tuple(one.get_default() for one in rest)])[0]
    full = [(*row, *defaults) for row in _prepared(named, rows)] if rest else _prepared(named, rows)
    _send_in(model._meta.db_table, [str(one.column) for one in [*named, *rest]], full)
    if batch_id is not None:
        _trace(batch_id, model, "insert", [], [list(run) for run in runs([row[0] for row in rows])])


def insert_new(
    model: type[models.Model], fields: Sequence[str], rows: list[tuple[Any, ...]], batch_id: int | None = None
) -> list[int]:
    """Insert rows under ids reserved here; return the ids in the order of the rows."""
    ids = reserve(model, len(rows))
    numbered = [(pk, *row) for pk, row in zip(ids, rows, strict=True)]
    insert(model, ("id", *fields), numbered, batch_id)
    return ids


def update(
    model: type[models.Model], fields: Sequence[str], rows: list[tuple[Any, ...]], batch_id: int | None = None
) -> None:
    """Set `fields` of rows given as (pk, value, …); with a batch, the old values are traced."""
    if not rows:
        return
    if batch_id is not None:
        _trace(batch_id, model, "update", fields, _old(model, fields, [row[0] for row in rows]))
    columns = _columns(model, fields)
    sets = ", ".join(f'"{one.column}" = %s' for one in columns)
    sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE id = %s'  # noqa: S608  our own names
    values = _prepared(columns, [row[1:] for row in rows])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(sql, [(*value, row[0]) for value, row in zip(values, rows, strict=True)])


def take_back(batch_id: int) -> None:
    """Undo what was traced under a batch, the last first, and drop the trace."""
    traces = ImportTrace.objects.filter(batch_id=batch_id)
    for pk in list(traces.order_by("-pk").values_list("pk", flat=True)):
        one = ImportTrace.objects.get(pk=pk)
        model = _model(one.model)
        if one.op == "insert":
            _delete(model, one.rows)
        else:
            update(model, one.fields, [tuple(_read(model, one.fields, row)) for row in one.rows])
    traces.delete()


def runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Fold ids into runs: 3 4 5 9 -> (3, 5) (9, 9)."""
    found: list[tuple[int, int]] = []
    for pk in sorted(ids):
        if found and found[-1][1] == pk - 1:
            found[-1] = (found[-1][0], pk)
        else:
            found.append((pk, pk))
    return found


def among(name: str, ids: Sequence[int]) -> Q:
    """Return the condition that `name` is one of `ids`: as ranges while they are few, a list else.

    A list of 2,000 numbers costs more to prepare than the query takes.
    """
    found = runs(ids)
    if len(found) > MOST_RANGES:
        return Q(**{f"{name}__in": ids})
    ranges = Q(pk__in=[])
    for first, last in found:
        ranges |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
    return ranges


def _send_in(table: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{one}"' for one in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', rows)  # noqa: S608


def _prepared(columns: Sequence[Any], rows: list[Any]) -> list[tuple[Any, ...]]:
    """Turn values into what the driver takes; columns that need nothing cost nothing."""
    turns = [(at, turn) for at, one in enumerate(columns) if (turn := _turn(one))]
    if not turns:
        return rows
    made = []
    for row in rows:
        cells = list(row)
        for at, turn in turns:
            if cells[at] is not None:
                cells[at] = turn(cells[at])
        made.append(tuple(cells))
    return made


def _turn(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(column, models.JSONField):
        return _json
    if isinstance(column, models.DateTimeField):
        return _Once(connection.ops.adapt_datetimefield_value)
    if isinstance(column, models.DecimalField):
        return str
    if isinstance(column, models.DateField) and connection.vendor == "sqlite":
        return str
    return None


class _Once(dict[Any, Any]):
    """A conversion that remembers: a bulk write repeats the same moment many thousand times."""

    def __init__(self, turn: Callable[[Any], Any]) -> None:
        super().__init__()
        self.turn = turn

    def __missing__(self, value: Any) -> Any:
        self[value] = made = self.turn(value)
        return made

    def __call__(self, value: Any) -> Any:
        return self[value]


def _json(value: Any) -> str:
    if not value and isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return _ENCODER.encode(value)


def _columns(model: type[models.Model], fields: Sequence[str]) -> list[models.Field[Any, Any]]:
    return [cast("models.Field[Any, Any]", model._meta.get_field(name)) for name in fields]


def _trace(
    batch_id: int, model: type[models.Model], op: str, fields: Sequence[str], rows: list[list[Any]]
) -> None:
    ImportTrace.objects.bulk_create(
        ImportTrace(batch_id=batch_id, model=model._meta.label, op=op, fields=list(fields), rows=part)
        for part in chunks(rows, 1000)
    )


def _old(model: type[models.Model], fields: Sequence[str], ids: list[int]) -> list[list[Any]]:
    names = [one.attname for one in _columns(model, fields)]
    found: list[list[Any]] = []
    for part in chunks(ids):
        rows = model._base_manager.filter(among("pk", part)).values_list("pk", *names)
        found += [[plain(value) for value in row] for row in rows]
    return found


def _read(model: type[models.Model], fields: Sequence[str], row: list[Any]) -> Iterator[Any]:
    yield row[0]
    for name, value in zip(fields, row[1:], strict=True):
        (column,) = _columns(model, [name])
        is_text = isinstance(column, models.DateTimeField) and isinstance(value, str)
        yield column.to_python(value) if is_text else value


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)


def _delete(model: type[models.Model], runs_of_ids: list[list[int]]) -> None:
    """Delete runs of ids with all that hangs on them; what somebody leans on by now stays."""
    for first, last in runs_of_ids:
        for start in range(first, last + 1, CHUNK):
            rows = model._base_manager.filter(pk__range=(start, min(start + CHUNK - 1, last)))
            try:
                rows.delete()
            except ProtectedError:
                for row in rows:
                    _delete_free(row)


def _delete_free(row: models.Model) -> None:
    try:
        row.delete()
    except ProtectedError:
        return


def decimal_text(value: Decimal | None) -> str | None:
    """Write a decimal canonically: no exponent, no trailing zeros; None stays None."""
    if value is None:
        return None
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
