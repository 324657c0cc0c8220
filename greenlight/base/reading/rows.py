"""What a row below the header is: a record, or one of the rows that are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from greenlight.base.ledger import Ledger
from greenlight.base.reading.headers import UNIT_ROW, Header, is_numbering
from greenlight.base.reading.terms import header_key
from greenlight.kernel.parse import is_missing, squeeze

TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+、)?(?:全[区市县部]|总|累)?(?:合计|总计|共计|总和|汇总)(?:数|[(:：]|\d|$)"
)
SUBTOTAL = re.compile(r"(?:小计|分计)(?:[(:：]|$)|^(?:小计|分计)")
NOTE = re.compile(
    r"^[(（【\[]?(?:备?注[:：0-9\d、.\]】]|说明[:：]?|附注|填表|制表|审核|复核|填报|联系电话[:：]|单位负责人|负责人[:：]"
    r"|经办人[:：]|主管领导[:：]|分管领导[:：]|统计(?:人|负责人)|[★※*△▲])"
)
_LEVELS = (
    re.compile(r"^第?[一二三四五六七八九十]+(?:[、.．,:：]|部分|类[:：]|$)"),
    re.compile(r"^[(（][一二三四五六七八九十]+[)）]"),
    re.compile(r"^\d{1,2}[、.．](?!\d)"),
    re.compile(r"^[(（]\d{1,2}[)）]"),
)
_COUNT = re.compile(r"(?:共|合计|计)?(\d+)(个|项|家|宗|户|件|处|条)")
# What is no part of a group's name: its numbering in front, the count of its rows behind.
_CATEGORY = re.compile(
    r"^第?[一二三四五六七八九十]+[、.．,:]|^[(（][一二三四五六七八九十\d]+[)）]|^\d{1,2}[、.．]"
    r"|[(（:]?(?:共|合计|计)?\d+(?:个|项|家|宗|户|件)[)）]?$|[:：]$"
)
_DATE_ONLY = re.compile(r"^20\d\d年\d{1,2}月(\d{1,2}日)?$")
_SUSPECT = re.compile(
    r"计|注|说明|填|审核|制表|汇总|总和|类|^[一二三四五六七八九十(（第其]|[:：]$|\d[个项家][)）]?$|^\d+[、.]"
    r"|^20\d\d年|^[\d()（）]+$|名称|^项目$|负责人|经办|★|※|△|▲|\*"
)
_NUMBER = re.compile(r"^[\s\d,.，．%+-]*$")
_SEQUENCE = re.compile(r"^\d{1,6}(?:[-.]\d{1,3})*$")


@dataclass(frozen=True, slots=True)
class RowKind:
    """`reason` record or one of the reasons for not importing; `level` of a group row."""

    reason: str
    label: str = ""
    level: int = 0


RECORD = RowKind("record")


class Classifier:
    """Tells the rows of one table apart."""

    def __init__(self, header: Header, head: Sequence[Sequence[Any]], ledger: Ledger, seq: int) -> None:
        self.header = header
        self.ledger = ledger
        self.key = header.key_column - 1
        self.seq = seq - 1
        self.header_texts = [
            {column: squeeze(value) for column, value in enumerate(head[row - 1]) if _text(value)}
            for row in header.rows
        ]
        self.titles = {squeeze(value) for row in head[: header.top - 1] for value in row if _text(value)}
        self.group_words = [
            (word, group.field, group.value) for group in ledger.groups for word in group.words
        ]

    def suspects(self, names: Sequence[Any], sequence: Sequence[Any] | None) -> list[int]:
        """Return the places whose row needs a look: all others are records."""
        search = _SUSPECT.search
        odd = [
            at for at, name in enumerate(names) if name.__class__ is not str or len(name) < 2 or search(name)
        ]
        if sequence is None:
            return odd
        extra = {
            at
            for at, value in enumerate(sequence)
            if value.__class__ is str and (not value or not _SEQUENCE.match(value))
        }
        return sorted(extra.union(odd)) if extra else odd

    def classify(self, row: Sequence[Any]) -> RowKind:
        """Tell what one row is."""
        cells = [(at, value) for at, value in enumerate(row) if value not in ("", None)]
        texts = [(at, squeeze(value)) for at, value in cells if _text(value)]
        if not cells or all(isinstance(v, str) and not v.strip() for _, v in cells):
            return RowKind("blank")
        if [at for at, _ in cells] == [self.seq] and not self._no_number(row):
            return RowKind("blank")  # a prepared row with nothing but its number
        return self._by_page(row, texts) or self._by_label(row, cells, texts) or RECORD

    def _by_page(self, row: Sequence[Any], texts: list[tuple[int, str]]) -> RowKind | None:
        """Rows that a printed page repeats: title, unit line, header, column numbers."""
        for wanted in self.header_texts:
            same = sum(wanted.get(at) == text for at, text in texts)
            if same >= 2 and same * 2 > len(texts):
                return RowKind("header", texts[0][1])
        if is_numbering(row):
            return RowKind("column_number_row")
        if len(texts) <= 4 and texts and texts[0][1] in self.titles:
            unit = UNIT_ROW.search(texts[0][1])
            return RowKind("unit_row" if unit else "title", texts[0][1])
        return None

    def _by_label(
        self, row: Sequence[Any], cells: list[tuple[int, Any]], texts: list[tuple[int, str]]
    ) -> RowKind | None:
        if not texts:
            return None if self._has_name(row) or len(cells) > 2 else RowKind("note")
        label = self._label(texts)
        if len({text for _, text in texts}) <= 3 and self._no_number(row):
            if TOTAL.match(label):
                return RowKind("total", label)
            if SUBTOTAL.search(label):
                return RowKind("subtotal", label)
        if NOTE.match(label) and (self._no_number(row) or not self._has_name(row)):
            return RowKind("note", label)
        level = self._level(row, texts)
        if level:
            return RowKind("group", label, level)
        return self._leftover(row, cells, label)

    def _leftover(self, row: Sequence[Any], cells: list[tuple[int, Any]], label: str) -> RowKind | None:
        if self._has_name(row):
            return None
        numbers = sum(isinstance(value, int | float | date) for at, value in cells if at != self.seq)
        return None if numbers + len(cells) >= 4 else RowKind("note", label)

    def _label(self, texts: list[tuple[int, str]]) -> str:
        """The first text of a row, with the numbering that may stand in a cell of its own."""
        label = texts[0][1]
        if len(texts) > 1 and len(label) <= 4 and not TOTAL.match(label):
            joined = f"{label}{'' if label.endswith(('、', ')', '）', '.')) else '、'}{texts[1][1]}"
            if _levelled([(0, joined)]):
                return joined
            if texts[1][0] == self.key and (TOTAL.match(texts[1][1]) or SUBTOTAL.search(texts[1][1])):
                return texts[1][1]
        return label

    def _no_number(self, row: Sequence[Any]) -> bool:
        """Tell whether the row has no 序号 of a record."""
        if not 0 <= self.seq < len(row):
            return True
        value = row[self.seq]
        if isinstance(value, str):
            return not _SEQUENCE.match(squeeze(value))
        return value is None

    def _has_name(self, row: Sequence[Any]) -> bool:
        value = row[self.key] if self.key < len(row) else None
        return isinstance(value, str) and not is_missing(squeeze(value))

    def _level(self, row: Sequence[Any], texts: list[tuple[int, str]]) -> int:
        """Return the level of a group row, 0 for no group row."""
        if not self._no_number(row):
            return 0
        label = self._label(texts)
        distinct = {text for _, text in texts}
        if len(distinct) > 1 + (label not in distinct):
            return 0
        for level, pattern in enumerate(_LEVELS, 1):
            if pattern.match(label) and (level != 3 or self._speaks(label)):
                return level
        at_key = texts[0][0] == self.key
        counted = bool(_COUNT.search(label)) and label.endswith((")", "）", "个", "项", "家"))
        if self._speaks(label) and (counted or not at_key or label.endswith(("类", "项目"))):
            return 1
        lonely = len(texts) == 1 and (counted or bool(_DATE_ONLY.match(label)))
        return 1 if lonely or (label.endswith("类") and len(label) <= 12) else 0

    def _speaks(self, label: str) -> bool:
        return any(word in label for word, _, _ in self.group_words)

    def group_values(self, label: str, spoken: bool = False) -> dict[str, str]:
        """Return the fields a group row gives to its rows; the longest word decides each.

        A row that says none of them names the category, unless only what is `spoken` is asked for.
        Two values by words of one length (建设及投产) decide nothing.
        """
        key = header_key(re.sub(r"[(（][^)）]*\d+[^)）]*[)）]", "", label))
        found: dict[str, tuple[int, set[str]]] = {}
        for word, name, value in self.group_words:
            longest, values = found.get(name, (0, set()))
            if word in key and len(word) >= longest:
                found[name] = (len(word), {value} if len(word) > longest else values | {value})
        if not found and self.ledger.category and not spoken:
            category = _CATEGORY.sub("", squeeze(label))
            return {self.ledger.category: category} if category else {}
        return {name: values.pop() for name, (_, values) in found.items() if len(values) == 1}


def counted(label: str, nouns: Sequence[str]) -> int | None:
    """Return how many records a label says there are: （34个） → 34, if the ledger counts in 个."""
    found = _COUNT.findall(label)
    return int(found[-1][0]) if len(found) == 1 and found[0][1] in nouns else None


def _levelled(texts: list[tuple[int, str]]) -> bool:
    return bool(texts) and any(pattern.match(texts[0][1]) for pattern in _LEVELS)


def _text(value: Any) -> bool:
    """Tell words from numbers written as text and from marks that say nothing (/, —)."""
    return isinstance(value, str) and not _NUMBER.match(value) and not is_missing(squeeze(value))
