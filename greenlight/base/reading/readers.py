"""Readers of columns: batch by batch, each distinct text parsed once, clean numbers in bulk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from greenlight.base.reading.cells import DITTO, MILLION, NULL, PARSERS, REPEAT, Memo, Micro, Setting, micro
from greenlight.kernel.parse import Note, Parsed, read_date, read_deadline, read_month, read_percent
from greenlight.kernel.parse.numbers import AREA, MONEY

_SAFE = 4.0e15  # below it a product of doubles is right to the last millionth


@dataclass(slots=True)
class Source:
    """Where a column stands and what the sheet knows of its cells (by row)."""

    at: int  # 0-based place in a row
    shown: Mapping[int, str] = field(default_factory=dict)
    faults: Mapping[int, str] = field(default_factory=dict)
    formulas: Mapping[int, str] = field(default_factory=dict)


class Reader:
    """Reads one column batch by batch; `notes` are (row, raw, note)."""

    def __init__(self, setting: Setting, source: Source) -> None:
        self.setting, self.source = setting, source
        self.notes: list[tuple[int, Any, Note]] = []
        self.values: list[Any] = []
        self.memo = Memo(self.parser())

    def parser(self) -> Callable[[Any], Any]:
        """Return the function that reads one cell of this column."""
        return PARSERS[self.setting.column.kind](self.setting)

    def take(self, rows: Sequence[int], raws: Sequence[Any]) -> None:
        """Read the next cells."""
        start = len(self.values)
        self.values.extend(map(self.memo.__getitem__, self._keys(rows, raws)))
        if self.memo.odd:
            self._unwrap(start, rows, raws)
        if self.source.faults:
            self._refuse_faults(start, rows)

    def _keys(self, rows: Sequence[int], raws: Sequence[Any]) -> Sequence[Any]:
        return raws

    def _unwrap(self, start: int, rows: Sequence[int], raws: Sequence[Any]) -> None:
        values = self.values
        for at in range(start, len(values)):
            value = values[at]
            if value.__class__ is Parsed:
                values[at] = self._noted(value, at, rows[at - start], raws[at - start])

    def _noted(self, read: Parsed[Any], at: int, row: int, raw: Any) -> Any:
        if read is REPEAT:
            value = self.values[at - 1] if at else None
            self.notes.append((row, raw, Note("ditto_mark", str(value))))
            return value
        raw = self.source.formulas.get(row, raw)
        self.notes.extend((row, raw, note) for note in read.notes)
        return read.value

    def _refuse_faults(self, start: int, rows: Sequence[int]) -> None:
        for at, row in enumerate(rows, start):
            if row in self.source.faults:
                self.values[at] = None
                self.notes.append(self._fault(row))

    def _fault(self, row: int) -> tuple[int, Any, Note]:
        fault = self.source.faults[row]
        kind = "formula_error" if fault else "formula_without_value"
        return row, self.source.formulas.get(row, "") or "公式", Note(kind, fault)

    def finished(self) -> Any:
        """Return the column's values."""
        return self.values

    def keep(self, mask: Sequence[bool]) -> None:
        """Drop the values of rows that are no records after all."""
        self.values = [value for value, kept in zip(self.values, mask, strict=True) if kept]


class DateReader(Reader):
    """Dates: the same number means another date in another format."""

    def parser(self) -> Callable[[Any], Any]:
        year, read = self.setting.year, self.reading()

        def parse(raw: Any) -> Any:
            if raw.__class__ is tuple:
                return read(raw[0], year, shown=raw[1])
            return read(raw, year)

        return parse

    def reading(self) -> Callable[..., Any]:
        """Return how one cell is read, by the kind of the column."""
        if self.setting.column.kind == "deadline":
            return partial(read_deadline, clock=self.setting.clock)
        return read_month if self.setting.column.kind == "month" else read_date

    def _keys(self, rows: Sequence[int], raws: Sequence[Any]) -> Sequence[Any]:
        shown = self.source.shown
        if not shown:
            return raws
        return [
            (raw, shown[row]) if row in shown and raw.__class__ is not str else raw
            for row, raw in zip(rows, raws, strict=True)
        ]


class PersonReader(Reader):
    """Persons, with the phones that stand in the same cell (or phones with the person)."""

    def __init__(self, setting: Setting, source: Source) -> None:
        super().__init__(setting, source)
        self.second: dict[int, str] = {}

    def take(self, rows: Sequence[int], raws: Sequence[Any]) -> None:
        """Read the next cells, keeping what belongs to the other column apart."""
        start = len(self.values)
        super().take(rows, raws)
        if any(value.__class__ is tuple for value in self.values[start:]):
            for at in range(start, len(self.values)):
                value = self.values[at]
                if value.__class__ is tuple:
                    self.values[at] = value[0]
                    if value[1]:
                        self.second[rows[at - start]] = value[1]


