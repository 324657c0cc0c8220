"""What a report states and what does not fit: facts with their places, tables, questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What sort of number a fact is (the words of the annotated passages)."""

    LEVEL = "level"
    YOY_GROWTH = "yoy_growth"
    RATE = "rate"
    SHARE = "share"
    RANK = "rank"
    COUNT = "count"


class Comparator(StrEnum):
    """How the number bounds what it tells: 超、突破、余 are `>`, 以上 `>=`, 约、左右 `approx`."""

    EQUAL = "="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    APPROX = "approx"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the document: each cell as (start, end) in the text, None where a merged cell goes on."""

    rows: tuple[tuple[tuple[int, int] | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A report as one text (what `--text` prints), its tables, the places of its headings, its year if known.

    `headings` are (start, end, level), level 1 the highest; empty when the file does not tell them (plain
    text): then they are read from the words.
    """

    body: str
    tables: tuple[Table, ...] = ()
    headings: tuple[tuple[int, int, int], ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantitative statement.

    `value` is in `unit`; counts are written out (1.5万户 is 15000 户), money and measures keep their unit.
    `step` is one unit of the last printed digit, in `unit` (711亿元: 1; 15.43: 0.01; 1.5万户: 1000), which
    gives the tolerance of rounding. `period` is as far as the text says: `2023`, `2023-09`,
    `2023-01..2023-11`, empty if unknown. `scope` names what narrows the indicator (其中工业, 全市, the
    heading). `start` and `end` are the place of the number with its unit in `Text.body`.
    """

    indicator: str
    value: Decimal
    unit: str
    kind: Kind
    comparator: Comparator
    is_target: bool
    period: str
    start: int
    end: int
    step: Decimal = Decimal(1)
    scope: str = ""
    sentence: int = 0
    clause: int = 0
    table: int = -1


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question: what was worked out, what is stated, from which numbers, where, how much was allowed.

    `facts` are the facts taking part (the stated one first); `start` and `end` the place of the stated
    one; `places` all places to show. `worked` is the sum written out (`12.17 ÷ 13.53 = 89.9%`). `rule` is
    the code of the rule that asks, `answers` the reasons of scope one may choose from. Between several
    files `files` says for each fact which file it stands in; empty when there is one.
    """

    rule: str
    relation: str
    computed: Decimal
    stated: Decimal
    unit: str
    tolerance: Decimal
    worked: str
    question: str
    facts: tuple[Fact, ...]
    start: int
    end: int
    answers: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = field(default=())
    files: tuple[int, ...] = ()
