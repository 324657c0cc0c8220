"""How well the facts and questions of a checker agree with annotated passages.

A fact is right by value and unit (1.2 万家 is 12000 家, 0.5 亿元 is 5000 万元), then also by kind, then also
when one indicator, without its filling words, holds the other; no gold fact counts twice. A broken relation
is found when a question names one of its numbers.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FACTORS = (("万亿", 1e12), ("亿", 1e8), ("万", 1e4))
SAME_UNIT = {
    "名次": "位", "个百分点": "百分点", "pct": "%", "percent": "%", "人民币": "元", "人民币元": "元",
    "元人民币": "元", "km2": "平方公里", "平方千米": "平方公里", "m2": "平方米", "平米": "平方米",
    "teu": "标箱", "标准箱": "标箱", "千瓦时": "度", "kwh": "度",
}  # fmt: skip
SAME_WORD = (
    ("规模以上", "规上"),
    ("规模工业", "规上工业"),
    ("gdp", "地区生产总值"),
    ("国内生产总值", "地区生产总值"),
)
FILLING = re.compile("同比|累计|完成|实现|全年|预计|增长率|增长|增速|增幅|目标|任务|的|数量")
MARKS = re.compile(r"[\s\"'“”‘’、,，。;；::()（）《》<>·—\-]")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
LEVELS = ("value and unit", "with kind", "with indicator")


@dataclass(slots=True)
class Score:
    """The counts of one set of passages; `missed` names the variants not asked about."""

    passages: int = 0
    gold: int = 0
    told: int = 0
    right: Counter[str] = field(default_factory=Counter)
    targets: int = 0
    offsets: int = 0
    touching: int = 0
    variants: int = 0
    asked: int = 0
    found: int = 0
    newly: int = 0
    missed: list[str] = field(default_factory=list)
    clean: int = 0
    false_questions: int = 0
    conflicts: int = 0
    conflicts_found: int = 0
    notes: list[str] = field(default_factory=list)

    def f1(self, level: str) -> tuple[float, float, float]:
        """Precision, recall and their harmonic mean."""
        precision, recall = ratio(self.right[level], self.told), ratio(self.right[level], self.gold)
        return precision, recall, ratio(2 * precision * recall, precision + recall)


def ratio(part: float, whole: float) -> float:
    """A share between 0 and 1, 0 of nothing."""
    return part / whole if whole else 0.0


def read_csv(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def fold(text: object) -> str:
    """Text without marks and widths, in small letters."""
    return MARKS.sub("", unicodedata.normalize("NFKC", str(text)).lower())


def number(value: object) -> float | None:
    """The number in a value (a number, or text such as 1,234.5)."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    found = NUMBER.search(unicodedata.normalize("NFKC", str(value)).replace(",", ""))
    return float(found[0]) if found else None


def figure(row: Row) -> tuple[str, str] | None:
    """Value and unit with 万 and 亿 multiplied out."""
    value, unit = number(row.get("value")), fold(row.get("unit") or "")
    if value is None:
        return None
    for word, factor in FACTORS:
        if unit.startswith(word):
            value, unit = value * factor, unit.removeprefix(word)
            break
    unit = SAME_UNIT.get(unit, unit)
    if row.get("value_kind") == "rank" and unit in ("位", "名", "强", ""):
        unit = "位"
    return f"{value:.9g}", unit


def figure_kind(row: Row) -> Hashable:
    """Value, unit and kind."""
    plain = figure(row)
    return plain and (*plain, row.get("value_kind"))


def figure_target(row: Row) -> Hashable:
    """Value, unit, kind and whether it is a target."""
    plain = figure_kind(row)
    return plain and (plain, str(row.get("is_target")).strip().lower() in ("true", "1", "yes"))


def core(indicator: object) -> str:
    """An indicator without its filling words."""
    text = fold(indicator)
    for old, new in SAME_WORD:
        text = text.replace(old, new)
    if "地区生产总值" not in text:
        text = text.replace("生产总值", "地区生产总值")
    return FILLING.sub("", text) or text


def same_indicator(gold: Row, told: Row) -> bool:
    """Whether one indicator holds the other."""
    a, b = core(gold["indicator"]), core(told.get("indicator", ""))
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= 2 and (a in b or b in a)))


def most_pairs(left: list[Row], right: list[Row], joined: Callable[[Row, Row], bool]) -> int:
    """The largest number of pairs, each row in one (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in range(len(right)):
            if j not in seen and joined(left[i], right[j]):
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(left)))


def grouped(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> dict[Hashable, list[Row]]:
    """Rows by what they are matched on; those without a figure left out."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        if key(row) is not None:
            groups[key(row)].append(row)
    return groups


def matches(gold: list[Row], told: list[Row], key: Callable[[Row], Hashable]) -> int:
    """How many pairs have the same key."""
    left, right = grouped(gold, key), grouped(told, key)
    return sum(min(len(rows), len(right.get(k, ()))) for k, rows in left.items())


