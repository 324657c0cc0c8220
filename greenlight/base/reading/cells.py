"""Reading the cells of one column: each distinct text is parsed once, clean numbers in bulk.

Numbers are kept as whole millionths (of 万元, 亩 or a point) in 64 bits: exact, small, summable.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
    read_area,
    read_bool,
    read_choice,
    read_count,
    read_date,
    read_money,
    read_number,
    read_parcel_code,
    read_percent,
    read_person,
    read_phone,
    read_project_code,
    read_units,
    read_uscc,
    squeeze,
)
from greenlight.kernel.parse.words import TICKS

NULL = np.iinfo(np.int64).min
MILLION = 1_000_000
DITTO = frozenset(("同上", "〃", "″", '"', "''", "″", "同 上", "同左上", "〞"))
REPEAT = Parsed("", (Note("ditto_mark"),))
_MOST_REMEMBERED = 30_000
_UNCERTAIN = re.compile(r"暂定|暂名|X{2,}|x{3,}|×{2,}|\?|？|待定名|名称待定")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Setting:
    """What a column's cells are read with."""

    column: Column
    unit: str | None = None
    year: int | None = None
    fraction: bool = False
    ticks: bool = False
    clock: str = ""  # what a bare number in a deadline column counts: workdays or days
    longest: int = 8_000


class Micro(Sequence[Decimal | None]):
    """Numbers as millionths; NULL is a missing one."""

    def __init__(self, numbers: "np.ndarray[Any, np.dtype[np.int64]]") -> None:
        self.numbers = numbers

    @classmethod
    def of(cls, numbers: Sequence[int]) -> "Micro":
        """Keep numbers that are millionths already."""
        return cls(np.array(numbers, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: Any) -> Any:
        return decimal(int(self.numbers[at]))


def decimal(micro: int) -> Decimal | None:
    """Turn millionths into a Decimal without trailing zeros."""
    if micro == NULL:
        return None
    whole, rest = divmod(micro, MILLION)
    return Decimal(whole) if not rest else Decimal(micro).scaleb(-6).normalize()


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
            value: Any = REPEAT
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
    own = {word: choice.value == "yes" for choice in setting.column.choices for word in choice.words}

    def parse(raw: Any) -> Any:
        if setting.ticks and raw in ("", None):
            return False
        word = squeeze(raw) if raw.__class__ is str else raw
        return own[word] if word in own else read_bool(raw)

    return parse


def _choices(setting: Setting) -> Callable[[Any], Any]:
    words = {word: c.value for c in setting.column.choices for word in (c.label, *c.words)}
    labels = "、".join(choice.label for choice in setting.column.choices)
    nothing = setting.column.nothing

    def parse(raw: Any) -> Any:
        return None if raw.__class__ is str and squeeze(raw) in nothing else read_choice(raw, words, labels)

    return parse


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
    "parcel_code": lambda setting: read_parcel_code,
    "uscc": lambda setting: read_uscc,
    "money": _numbers(read_money),
    "area": _numbers(read_area),
    "integer": lambda setting: read_count,
    "number": lambda setting: read_number,
    "percent": _percents,
    "date": lambda setting: read_date,
    "deadline": lambda setting: read_date,
    "month": lambda setting: read_date,
    "bool": _bools,
    "choice": _choices,
    "phone": _phones,
    "person": _persons,
    "light": lambda setting: lambda raw: None,
}


def only_ticks(values: Sequence[Any]) -> bool:
    """Tell a tick column: most of what is written are ticks, all other cells hold nothing."""
    written = [value for value in values if value not in ("", None)]
    ticks = sum(isinstance(value, str) and squeeze(value) in TICKS for value in written)
    return ticks * 2 > len(written)


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
