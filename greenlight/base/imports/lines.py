"""Rows of a reading as lines: canonical values, refused cells, doubts, without holding them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from greenlight.base.bulk import decimal_text
from greenlight.base.imports.canonical import UNITS, Unfit, split, value_of
from greenlight.base.imports.deciding import Line, Refusal, Suspect
from greenlight.base.ledger import Column
from greenlight.base.reading import Block, Problem, Reading

OTHER_UNIT = {"亿元": "万元", "万元": "亿元", "元": "万元"}
IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
Own = tuple[str, list[Any], Column, int | None]  # key, values, column, longest text
Faults = dict[tuple[str, int], list[Problem]]


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
            keys = [
                (one, values, self.columns[fields[one]], self.limits.get(fields[one]))
                for one, values in block.values.items()
                if fields[one] in self.columns
            ]
            for at, row in enumerate(block.rows):
                yield self._line(block, keys, at, row)

    def _line(self, block: Block, keys: list[Own], at: int, row: int) -> Line:
        name = str(block.values[self.key][at] or "")
        line = Line(block.sheet, row, name, {}, block.letters)
        faults = self.faults.get((block.sheet, row))
        unfit: list[tuple[str, str]] = []
        for key, values, column, longest in keys:
            raw = values[at]
            if raw is None:
                continue
            try:
                value = value_of(column, raw, longest)
            except Unfit as why:
                unfit.append((key, str(why)))
                continue
            if value is not None:
                line.values[key] = value
        line.refused = [Refusal(line.cell(key), key, _raw(block, key, at), why) for key, why in unfit]
        for fault in faults or ():
            self._fault(line, fault)
        return line

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
