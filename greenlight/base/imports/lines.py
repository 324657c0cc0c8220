"""Rows of a reading as lines: canonical values, refused cells, doubts, without holding them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from greenlight.base.bulk import decimal_text
from greenlight.base.imports.canonical import MOST, UNITS, Unfit, split, value_of
from greenlight.base.imports.deciding import Line, Refusal, Suspect
from greenlight.base.ledger import Column
from greenlight.base.reading import Block, Problem, Reading
from greenlight.base.reading.cells import NULL, Micro

OTHER_UNIT = {"亿元": "万元", "万元": "亿元", "元": "万元"}
IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
CHUNK = 2000
MOST_REMEMBERED = 30_000
MILLION, HUNDRED = 1_000_000, 100
Faults = dict[tuple[str, int], list[Problem]]


class Canonical:
    """One column in canonical form, read in pieces: a text that repeats is worked out once.

    What cannot be kept comes as the Unfit that says why; `unfit` tells that there was one.
    """

    def __init__(self, column: Column, longest: int | None) -> None:
        self.column, self.longest, self.unfit = column, longest, False
        self.memo: dict[Any, Any] = {}

    def take(self, values: Sequence[Any], start: int, stop: int) -> list[Any]:
        """Return the values of the rows from `start` up to `stop`."""
        if isinstance(values, Micro):
            numbers = values.numbers[start:stop]
            if self._is_plain(numbers):
                return [None if one == NULL else amount(one) for one in numbers.tolist()]
            return [self._one(values[at]) for at in range(start, stop)]
        memo, part = self.memo, values[start:stop]
        if len(memo) > MOST_REMEMBERED:
            memo.clear()
        for one in part:
            if one not in memo:
                memo[one] = self._one(one)
        return [memo[one] for one in part]

    def _one(self, value: Any) -> Any:
        try:
            return value_of(self.column, value, self.longest)
        except Unfit as why:
            self.unfit = True
            return why

    def _is_plain(self, numbers: Any) -> bool:
        """Tell whether all amounts are kept as they are: none below 0, too large or too fine."""
        most = MOST.get(self.column.kind)
        if most is None:
            return False
        held = numbers[numbers != NULL]
        return not held.size or bool(
            held.min() >= 0 and held.max() < most * MILLION and not (held % HUNDRED).any()
        )


def amount(micro: int) -> str:
    """Write millionths, none finer than a ten-thousandth, as canonical text: 2500000 -> 2.5."""
    whole, rest = divmod(micro, MILLION)
    return f"{whole}.{rest // HUNDRED:04d}".rstrip("0") if rest else str(whole)


class Lines:
    """The lines of one reading; `limits` holds the longest text of a field."""

    def __init__(
        self, reading: Reading, columns: Mapping[str, Column], limits: Mapping[str, int], key: str
    ) -> None:
        self.reading, self.columns, self.limits, self.key = reading, columns, limits, key
        self.units = {(one.sheet, one.key): one.unit for one in reading.columns if one.field}
        self.faults: Faults = defaultdict(list)
        for problem in reading.problems:
            if problem.severity == "error" and problem.row is not None and problem.kind not in ROW_FAULTS:
                self.faults[(problem.sheet, problem.row)].append(problem)

    def __len__(self) -> int:
        return len(self.reading.records)

    def names(self) -> Iterator[dict[str, Any]]:
        """Walk the rows with only what they are matched by."""
        for block in self.reading.records.blocks:
            names, codes = block.values.get(self.key, []), block.values.get("project_code")
            for at in range(len(block.rows)):
                yield {self.key: names[at], "project_code": codes[at] if codes else None}

    def __iter__(self) -> Iterator[Line]:
        for block in self.reading.records.blocks:
            fields = {one: split(one)[0] for one in block.values}
            known = {
                one: Canonical(self.columns[name], self.limits.get(name))
                for one, name in fields.items()
                if name in self.columns
            }
            for start in range(0, len(block.rows), CHUNK):
                yield from self._chunk(block, known, start, min(start + CHUNK, len(block.rows)))

    def _chunk(self, block: Block, known: Mapping[str, Canonical], start: int, stop: int) -> Iterator[Line]:
        columns = [one.take(block.values[key], start, stop) for key, one in known.items()]
        unfit = any(one.unfit for one in known.values())
        names, keys, sheet, letters = block.values[self.key], list(known), block.sheet, block.letters
        for at, cells in enumerate(zip(*columns, strict=True), start):
            row = block.rows[at]
            values = {key: value for key, value in zip(keys, cells, strict=True) if value is not None}
            line = Line(sheet, row, str(names[at] or ""), values, letters)
            if unfit:
                self._refuse(line, block, at)
            for fault in self.faults.get((sheet, row), ()):
                self._fault(line, fault)
            yield line

    def _refuse(self, line: Line, block: Block, at: int) -> None:
        """Take cells that cannot be kept out of a line, with the reason."""
        for key, value in list(line.values.items()):
            if isinstance(value, Unfit):
                del line.values[key]
                line.refused.append(Refusal(line.cell(key), key, _raw(block, key, at), str(value)))

    def _fault(self, line: Line, fault: Problem) -> None:
        letters = (fault.cell or "").rstrip("0123456789")
        key = next((one for one, letter in line.letters.items() if letter == letters), "")
        if fault.kind == "unit_suspect" and (readings := self._readings(line.sheet, key, fault)):
            line.suspects.append(Suspect(fault.cell or "", key, _shown(fault.raw), readings,
                                         self._doubt(line.sheet, key, fault)))  # fmt: skip
        elif key:
            line.values.pop(key, None)
            line.refused.append(Refusal(fault.cell or "", key, _shown(fault.raw), _after_place(fault)))

    def _readings(self, sheet: str, key: str, fault: Problem) -> list[tuple[str, str]]:
        """Return what an amount may mean: in the other unit, and in the column's own."""
        unit = self.units.get((sheet, key)) or "万元"
        number = _number(fault.raw)
        if not key or number is None or unit not in IN_WAN:
            return []
        found = []
        for one in (OTHER_UNIT[unit], unit):
            try:
                value = value_of(self.columns[split(key)[0]], number * IN_WAN[one])
            except Unfit:
                continue
            lead = "确实是 " if one == unit else ""
            also = f"（{number * IN_WAN[one] / 10_000:,f}".rstrip("0").rstrip(".") + " 亿元）"
            label = f"{lead}{number:,f} {one}" + (also if one == "万元" else "")
            found.append((str(value), label))
        return found

    def _doubt(self, sheet: str, key: str, fault: Problem) -> str:
        unit = self.units.get((sheet, key)) or UNITS["money"]
        return f"填 {_shown(fault.raw)}，表头写{unit}，和别的行差得太多。"


ROW_FAULTS = frozenset({"duplicate_conflict", "missing_name"})


def _raw(block: Block, key: str, at: int) -> str:
    kept = block.raw.get(block.rows[at], {})
    return _shown(kept.get(key, block.values[key][at]))


def _shown(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return str("" if raw is None else raw)[:120]


def _after_place(fault: Problem) -> str:
    return fault.sentence.split("：", 1)[-1]


def _number(raw: Any) -> Decimal | None:
    try:
        number = Decimal(str(raw).replace(",", "").strip())
    except InvalidOperation:
        return None
    return Decimal(decimal_text(number) or "0") if number.is_finite() else None
