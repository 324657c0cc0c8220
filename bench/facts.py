"""The checker of reports against annotated passages, and its speed.

    .venv/bin/python bench/facts.py [--dev DIR] [--unseen DIR] [--misses] [--sets-only | --speed-only]

The sets: the public passages (--dev DIR, if you have them), our own seen passages, the second to the
thirty-sixth (unseen when first measured, seen since) and four unseen, which nobody wrote a rule for
(bench/reports/unseen to unseen4, or --unseen DIR), and those four together. For each: F1 of the facts by
value and unit, with kind, with indicator; broken relations found in the variants; false questions per clean
passage; where other hands named the numbers too, how far all agree. The predictions are made by
`greenlight check-report --out` or, with --kernel, by the kernel alone. --misses names every difference of
all but the unseen.
Then the speed: a report of 10 pages (700 characters a page), 100 and 1,000 pages in one piece and the memory
they take, a hundred reports of 10 pages on one core, milliseconds a kilobyte; the same for 10, 100 and
1,000 KB of one sentence without a full stop and of one line of numbers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from bench.reports.hands import agreement  # noqa: E402
from bench.reports.scoring import LEVELS, Score, ratio, score  # noqa: E402

SEEN = ROOT / "bench/reports/seen"
UNSEEN = tuple(ROOT / "bench/reports" / name for name in ("unseen", "unseen2", "unseen3", "unseen4"))
SETS = (
    "seen", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth", "twentieth", "twentyfirst", "twentysecond", "twentythird",
    "twentyfourth", "twentyfifth", "twentysixth", "twentyseventh", "twentyeighth",
    "twentyninth", "thirtieth", "thirtyfirst", "thirtysecond", "thirtythird", "thirtyfourth",
    "thirtyfifth", "thirtysixth",
)  # fmt: skip
OURS = [(name, ROOT / "bench/reports" / name, True) for name in SETS]
COUNTS = (
    "passages", "gold", "told", "targets", "offsets", "touching", "variants", "asked", "found", "newly",
    "clean", "false_questions", "conflicts", "conflicts_found",
)  # fmt: skip
COMMAND = Path(sys.executable).with_name("greenlight")
PAGE = 700
TARGETS = {"value and unit": 0.97, "with kind": 0.93, "with indicator": 0.85}


def told_by_kernel(text: str) -> dict[str, Any]:
    """Facts and questions of one text, as check-report writes them."""
    from greenlight.kernel.facts import Text, read, relations, wire

    whole = Text(body=text)
    facts = read(whole)
    return wire.as_json(facts, relations.conflicts(facts, whole))


def predict(passages: Path, out: Path, by_kernel: bool) -> None:
    """Write NN.json and cNN.json of every passage."""
    texts = sorted(passages.glob("[0-9][0-9].txt")) + sorted(passages.glob("c[0-9][0-9].txt"))
    if by_kernel:
        for path in texts:
            told = told_by_kernel(path.read_text(encoding="utf-8"))
            (out / f"{path.stem}.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
        return
    command = [str(COMMAND), "check-report", "--out", str(out), *(str(path.resolve()) for path in texts)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def command_reads() -> bool:
    """Whether the command line has check-report."""
    said = subprocess.run([str(COMMAND), "--help"], capture_output=True, text=True, check=False)
    return "check-report" in said.stdout


def show(name: str, found: Score, misses: bool) -> None:
    """The figures of one set."""
    print(f"\n{name}: {found.passages} passages, {found.gold} facts, {found.told} told")
    for level in LEVELS:
        precision, recall, f1 = found.f1(level)
        print(f"  F1 {level:<16} {f1:.3f}  (precision {precision:.3f}, recall {recall:.3f};"
              f" wanted {TARGETS[level]:.2f})")  # fmt: skip
    print(f"  targets told right {ratio(found.targets, found.right['with kind']):.3f};"
          f" places touch the evidence {ratio(found.touching, found.offsets):.3f}")  # fmt: skip
    print(f"  variants found {found.found}/{found.variants} = {ratio(found.found, found.variants):.3f}"
          f" (by a question not asked of the passage itself {found.newly}; wanted 0.90)")  # fmt: skip
    print(f"  false questions per clean passage {ratio(found.false_questions, found.clean):.3f}"
          f" ({found.false_questions} in {found.clean}; wanted 0.10);"
          f" true conflicts found {found.conflicts_found}/{found.conflicts}")  # fmt: skip
    if misses:
        print("\n".join(["  " + note for note in [*found.notes, *(f"missed {m}" for m in found.missed)]]))


def together(scores: list[Score]) -> Score:
    """The counts of several sets added up."""
    every = Score()
    for one in scores:
        every.right.update(one.right)
        for count in COUNTS:
            setattr(every, count, getattr(every, count) + getattr(one, count))
    return every


def show_hands(parts: dict[str, float] | None) -> None:
    """Print how far other hands name the numbers alike."""
    if parts:
        print("  named alike by " + "; ".join(f"{what} {part:.3f}" for what, part in parts.items()))


def sets(dev: Path | None, unseen: tuple[Path, ...], by_kernel: bool, misses: bool) -> None:
    """Predict and score every set; what is missed in the unseen ones stays untold."""
    apart: list[Score] = []
    for name, folder, known in (("dev", dev, True), *OURS, *((one.name, one, False) for one in unseen)):
        if folder is None or not (folder / "corrupted.csv").exists():
            print(f"\n{name}: not here")
            continue
        with tempfile.TemporaryDirectory() as out:
            predict(folder, Path(out), by_kernel)
            found = score(folder, Path(out))
            show(name, found, misses and known)
            show_hands(agreement(folder, Path(out)))
            apart += [] if known else [found]
    if len(apart) > 1:
        show("unseen, together", together(apart), misses=False)


def report(pages: int) -> str:
    """A report of so many pages from the seen passages, each under its own heading."""
    bodies = [path.read_text(encoding="utf-8") for path in sorted(SEEN.glob("[0-9][0-9].txt"))]
    parts, length, n = [], 0, 0
    while length < pages * PAGE:
        part = f"第{n + 1}部分 {'甲乙丙丁戊己庚辛'[n % 8]}{n}片区\n" + bodies[n % len(bodies)]
        parts.append(part)
        length, n = length + len(part), n + 1
    return "".join(parts)[: pages * PAGE]


def without_stops(kb: int) -> str:
    """So many kilobytes of one sentence: the same passages with commas for full stops and line ends."""
    text = report(kb * 1024 // PAGE).translate(dict.fromkeys(map(ord, "。！？；\n"), "，"))
    return text.encode()[: kb * 1024].decode(errors="ignore")


def numbers(kb: int) -> str:
    """So many kilobytes of one line of amounts and nothing else."""
    text = "、".join(f"{n * 7 % 9973 / 10}亿元" for n in range(kb * 1024 // 12))
    return text.encode()[: kb * 1024].decode(errors="ignore")


SHAPES = {"report": report, "without_stops": without_stops, "numbers": numbers}


def measure(shape: str, size: int) -> None:
    """In a process of its own: seconds, kilobytes, memory before and at most, as JSON."""
    told_at_length(report(2))
    text = SHAPES[shape](size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    facts, questions = told_at_length(text)
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "kb": len(text.encode()) / 1024, "mb": (after - before) / 1024,
                      "facts": facts, "questions": questions}))  # fmt: skip


def told_at_length(text: str) -> tuple[int, int]:
    """Read a text and write its JSON bit by bit, as the command does; how many facts and questions."""
    from greenlight.kernel.facts import Text, hold, relations, wire

    whole = Text(body=text)
    facts = hold(whole)
    questions = relations.conflicts(facts, whole)
    with Path(os.devnull).open("w", encoding="utf-8") as out:
        out.writelines(wire.in_pieces(facts, questions))
    return len(facts), len(questions)


def measured(shape: str, size: int, name: str) -> None:
    """Print what one text takes, in a process of its own."""
    command = [sys.executable, __file__, "--measure", f"{shape}:{size}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        print(f"  {size:>5} {name}: failed: {done.stderr.strip().splitlines()[-1]}")
        return
    m = json.loads(done.stdout)
    print(f"  {size:>5} {name}: {m['seconds'] * 1000:9.0f} ms,"
          f" {m['seconds'] * 1000 / m['kb']:.2f} ms a kilobyte,"
          f" memory +{m['mb']:.1f} MB ({m['mb'] * 1024 / size:.0f} KB for each),"
          f" {m['facts']} facts, {m['questions']} questions")  # fmt: skip


def speed() -> None:
    """Sizes one after another, of reports and of texts without end, then many short reports."""
    print("\nspeed (kernel: facts and questions; one core)")
    for pages in (10, 100, 1000):
        measured("report", pages, "pages in one piece")
    for kb in (10, 100, 1000):
        measured("without_stops", kb, "KB without a full stop")
    for kb in (10, 100, 1000):
        measured("numbers", kb, "KB of numbers in one line")
    text, start = report(10), time.perf_counter()
    rounds = 0
    while rounds < 100 and time.perf_counter() - start < 20:
        told_by_kernel(text)
        rounds += 1
    each = (time.perf_counter() - start) / rounds
    print(f"  reports of 10 pages: {each * 1000:.0f} ms each, {600 / each:.0f} pages a minute (wanted 1,000)")


def main() -> None:
    """Read the options; score, then measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dev", type=Path, help="folder of the public passages")
    parser.add_argument("--unseen", type=Path, help="passages no rule was written for, instead of ours")
    parser.add_argument("--kernel", action="store_true", help="ask the kernel, not the command line")
    parser.add_argument("--misses", action="store_true", help="name the differences, not of the unseen")
    parser.add_argument("--sets-only", action="store_true")
    parser.add_argument("--speed-only", action="store_true")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        shape, _, size = args.measure.partition(":")
        measure(shape, int(size))
        return
    if not args.speed_only:
        by_kernel = args.kernel or not command_reads()
        print("predictions by", "the kernel" if by_kernel else "greenlight check-report")
        sets(args.dev, (args.unseen,) if args.unseen else UNSEEN, by_kernel, args.misses)
    if not args.sets_only:
        speed()


if __name__ == "__main__":
    main()
