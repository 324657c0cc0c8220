"""The annotations of the passages checked by machine: places, numbers, words of the columns, relations.

    .venv/bin/python bench/reports/verify.py bench/reports/seen

Every evidence stands in its text once, with the number it claims; every relation holds within rounding; every
conflict's number is there; every variant differs from its passage in one number. Status 1 if not so.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import unicodedata
from pathlib import Path

try:
    from bench.reports import relations
    from bench.reports.corrupt import Row, read_csv
except ImportError:
    import relations  # type: ignore[import-not-found, no-redef]
    from corrupt import Row, read_csv  # type: ignore[import-not-found, no-redef]

KINDS = {"level", "yoy_growth", "rate", "share", "rank", "count"}
COMPARATORS = {"=", ">", ">=", "<", "<=", "approx"}
CHINESE = re.compile(r"[一二三四五六七八九十百]余|[一二三四五六七八九十]多|成|翻一番|持平|第[一二三]")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def wrong_facts(text: str, facts: list[Row]) -> list[str]:
    """What is wrong with the facts, in words."""
    said = []
    for line, fact in enumerate(facts, start=2):
        ill = wrong_fact(text, fact)
        said += [f"line {line}: {ill}: {fact['indicator_zh']}"] if ill else []
    return said


def wrong_fact(text: str, fact: Row) -> str:
    """What is wrong with one fact, or nothing."""
    evidence = fact["evidence"]
    if text.count(evidence) != 1:
        return f"evidence stands {text.count(evidence)} times"
    if fact["value_kind"] not in KINDS or fact["comparator"] not in COMPARATORS:
        return "unknown kind or comparator"
    if fact["is_target"] not in ("true", "false"):
        return "is_target is neither true nor false"
    if relations.printed(evidence, fact["value"]) is None and not CHINESE.search(evidence):
        return "the number is not in the evidence"
    if not unit_is_there(text, fact):
        return f"unit {fact['unit']} is not in the text"
    return ""


def unit_is_there(text: str, fact: Row) -> bool:
    """Whether the unit stands in the passage (ranks and ratios may go without)."""
    whole = unicodedata.normalize("NFKC", text)
    return fact["value_kind"] in ("rank", "share", "yoy_growth", "rate") or fact["unit"] in whole


def wrong_relations(facts: list[Row], rows: list[Row]) -> list[str]:
    """Relations that do not hold."""
    said = []
    for row in rows:
        taking = [facts[int(n) - 1] for n in row["facts"].split(";")]
        if not relations.holds(row["kind"], taking, row["computed"]):
            off, allowed = relations.gap(row["kind"], taking, row["computed"])
            said.append(f"{row['kind']} {row['facts']} is off by {off:.3g}, allowed {allowed:.3g}")
    return said


def wrong_variant(folder: Path, row: Row) -> list[str]:
    """A variant that is not its passage with one number changed."""
    old = (folder / f"{row['base']}.txt").read_text(encoding="utf-8")
    new = (folder / row["file"]).read_text(encoding="utf-8")
    before, after = (NUMBER.findall(unicodedata.normalize("NFKC", t)) for t in (old, new))
    steps = [
        s
        for s in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if s[0] != "equal"
    ]
    if len(steps) == 1 and before[steps[0][1]] == row["original"] and after[steps[0][3]] == row["new"]:
        return []
    return [f"{row['file']} differs in {len(steps)} places"]


def verify(folder: Path) -> tuple[int, list[str]]:
    """How many facts there are, and everything that is wrong."""
    count, said = 0, []
    for path in sorted(folder.glob("[0-9][0-9].txt")):
        text = path.read_text(encoding="utf-8")
        facts = read_csv(folder / f"{path.stem}.facts.csv")
        rows = read_csv(folder / f"{path.stem}.relations.csv")
        ill = wrong_facts(text, facts) + wrong_relations(facts, rows)
        for row in read_csv(folder / f"{path.stem}.conflicts.csv"):
            ill += [] if row["stated"].rstrip("%") in text else [f"{row['stated']} is not in the text"]
        said += [f"{path.name} {line}" for line in ill]
        count += len(facts)
    for row in read_csv(folder / "corrupted.csv"):
        said += wrong_variant(folder, row)
    return count, said


def main() -> None:
    """Say what is wrong; status 1 if anything is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    count, said = verify(parser.parse_args().folder)
    print("\n".join([*said, f"{count} facts, {len(said)} errors"]))
    sys.exit(bool(said))


if __name__ == "__main__":
    main()
