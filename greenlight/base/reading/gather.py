"""Going through the rows of a table once, in batches, and setting aside what is no record."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from greenlight.base.reading import checks, deadlines
from greenlight.base.reading.facts import row_above
from greenlight.base.reading.layout import ask_unit
from greenlight.base.reading.readers import NumberReader, PersonReader
from greenlight.base.reading.result import NotImported
from greenlight.base.reading.rows import Classifier, RowKind
from greenlight.base.reading.table import Special, Table
from greenlight.base.reading.terms import header_key
from greenlight.base.workbook import Deadline, number
from greenlight.kernel.parse import Note

BATCH = 4_096
_COUNTED = ("total", "subtotal", "group")
_RAW_KEPT = frozenset(
    ("number_with_text", "unit_in_cell", "approximate_value", "text_number", "fullwidth_digits")
)


class Groups:
    """The values the group rows above give to a record, by level."""

    def __init__(self, start: dict[str, str]) -> None:
        self.levels: dict[int, dict[str, str]] = {0: start}
        self.now = dict(start)

    def enter(self, level: int, values: dict[str, str]) -> None:
        """Enter a group: groups of its level and below are left."""
        self.levels = {at: given for at, given in self.levels.items() if at < level}
        self.levels[level] = values
        self.now = {k: v for at in sorted(self.levels) for k, v in self.levels[at].items()}


def gather(table: Table, clock: Deadline, progress: Callable[[int, int], None] | None) -> None:
    """Read all rows of a table into its readers."""
    _rows_above(table)
    walk = _Walk(table)
    done = 0
    for rows in _batches(table.sheet.rows()):
        clock.check()
        walk.batch(rows, done + 1)
        done += len(rows)
        if progress is not None:
            progress(done, max(done, table.sheet.height))
    walk.close()


def _batches(rows: Any) -> Iterator[list[list[Any]]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _rows_above(table: Table) -> None:
    first = True
    for row, cells in enumerate(table.head[: table.header.top - 1], 1):
        text = _shown(cells)
        if text is None:
            table.set_aside.append(NotImported(table.sheet.name, row, "blank", None))
            continue
        table.set_aside.append(NotImported(table.sheet.name, row, row_above(cells, row, first), text))
        first = False
    for row in table.header.rows:
        cells = table.head[row - 1]
        text = _shown(cells[:1])
        table.set_aside.append(NotImported(table.sheet.name, row, "header", text))


def _shown(cells: Sequence[Any]) -> str | None:
    texts = [str(value).strip() for value in cells if value not in ("", None)]
    return "  ".join(texts)[:200] if any(texts) else None


class _Walk:
    """The state of going through the rows."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.width = max(table.header.paths, default=1)
        seq = next((at for at, path in table.header.paths.items() if _is_sequence(table, path)), 0)
        self.kinds = Classifier(table.header, table.head, table.ledger, seq)
        self.groups = Groups(_from_title(table, self.kinds))
        named = [group.field for group in table.ledger.groups]
        self.fields = list(dict.fromkeys([*named, *filter(None, [table.ledger.category])]))
        self.blanks: list[int] = []
        self.spans = _vertical(table)
        self.carried: dict[tuple[int, int], Any] = {}
        self.last: dict[str, Any] = {}
        self.falling = {key for key in table.readers if table.declared(key).carried}
        self.hidden = table.sheet.marks.hidden_rows

    def batch(self, rows: list[list[Any]], first: int) -> None:
        """Read a batch of rows that begins at row `first`."""
        skip = max(0, self.table.header.bottom + 1 - first)
        rows, first = rows[skip:], first + skip
        if not rows:
            return
        columns = self._columns(rows)
        kept, marks = self._sort_out(rows, columns, first)
        if kept:
            self._read(columns, kept, first, marks)

    def _columns(self, rows: list[list[Any]]) -> list[Sequence[Any]]:
        width = self.width
        if any(len(row) != width for row in rows):
            rows = [row[:width] + [""] * (width - len(row)) for row in rows]
        return list(zip(*rows, strict=True))

    def _sort_out(
        self, rows: list[list[Any]], columns: list[Sequence[Any]], first: int
    ) -> tuple[list[int], list[tuple[int, dict[str, str]]]]:
        """Return the places of records, and from which of them on which groups hold."""
        names = columns[self.kinds.key]
        sequence = columns[self.kinds.seq] if self.kinds.seq >= 0 else None
        kept = bytearray(b"\x01" * len(rows))
        marks = [(0, self.groups.now)]
        for at in self.kinds.suspects(names, sequence):
            kind = self.kinds.classify(rows[at])
            if kind.reason == "record":
                continue
            kept[at] = 0
            self._set_aside(first + at, kind, rows[at])
            if kind.reason == "group":
                self.groups.enter(kind.level, self.kinds.group_values(kind.label))
                marks.append((at, self.groups.now))
        places = [at for at, keep in enumerate(kept) if keep]
        if places:
            self._keep_blanks(first + places[-1])
            self.table.last_row = max(self.table.last_row, first + places[-1])
        return places, marks

    def _set_aside(self, row: int, kind: RowKind, cells: list[Any]) -> None:
        if kind.reason == "blank":
            self.blanks.append(row)
            return
        self._keep_blanks(row)
        self.table.last_row = max(self.table.last_row, row)
        text = _shown(cells)
        self.table.set_aside.append(NotImported(self.table.sheet.name, row, kind.reason, text))
        if kind.reason in _COUNTED:
            at = next((i for i, value in enumerate(cells) if isinstance(value, str) and value), 0)
            special = Special(row, kind.reason, kind.label, kind.level, list(cells), at)
            self.table.specials.append(special)

    def _keep_blanks(self, before: int) -> None:
        """Blank rows count as such only when something follows them."""
        still = [row for row in self.blanks if row > before]
        for row in self.blanks:
            if row < before:
                self.table.set_aside.append(NotImported(self.table.sheet.name, row, "blank", None))
        self.blanks = still

    def _read(
        self,
        columns: list[Sequence[Any]],
        kept: list[int],
        first: int,
        marks: list[tuple[int, dict[str, str]]],
    ) -> None:
        table = self.table
        rows = [first + at for at in kept]
        everything = len(kept) == len(columns[0])
        for key, reader in table.readers.items():
            cells = columns[table.places[key]]
            column = table.places[key] + 1
            if column in self.spans:
                cells = self._carry(column, cells, first)
            if key in self.falling:
                cells = self._fall(key, cells)
            reader.take(rows, cells if everything else [cells[at] for at in kept])
        self._give_groups(kept, marks)
        table.rows.extend(rows)
        if self.hidden:
            for row in rows:
                if row in self.hidden:
                    table.report(row, "", Note("hidden_row", str(row)))

    def _carry(self, column: int, cells: Sequence[Any], first: int) -> list[Any]:
        """Write the value of a vertical merge into every row it covers."""
        out = list(cells)
        for top, bottom in self.spans[column]:
            if bottom < first or top >= first + len(out):
                continue
            if top >= first:
                self.carried[column, top] = out[top - first]
            value = self.carried.get((column, top), "")
            for row in range(max(top, first), min(bottom, first + len(out) - 1) + 1):
                out[row - first] = value
        return out

    def _fall(self, key: str, cells: Sequence[Any]) -> list[Any]:
        """Repeat the cell above where nothing is written: the month of the rows below."""
        out = []
        for value in cells:
            self.last[key] = value if value not in ("", None) else self.last.get(key, "")
            out.append(self.last[key])
        return out

    def _give_groups(self, kept: list[int], marks: list[tuple[int, dict[str, str]]]) -> None:
        ends = [at for at, _ in marks[1:]] + [kept[-1] + 1]
        counts = [0] * len(marks)
        mark = 0
        for at in kept:
            while at >= ends[mark]:
                mark += 1
            counts[mark] += 1
        for name in self.fields:
            values = self.table.groups.setdefault(name, [])
            short = len(self.table.rows) - len(values)
            values.extend([None] * short)
            for (_, given), count in zip(marks, counts, strict=True):
                values.extend([given.get(name)] * count)

    def close(self) -> None:
        """Take the values of the columns read."""
        table = self.table
        for key, reader in table.readers.items():
            table.values[key] = reader.finished()
        for name, given in table.groups.items():
            if name in table.values:
                table.fill_from_groups(name)
            elif any(value is not None for value in given):
                table.values[name] = given


