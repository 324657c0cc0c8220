"""Variants of the passages with one number changed, so that a relation the text itself tells breaks.

    .venv/bin/python bench/reports/corrupt.py bench/reports/seen [--seed 5] [--each 2]

Writes cNN.txt and corrupted.csv (file, base, original, new, relation, numbers) beside the passages: the same
ones every time. A number is changed as clerks change it: two digits swapped, the point moved, a digit
mistyped; only where relations.py says that rounding cannot explain it. Numbers in Chinese stay as they are.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

try:
    from bench.reports import relations
except ImportError:
    import relations  # type: ignore[import-not-found, no-redef]

FIELDS = ("file", "base", "original", "new", "relation", "numbers")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One number changed: the digits before and after, their place, what breaks, the numbers taking part."""

    original: str
    new: str
    start: int
    end: int
    relation: str
    numbers: str


def read_csv(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def slips(digits: str, chance: random.Random) -> Iterator[str]:
    """What a tired hand makes of `digits`, in a chance order, without thousands of guesses."""
    spots = [i for i, letter in enumerate(digits) if letter.isdigit()]
    made = [
        digits[:a] + digits[b] + digits[a + 1 : b] + digits[a] + digits[b + 1 :]
        for a, b in itertools.pairwise(spots)
        if digits[a] != digits[b]
    ]
    for spot in spots[:2]:
        made += [digits[:spot] + d + digits[spot + 1 :] for d in chance.sample("123456789", 3)]
    made.append(moved(digits))
    chance.shuffle(made)
    yield from (new for new in made if sound(new, digits))


def moved(digits: str) -> str:
    """Ten times as much: the point one place to the right, or a nought more."""
    whole, point, part = digits.partition(".")
    if not point:
        return digits + "0"
    return whole + part[0] + ("." + part[1:] if part[1:] else "")


def sound(new: str, old: str) -> bool:
    """Whether a person could have written it: no leading nought, not the same."""
    return float(new) != float(old) and (new[0] != "0" or new.startswith("0.")) and float(new) > 0


def candidates(text: str, facts: list[Row], rows: list[Row], chance: random.Random) -> Iterator[Change]:
    """Changes that break a relation of the passage: each relation first once, then again."""
    chance.shuffle(rows)
    for row in rows + rows:
        members = [int(n) - 1 for n in row["facts"].split(";")]
        for at in chance.sample(members, len(members)):
            change = first_break(text, facts, row, members, at, chance)
            if change is not None:
                yield change
                break


def first_break(
    text: str, facts: list[Row], row: Row, members: list[int], at: int, chance: random.Random
) -> Change | None:
    """The first slip at fact `at` that breaks the relation beyond doubt."""
    fact = facts[at]
    found = relations.printed(fact["evidence"], fact["value"])
    if found is None or "," in found[0]:
        return None
    for new in slips(found[0], chance):
        times = float(new) / float(found[0])
        value = "%.10g" % (float(fact["value"]) * times)
        if fact["value_kind"] == "share" and float(value) > 100:
            continue
        wrong = {**fact, "value": value, "evidence": new}
        taking = [wrong if n == at else facts[n] for n in members]
        if relations.broken(row["kind"], taking, row["computed"]):
            start = text.index(fact["evidence"]) + found[1]
            what = relations.WORK[row["kind"]][0] + "：" + fact["indicator_zh"]
            return Change(found[0], new, start, start + found[2] - found[1], what,
                          numbers(taking, row["computed"]))  # fmt: skip
    return None


def numbers(facts: list[Row], computed: str) -> str:
    """Every number of the relation, as it stands in the text and written out."""
    told = [computed] if computed else []
    for fact in facts:
        found = relations.printed(fact["evidence"], fact["value"])
        told += [found[0].replace(",", "")] if found else []
        told.append("{:.10g}".format(float(fact["value"])))
    return ";".join(dict.fromkeys(told))


def written(text: str, change: Change) -> str:
    """The passage with the change in it, full-width digits staying full-width."""
    new = change.new
    if not text[change.start].isascii():
        new = "".join(chr(ord(letter) + 0xFEE0) for letter in new)
    return text[: change.start] + new + text[change.end :]


def corrupt(folder: Path, seed: int, each: int) -> list[Row]:
    """Write the variants of all passages in `folder`; the rows of corrupted.csv."""
    rows: list[Row] = []
    for old in folder.glob("c[0-9][0-9].txt"):
        old.unlink()
    for path in sorted(folder.glob("[0-9][0-9].txt")):
        text, chance = path.read_text(encoding="utf-8"), random.Random(f"{seed} {path.stem}")
        facts = read_csv(folder / f"{path.stem}.facts.csv")
        places: set[int] = set()
        for change in candidates(text, facts, read_csv(folder / f"{path.stem}.relations.csv"), chance):
            if len(places) == each:
                break
            if change.start in places:
                continue
            places.add(change.start)
            name = f"c{len(rows) + 1:02d}.txt"
            (folder / name).write_text(written(text, change), encoding="utf-8")
            said = (name, path.stem, change.original, change.new, change.relation, change.numbers)
            rows.append(dict(zip(FIELDS, said, strict=True)))
    with (folder / "corrupted.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def main() -> None:
    """Write the variants and say how many."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--each", type=int, default=2, help="variants a passage")
    args = parser.parse_args()
    print(f"{len(corrupt(args.folder, args.seed, args.each))} variants in {args.folder}")


if __name__ == "__main__":
    main()