class NumberReader(Reader):
    """Money, areas, percentages: clean numbers in one stroke, texts one by one."""

    def __init__(self, setting: Setting, source: Source) -> None:
        super().__init__(setting, source)
        self.parts: list[np.ndarray[Any, np.dtype[np.int64]]] = []
        self.without_unit: list[tuple[int, Any]] = []
        self.with_unit = 0
        self.factor = self._factor()

    def _factor(self) -> float | None:
        kind, unit = self.setting.column.kind, self.setting.unit
        if kind == "percent":
            return float(MILLION)
        if kind == "number":
            return float(MILLION)
        if kind == "integer":
            return None
        table = MONEY if kind == "money" else AREA
        return float(table[unit] * MILLION) if unit in table else None

    def take(self, rows: Sequence[int], raws: Sequence[Any]) -> None:
        """Read the next cells: doubles at once, everything else through the parser."""
        numbers = np.full(len(raws), NULL, dtype=np.int64)
        if self.factor is not None:
            doubles = np.array([raw if raw.__class__ is float else np.nan for raw in raws])
            scaled = doubles * self._factors(rows)
            with np.errstate(invalid="ignore"):
                fits = np.abs(scaled) < _SAFE
            numbers[fits] = self._rounded(scaled[fits])
            rest = [at for at in np.flatnonzero(~fits).tolist() if raws[at] not in ("", None)]
        else:
            rest = [at for at, raw in enumerate(raws) if raw not in ("", None)]
        for at in rest:
            numbers[at] = self._one(rows[at], raws[at], numbers, at)
        self._faulty(numbers, rows)
        self.parts.append(numbers)

    def _factors(self, rows: Sequence[int]) -> Any:
        if self.setting.column.kind != "percent":
            return self.factor
        shown, bare = self.source.shown, 100.0 if self.setting.fraction else 1.0
        if not shown:
            return bare * MILLION
        return np.array([100.0 if shown.get(row) == "percent" else bare for row in rows]) * MILLION

    def _rounded(self, scaled: Any) -> Any:
        if self.setting.column.kind == "percent":  # four places of a point are enough
            return np.rint(scaled / 100).astype(np.int64) * 100
        return np.rint(scaled).astype(np.int64)

    def _one(self, row: int, raw: Any, numbers: Any, at: int) -> int:
        if raw.__class__ is str and raw in DITTO:
            self.notes.append((row, raw, Note("ditto_mark", "上行")))
            if at:
                return int(numbers[at - 1])
            return int(self.parts[-1][-1]) if self.parts and len(self.parts[-1]) else NULL
        percent = self.setting.column.kind == "percent" and raw.__class__ is not str
        fraction = percent and self.source.shown.get(row) == "percent"
        read = read_percent(raw, True) if fraction else self.memo.parse(raw)
        for note in read.notes:
            self._remark(row, raw, note)
        return NULL if read.value is None else micro(read.value)

    def _remark(self, row: int, raw: Any, note: Note) -> None:
        if note.kind == "unit_missing":
            self.without_unit.append((row, raw))
            return
        if note.kind == "unit_in_cell":
            self.with_unit += 1
        self.notes.append((row, self.source.formulas.get(row, raw), note))

    def _faulty(self, numbers: Any, rows: Sequence[int]) -> None:
        if self.source.faults:
            for at, row in enumerate(rows):
                if row in self.source.faults:
                    numbers[at] = NULL
                    self.notes.append(self._fault(row))

    def finished(self) -> Micro:
        """Return the numbers read."""
        return Micro(np.concatenate(self.parts) if self.parts else np.zeros(0, dtype=np.int64))

    def keep(self, mask: Sequence[bool]) -> None:
        """Drop the numbers of rows that are no records after all."""
        self.parts = [self.finished().numbers[np.array(mask, dtype=bool)]]


def reader(setting: Setting, source: Source) -> Reader:
    """Return the reader of a column."""
    kind = setting.column.kind
    if kind in ("money", "area", "percent", "integer", "number"):
        return NumberReader(setting, source)
    if kind in ("date", "deadline", "month"):
        return DateReader(setting, source)
    return PersonReader(setting, source) if kind in ("person", "phone") else Reader(setting, source)