def _is_sequence(table: Table, path: Any) -> bool:
    words = {header_key(word) for word in table.ledger.skipped_headers}
    bases = path.bases(None)
    return bool(bases) and header_key(bases[-1]) in words


def _from_title(table: Table, kinds: Classifier) -> dict[str, str]:
    """What the sheet's name says of all its rows: 政府投资项目."""
    given = kinds.group_values(table.sheet.name, spoken=True)
    for row in table.head[: table.header.top - 1]:
        for value in row:
            if isinstance(value, str) and len(value) <= 40 and "单位" not in value:
                found = kinds.group_values(value, spoken=True)
                given = {**{k: v for k, v in found.items() if k in table.ledger.whole_sheet}, **given}
    return given


def _vertical(table: Table) -> dict[int, list[tuple[int, int]]]:
    """The vertical merges below the header, by column."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for top, left, bottom, _ in table.sheet.marks.merges:
        if top > table.header.bottom and bottom > top:
            spans.setdefault(left, []).append((top, bottom))
    return spans


def conclude(table: Table) -> None:
    """Report what was found cell by cell, column by column, and between the cells."""
    _second_values(table)
    deadlines.count(table)
    _remarks(table)
    _names(table)
    _units(table)
    _whole_columns(table)
    checks.check(table)


def _remarks(table: Table) -> None:
    records = set(table.rows)
    for key, reader in table.readers.items():
        for row, raw, note in reader.notes:
            if row in records:
                table.report(row, key, note, raw)
                table.raws.setdefault(row, {})[key] = raw


def _second_values(table: Table) -> None:
    """Phones found beside a person, and persons beside a phone, go to their own column."""
    places = None
    kinds = {one.kind: one.field for one in reversed(table.ledger.columns)}
    person, phone = kinds.get("person", ""), kinds.get("phone", "")
    for key, other in ((person, phone), (phone, person)):
        reader = table.readers.get(key)
        if not isinstance(reader, PersonReader) or not reader.second or not other:
            continue
        places = places or {row: at for at, row in enumerate(table.rows)}
        values = list(table.values.get(other) or [None] * len(table.rows))
        for row, value in reader.second.items():
            at = places.get(row)
            if at is not None and values[at] is None:
                values[at] = value
        table.values[other] = values


def _names(table: Table) -> None:
    key = table.ledger.key
    for at, value in enumerate(table.values[key]):
        if value is None:
            table.report(table.rows[at], key, Note("missing_name"))


def _units(table: Table) -> None:
    """A column without a unit is one question; a lone cell without one, where others carry it."""
    for column in table.columns:
        reader = table.readers.get(column.key or "")
        if not isinstance(reader, NumberReader) or not reader.without_unit:
            continue
        if reader.with_unit >= len(reader.without_unit):
            for row, raw in reader.without_unit:
                table.report(row, column.key or "", Note("unit_missing"), raw)
        else:
            table.report_header(column, Note("unit_missing"), column.header)
            path = table.header.paths[number(column.column)]
            ask_unit(table, column, path)


def _whole_columns(table: Table) -> None:
    records = set(table.rows)
    for column in table.columns:
        if column.hidden:
            table.report_header(column, Note("hidden_column"))
        if column.field and _says_nothing(table, column.key or ""):
            filled = table.sheet.marks.filled.get(number(column.column), set())
            if filled & records:
                table.report_header(column, Note("colour_only_status"), column.header)


def _says_nothing(table: Table, key: str) -> bool:
    """Tell a column whose colours may be all it says: a light, or a status left empty."""
    kind = table.declared(key).kind
    return kind == "light" or (kind == "choice" and all(value is None for value in table.values[key]))