def named(gold: list[Row], told: list[Row]) -> int:
    """How many pairs agree by value, unit, kind and indicator."""
    left, right = grouped(gold, figure_kind), grouped(told, figure_kind)
    return sum(most_pairs(rows, right.get(k, []), same_indicator) for k, rows in left.items())


def numbers_of(question: Row, text: str) -> set[float]:
    """Every number a question points at: its values and what stands at its place."""
    values = question.get("values") or []
    values = values if isinstance(values, list) else [values]
    told = {number(v) for v in [*values, question.get("stated"), question.get("computed")]} - {None}
    start, end = question.get("start"), question.get("end")
    if isinstance(start, int) and isinstance(end, int):
        told |= {float(n) for n in NUMBER.findall(text[start:end])}
    return {n for n in told if n is not None}


def touches(fact: Row, gold: list[Row], text: str) -> bool:
    """Whether the place of a fact touches the evidence of a gold fact of that value."""
    start, end = fact["start"], fact["end"]
    for row in gold:
        if figure(row) == figure(fact):
            for found in re.finditer(re.escape(row["evidence"]), text):
                if start < found.end() and end > found.start():
                    return True
    return False


def told_of(folder: Path, stem: str) -> tuple[list[Row], list[Row]]:
    """Facts and questions of one prediction file; nothing if there is none."""
    path = folder / f"{stem}.json"
    if not path.exists():
        return [], []
    data = json.loads(path.read_text(encoding="utf-8"))
    return (data, []) if isinstance(data, list) else (data.get("facts") or [], data.get("conflicts") or [])


def score(passages: Path, told: Path) -> Score:
    """The agreement of the predictions in `told` (NN.json, cNN.json) with the passages."""
    result = Score()
    for path in sorted(passages.glob("[0-9][0-9].txt")):
        _passage(result, path, *told_of(told, path.stem))
    for row in read_csv(passages / "corrupted.csv"):
        _variant(result, passages, told, row)
    return result


def _passage(result: Score, path: Path, facts: list[Row], questions: list[Row]) -> None:
    text = path.read_text(encoding="utf-8")
    gold = [{**row, "indicator": row["indicator_zh"]} for row in read_csv(path.with_suffix(".facts.csv"))]
    conflicts = read_csv(path.with_suffix(".conflicts.csv"))
    result.passages += 1
    result.gold += len(gold)
    result.told += len(facts)
    found = (matches(gold, facts, figure), matches(gold, facts, figure_kind), named(gold, facts))
    result.right.update(dict(zip(LEVELS, found, strict=True)))
    result.targets += matches(gold, facts, figure_target)
    placed = [fact for fact in facts if fact.get("start") is not None]
    result.offsets += len(placed)
    result.touching += sum(touches(fact, gold, text) for fact in placed)
    result.notes += differences(path.stem, gold, facts)
    if not conflicts:
        result.clean += 1
        result.false_questions += len(questions)
        result.notes += [f"{path.stem} asks: {q.get('question') or q}" for q in questions]
    for row in conflicts:
        wanted = {float(n) for n in NUMBER.findall(row["stated"])}
        result.conflicts += 1
        result.conflicts_found += any(numbers_of(q, text) & wanted for q in questions)


def _variant(result: Score, passages: Path, told: Path, row: Row) -> None:
    stem = Path(row["file"]).stem
    text = (passages / row["file"]).read_text(encoding="utf-8")
    _, questions = told_of(told, stem)
    _, before = told_of(told, row["base"])
    old = (passages / f"{row['base']}.txt").read_text(encoding="utf-8")
    known = [numbers_of(q, old) for q in before]
    wanted = {float(n) for n in row["numbers"].split(";")}
    pointing = [numbers_of(q, text) for q in questions if numbers_of(q, text) & wanted]
    result.variants += 1
    result.asked += bool(questions)
    result.found += bool(pointing)
    result.newly += any(numbers not in known for numbers in pointing)
    if not pointing:
        result.missed.append(f"{stem} ({row['relation']}: {row['original']} → {row['new']})")


def differences(stem: str, gold: list[Row], facts: list[Row]) -> list[str]:
    """Gold facts not told and told facts not in gold, and kinds or indicators that differ, in words."""
    left, right = grouped(gold, figure), grouped(facts, figure)
    said = []
    for key in {**left, **right}:
        want, have = left.get(key, []), list(right.get(key, []))
        for row in want:
            best = max(
                have, key=lambda f: (same_indicator(row, f), figure_kind(row) == figure_kind(f)), default=None
            )
            if best is None:
                said.append(f"{stem} not told: {line(row)}")
                continue
            have.remove(best)
            if figure_kind(row) != figure_kind(best) or not same_indicator(row, best):
                said.append(f"{stem} {line(row)} is told as {line(best)}")
            elif figure_target(row) != figure_target(best):
                said.append(f"{stem} {line(row)} is {'a' if best['is_target'] is True else 'no'} target?")
        said += [f"{stem} told for nothing: {line(fact)}" for fact in have]
    return said


def line(row: Row) -> str:
    """One fact in a line."""
    return f"{row.get('indicator')} {row.get('value')}{row.get('unit')} {row.get('value_kind')}"
