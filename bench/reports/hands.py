"""How far hands that name the same numbers agree: NN.names.csv beside NN.facts.csv.

Three others named every number of a set from the text and the public passages alone, without the names of
the set or of the checker. What the checker and a hand have in common is measured as two hands are.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from bench.reports.scoring import Row, named, ratio, read_csv, same_indicator, told_of

HANDS = ("second", "third", "fourth")


def agreement(passages: Path, told: Path) -> dict[str, float] | None:
    """Parts of the numbers named alike, 0 to 1: two hands, set and hand, checker and hand; None without."""
    sums, numbers = {"hand and hand": 0.0, "set and hand": 0.0, "checker and hand": 0.0}, 0
    for path in sorted(passages.glob("[0-9][0-9].names.csv")):
        gold = read_csv(path.with_name(path.name.replace("names", "facts")))
        gold = [{**row, "indicator": row["indicator_zh"]} for row in gold]
        hands = [_renamed(gold, [row[hand] for row in read_csv(path)]) for hand in HANDS]
        facts, _ = told_of(told, path.name[:2])
        numbers += len(gold)
        sums["hand and hand"] += _mean([_alike(one, other) for one, other in combinations(hands, 2)])
        sums["set and hand"] += _mean([_alike(gold, hand) for hand in hands])
        sums["checker and hand"] += _mean([named(hand, facts) for hand in hands])
    return {what: ratio(count, numbers) for what, count in sums.items()} if numbers else None


def _renamed(gold: list[Row], names: list[str]) -> list[Row]:
    return [{**row, "indicator": name} for row, name in zip(gold, names, strict=True)]


def _alike(one: list[Row], other: list[Row]) -> int:
    return sum(same_indicator(mine, its) for mine, its in zip(one, other, strict=True))


def _mean(counts: list[int]) -> float:
    return sum(counts) / len(counts)
