"""Reading the cells of one column: each distinct text is parsed once, clean numbers in bulk.

Numbers are kept as whole millionths (of 万元, 亩 or a point) in 64 bits: exact, small, summable.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from greenlight.base.ledger import Column
from greenlight.kernel.parse import (
    Note,
    Parsed,
    clean,
    is_missing,
    name,
    plain,
    read_area,
    read_bool,
    read_choice,
    read_count,
    read_date,
    read_money,
    read_percent,
    read_person,
    read_phone,
    read_project_code,
    read_units,
    read_uscc,
    squeeze,
)
from greenlight.kernel.parse.numbers import AREA, MONEY
from greenlight.kernel.parse.words import TICKS

NULL = np.iinfo(np.int64).min
MILLION = 1_000_000
DITTO = frozenset(("同上", "〃", "″", '"', "''", "″", "同 上", "同左上", "〞"))
_REPEAT = Parsed("", (Note("ditto_mark"),))
_MOST_REMEMBERED = 30_000
_SAFE = 4.0e15  # below it a product of doubles is right to the last millionth
_UNCERTAIN = re.compile(r"暂定|暂名|X{2,}|x{3,}|×{2,}|\?|？|待定名|名称待定")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Source:
    """Where a column stands and what the sheet knows of its cells (by row)."""

    at: int  # 0-based place in a row
    shown: Mapping[int, str] = field(default_factory=dict)
    faults: Mapping[int, str] = field(default_factory=dict)
    formulas: Mapping[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Setting:
    """What a column's cells are read with."""

    column: Column
    unit: str | None = None
    year: int | None = None
    fraction: bool = False
    ticks: bool = False
    longest: int = 8_000


class Micro(Sequence[Decimal | None]):
    """Numbers as millionths; NULL is a missing one."""

    def __init__(self, numbers: "np.ndarray[Any, np.dtype[np.int64]]") -> None:
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        return decimal(int(self.numbers[at]))


def decimal(micro: int) -> Decimal | None:
    """Turn millionths into a Decimal without trailing zeros."""
    if micro == NULL:
        return None
    whole, rest = divmod(micro, MILLION)
    return Decimal(whole) if not rest else Decimal(plain(Decimal(micro).scaleb(-6)))


def micro(value: Decimal) -> int:
    """Turn a Decimal of at most six places into millionths."""
    return int((value * MILLION).to_integral_value())


class Memo(dict[Any, Any]):
    """Remembers what a cell's content was read as; `odd` tells that some reading had remarks."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        super().__init__()
        self.parse = parse
        self.odd = False

    def __missing__(self, raw: Any) -> Any:
        if raw.__class__ is str and raw in DITTO:
            value: Any = _REPEAT
        else:
            value = self.parse(raw)
        if value.__class__ is Parsed:
            if value.notes:
                self.odd = True
            else:
                value = value.value
        if len(self) < _MOST_REMEMBERED:
            self[raw] = value
        elif value.__class__ is not Parsed:
            self.clear()
        return value


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
        if read is _REPEAT:
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
        year = self.setting.year

        def parse(raw: Any) -> Parsed[str]:
            if raw.__class__ is tuple:
                return read_date(raw[0], year, raw[1])
            return read_date(raw, year)

        return parse

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
    if kind in ("money", "area", "percent", "integer"):
        return NumberReader(setting, source)
    if kind == "date":
        return DateReader(setting, source)
    return PersonReader(setting, source) if kind in ("person", "phone") else Reader(setting, source)


def _texts(setting: Setting, shape: Callable[[str], str]) -> Callable[[Any], Any]:
    longest, named = setting.longest, setting.column.kind == "name"

    def parse(raw: Any) -> Any:
        if raw == "" or raw is None:
            return None
        text = shape(raw if isinstance(raw, str) else read_phone(raw) or "")
        if len(text) < 6 and is_missing(squeeze(text)):
            return None
        if len(text) > (300 if named else longest):
            return Parsed(None, (Note("text_too_long", str(300 if named else longest)),))
        return _doubted(text, named)

    return parse


def _doubted(text: str, named: bool) -> Any:
    if text.startswith(("=", "＝")):
        return Parsed(text, (Note("formula_text"),))
    if named and _UNCERTAIN.search(text):
        return Parsed(text, (Note("uncertain_name"),))
    return text


def _names(setting: Setting) -> Callable[[Any], Any]:
    return _texts(setting, name)


def _free(setting: Setting) -> Callable[[Any], Any]:
    return _texts(setting, clean)


def _bools(setting: Setting) -> Callable[[Any], Any]:
    def parse(raw: Any) -> Any:
        if setting.ticks and raw in ("", None):
            return False
        return read_bool(raw)

    return parse


def _choices(setting: Setting) -> Callable[[Any], Any]:
    words = {word: c.value for c in setting.column.choices for word in (c.label, *c.words)}
    labels = "、".join(choice.label for choice in setting.column.choices)
    return lambda raw: read_choice(raw, words, labels)


def _persons(setting: Setting) -> Callable[[Any], Any]:
    def parse(raw: Any) -> Any:
        person, phone = read_person(raw) if raw != "" else (None, None)
        return (person, phone) if phone else person

    return parse


def _phones(setting: Setting) -> Callable[[Any], Any]:
    def parse(raw: Any) -> Any:
        text = read_phone(raw) if raw != "" else None
        if text and _HAN.search(text):
            person, phone = read_person(raw)
            return (phone, person) if phone else None
        return text

    return parse


def _numbers(read: Callable[..., Parsed[Decimal]]) -> Callable[[Setting], Callable[[Any], Any]]:
    return lambda setting: lambda raw: read(raw, setting.unit)


def _percents(setting: Setting) -> Callable[[Any], Any]:
    return lambda raw: read_percent(raw, setting.fraction)


PARSERS: dict[str, Callable[[Setting], Callable[[Any], Any]]] = {
    "name": _names,
    "text": _free,
    "units": lambda setting: lambda raw: read_units(raw) if raw != "" else None,
    "project_code": lambda setting: read_project_code,
    "uscc": lambda setting: read_uscc,
    "money": _numbers(read_money),
    "area": _numbers(read_area),
    "integer": lambda setting: read_count,
    "percent": _percents,
    "date": lambda setting: read_date,
    "bool": _bools,
    "choice": _choices,
    "phone": _phones,
    "person": _persons,
    "light": lambda setting: lambda raw: None,
}


def only_ticks(values: Sequence[Any]) -> bool:
    """Tell a tick column: some cells hold a tick, all others nothing."""
    written = {value for value in values if value not in ("", None)}
    return bool(written) and all(isinstance(v, str) and squeeze(v) in TICKS for v in written)


def is_fraction(values: Sequence[Any], evidence: Sequence[float | None]) -> bool:
    """Tell whether bare numbers of a percent column are shares of one (0.352, not 35.2).

    `evidence` is, for each value, the percentage the row's amounts give, when they do.
    """
    pairs = [
        (float(value), proof)
        for value, proof in zip(values, evidence, strict=True)
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    votes = [abs(v * 100 - p) < abs(v - p) for v, p in pairs if p is not None and v]
    if votes:
        return sum(votes) * 2 > len(votes)
    return bool(pairs) and all(abs(value) <= 2 for value, _ in pairs) and any(v for v, _ in pairs)
