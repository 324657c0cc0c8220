"""Many rows at once: ids reserved, rows inserted and updated without an object for each.

`insert` and `update` write through the database's own bulk door (executemany, COPY). Under an
import batch they leave a trace, ids inserted and old values, from which `take_back` restores every
table; whoever calls it has made sure that nothing newer stands on the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice, repeat
from typing import Any, cast

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F, Func, ProtectedError, Q
from django.db.models.expressions import RawSQL

from greenlight.base import recording
from greenlight.base.journal import plain
from greenlight.base.models import ImportTrace

CHUNK = 2000
MANY = 500  # rows from which on several go into one statement
MOST_RANGES = 8
MOST_PARAMETERS = 900  # of one statement; SQLite may be built with a limit of 999
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
TEXTS = (models.TextField, models.CharField, models.JSONField)
# What an array of them is written of needs no quotes: numbers, days, true and false.
BARE = (models.IntegerField, models.ForeignKey, models.BooleanField, models.DateField, models.DecimalField)
PLAIN = frozenset({str, int, bool, type(None)})  # what JSON holds as it is
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
            cursor.execute("SELECT nextval(own) FROM generate_series(1, %s), LATERAL (SELECT "
                           "pg_get_serial_sequence(%s, 'id')::regclass AS own OFFSET 0) AS named",
                           [n, f'"{table}"'])  # fmt: skip
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        given = cursor.fetchone()
        cursor.execute(f'SELECT MAX(id) FROM "{table}"')  # noqa: S608  a table of ours
        last = max(given[0] if given else 0, cursor.fetchone()[0] or 0)
    return list(range(last + 1, last + 1 + n))


def insert(
    model: type[models.Model],
    ids: Sequence[int],
    fields: Sequence[str],
    rows: Sequence[Row],
    traced_by: int | None = None,
    **same: Any,
) -> None:
    """Insert rows of `fields` under reserved ids; the ids are traced for the batch `traced_by`.

    `same` holds fields that are equal in all rows; columns that are not named get the default of their
    field. What a JSON column is given as text is taken as JSON already written.
    """
    if not rows:
        return
    _send(model, {"id": ids}, fields, rows, same)
    if traced_by is not None:
        _trace(traced_by, model, "insert", [], [list(run) for run in runs(ids)])
    if held := recording.current():
        held.insert(model, ids)


def _send(
    model: type[models.Model],
    numbered: dict[str, Iterable[Any]],
    fields: Sequence[str],
    rows: Sequence[Row],
    same: dict[str, Any],
) -> None:
    """Insert rows under `numbered` = their ids, or let the database number them."""
    named = _columns(model, [*fields, *same])
    rest = [one for one in model._meta.concrete_fields if one not in named and not one.primary_key]
    fixed = [*same.values(), *(one.get_default() for one in rest)]
    alike = [_turned(one, value) for one, value in zip([*named[len(fields) :], *rest], fixed, strict=True)]
    names = [str(one.column) for one in [*named[len(fields) :], *rest]]
    own = [str(one.column) for one in named[: len(fields)]]
    columns = numbered | dict(zip(own, _by_column(named[: len(fields)], rows), strict=True))
    _send_in(model._meta.db_table, columns, dict(zip(names, alike, strict=True)), len(rows))


def insert_new(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[Row],
    traced_by: int | None = None,
    **same: Any,
) -> list[int]:
    """Insert rows under ids reserved here; return the ids in the order of the rows. See `insert`."""
    ids = reserve(model, len(rows))
    insert(model, ids, fields, rows, traced_by, **same)
    return ids


def append(model: type[models.Model], fields: Sequence[str], rows: Sequence[Row], **same: Any) -> None:
    """Insert rows that are computed anew: nobody asks for their ids, no trace or recording keeps them."""
    if rows:
        _send(model, {}, fields, rows, same)


def update(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Row], batch_id: int | None = None
) -> None:
    """Set `fields` of rows given as (pk, value, …); with a batch, the old values are traced."""
    if not rows:
        return
    ids = [row[0] for row in rows]
    if batch_id is not None:
        _trace(batch_id, model, "update", fields, values_of(model, fields, ids))
    if held := recording.current():
        held.update(model, fields, values_of(model, fields, ids))
    columns = _columns(model, fields)
    values = [ids, *_by_column(columns, [row[1:] for row in rows])]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(set(ids)) == len(ids):
            _update_at_once(cursor, model, columns, values)
            return
        sets = ", ".join(f'"{one.column}" = %s' for one in columns)
        key = cast("Any", model._meta.pk).column
        sql = f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{key}" = %s'  # noqa: S608  our own names
        cursor.executemany(sql, list(zip(*values[1:], ids, strict=True)))


def _update_at_once(
    cursor: CursorWrapper,
    model: type[models.Model],
    columns: Sequence[models.Field[Any, Any]],
    values: Sequence[Iterable[Any]],
) -> None:
    """Update by one statement that takes the keys and each column as an array; PostgreSQL.

    Many texts go through a table of this transaction: the driver takes longer to write them as an array.
    """
    key, table = cast("Any", model._meta.pk), model._meta.db_table
    # Without its length a type refuses what is too long; with it a cast would cut it off.
    kinds = [str(one.rel_db_type(connection) if one is key else one.db_type(connection)).split("(")[0]
             for one in (key, *columns)]  # fmt: skip
    names = ", ".join(f"v{n}" for n in range(len(kinds)))
    sets = ", ".join(f'"{one.column}" = new.v{n}' for n, one in enumerate(columns, 1))
    own = [list(one) for one in values]
    many = len(own[0]) >= MANY and any(isinstance(one, TEXTS) for one in columns)
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    source = '"bulk_new" AS new' if many else f"unnest({arrays}) AS new ({names})"
    sql = f'UPDATE "{table}" SET {sets} FROM {source} WHERE "{table}"."{key.column}" = new.v0'  # noqa: S608  our own names
    if not many:
        written = [_as_array(one) if isinstance(column, BARE) else one
                   for column, one in zip((key, *columns), own, strict=True)]  # fmt: skip
        cursor.execute(sql, written)
        return
    typed = ", ".join(f"v{n} {kind}" for n, kind in enumerate(kinds))
    cursor.execute(f'CREATE TEMPORARY TABLE "bulk_new" ({typed}) ON COMMIT DROP')
    _copy(cursor, "bulk_new", names, zip(*own, strict=True))
    cursor.execute(sql)
    cursor.execute('DROP TABLE "bulk_new"')


def _copy(cursor: CursorWrapper, table: str, names: str, rows: Iterable[Row]) -> None:
    with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def take_back(batch_id: int) -> None:
    """Undo what was traced under a batch, the last first, and drop the trace."""
    traces = ImportTrace.objects.filter(batch_id=batch_id)
    for pk in list(traces.order_by("-pk").values_list("pk", flat=True)):
        one = ImportTrace.objects.get(pk=pk)
        model = _model(one.model)
        if one.op == "insert":
            delete(model, one.rows)
        else:
            restore(model, one.fields, one.rows)
    traces.delete()


def runs(ids: Iterable[int]) -> list[tuple[int, int]]:
    """Fold ids into runs: 3 4 5 9 -> (3, 5) (9, 9)."""
    ordered = sorted(ids)
    if ordered and ordered[-1] - ordered[0] == len(ordered) - 1:
        return [(ordered[0], ordered[-1])]
    found: list[tuple[int, int]] = []
    for pk in ordered:
        if found and found[-1][1] == pk - 1:
            found[-1] = (found[-1][0], pk)
        else:
            found.append((pk, pk))
    return found


def among(name: str, ids: Sequence[int]) -> Q:
    """Return the condition that `name` is one of `ids`: as ranges while they are few, else one array.

    A list of 2,000 numbers costs more to prepare than the query takes.
    """
    found = runs(ids)
    if len(found) > MOST_RANGES:
        return Q(**{f"{name}__in": _array(ids)})
    ranges = Q(pk__in=[])
    for first, last in found:
        ranges |= Q(**{f"{name}__gte": first, f"{name}__lte": last})
    return ranges


def one_of(name: str, ids: Sequence[int]) -> Q:
    """Return the condition that `name`, which an index leads with, is one of `ids`: looked up one by one.

    PostgreSQL walks the index with the array, a third less work than joining it; else see `among`.
    """
    if connection.vendor != "postgresql" or len(ids) <= MOST_RANGES:
        return among(name, ids)
    array = RawSQL("%s::bigint[]", [_as_array(sorted(ids))])
    is_one = Func(F(name), array, arg_joiner=" = ANY ", template="%(expressions)s")
    is_one.output_field = models.BooleanField()
    return Q(is_one)


def _array(ids: Sequence[int]) -> RawSQL:
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [_as_array(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def _as_array(values: Iterable[Any]) -> str:
    """Write values that need no quotes as PostgreSQL writes an array: the driver takes ten times as long."""
    return "{" + ",".join(["NULL" if one is None else str(one) for one in values]) + "}"


def _send_in(table: str, columns: dict[str, Iterable[Any]], alike: dict[str, Any], n: int) -> None:
    # No savepoint: under one, SQLite copies every page it touches aside first.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        fixed = {} if connection.vendor == "postgresql" else _literals(alike)
        bound = columns | {name: repeat(one, n) for name, one in alike.items() if name not in fixed}
        names = ", ".join(f'"{one}"' for one in [*bound, *fixed])
        rows = zip(*bound.values(), strict=True)
        if connection.vendor == "postgresql":
            _copy(cursor, table, names, rows)
            return
        places = ", ".join([*["%s"] * len(bound), *fixed.values()])
        lead = f'INSERT INTO "{table}" ({names}) VALUES '  # noqa: S608  our own names
        _insert_many(cursor, lead, f"({places})", rows, (n, len(bound)))


def _insert_many(
    cursor: CursorWrapper, lead: str, places: str, rows: Iterable[Row], size: tuple[int, int]
) -> None:
    """Send `size` = (rows, values in a row) in statements of many rows: half the cost of one by one."""
    n, width = size
    at_once = max(1, MOST_PARAMETERS // width) if n >= MANY else 1
    flat = chain.from_iterable(rows)
    whole = [tuple(islice(flat, at_once * width)) for _ in range(n // at_once)]
    if whole:
        cursor.executemany(lead + ", ".join([places] * at_once), whole)
    if rest := n % at_once:
        cursor.execute(lead + ", ".join([places] * rest), tuple(flat))


def _literals(alike: dict[str, Any]) -> dict[str, str]:
    """Write what is equal in all rows into the statement: nothing, numbers and the empty text."""
    kinds = (int, bool, type(None))
    return {
        name: "NULL" if one is None else str(int(one)) if one != "" else "''"
        for name, one in alike.items()
        if one == "" or isinstance(one, kinds)
    }


def _by_column(columns: Sequence[models.Field[Any, Any]], rows: Sequence[Row]) -> list[Iterable[Any]]:
    """Turn rows into columns of what the driver takes; columns that need nothing cost nothing."""
    return [
        map(turn, values) if (turn := _turn(one)) else values
        for one, values in zip(columns, zip(*rows, strict=True), strict=True)
    ]


def _turned(column: models.Field[Any, Any], value: Any) -> Any:
    turn = _turn(column)
    return turn(value) if turn else value


def _turn(column: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(column, models.JSONField):
        return _json
    if isinstance(column, models.DateTimeField) and connection.vendor == "sqlite":
        return _Once(connection.ops.adapt_datetimefield_value).__getitem__
    if isinstance(column, models.DecimalField | models.DateField):
        return _Once(str).__getitem__
    return None


class _Once(dict[Any, Any]):
    """A conversion that remembers: a bulk write repeats the same day and amount many thousand times."""

    def __init__(self, turn: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self.turn = turn

    def __missing__(self, value: Any) -> Any:
        self[value] = made = self.turn(value)
        return made


def _json(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
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


def values_of(model: type[models.Model], fields: Sequence[str], ids: list[int]) -> list[list[Any]]:
    """Return rows as (pk, value, …) in the form JSON keeps."""
    names = [one.attname for one in _columns(model, fields)]
    found: list[list[Any]] = []
    for part in chunks(ids):
        rows = model._base_manager.filter(among("pk", part)).values_list("pk", *names)
        found += [[value if value.__class__ in PLAIN else plain(value) for value in row] for row in rows]
    return found


def restore(model: type[models.Model], fields: Sequence[str], rows: Iterable[list[Any]]) -> None:
    """Set rows back to values as `values_of` gave them."""
    update(model, fields, [tuple(_read(model, fields, row)) for row in rows])


def _read(model: type[models.Model], fields: Sequence[str], row: list[Any]) -> Iterator[Any]:
    yield row[0]
    for name, value in zip(fields, row[1:], strict=True):
        (column,) = _columns(model, [name])
        is_text = isinstance(column, models.DateTimeField) and isinstance(value, str)
        yield column.to_python(value) if is_text else value


def _model(label: str) -> type[models.Model]:
    from django.apps import apps

    return apps.get_model(label)


def delete(model: type[models.Model], runs_of_ids: Iterable[Sequence[int]]) -> None:
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
