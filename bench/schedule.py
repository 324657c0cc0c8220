"""Scheduling and working days against NetworkX, in one run: medians and ratios.

    .venv/bin/python bench/schedule.py [--plans 100000] [--peers DIR]

`--peers DIR` also runs the drivers of a folder of peers (sched_peers.py, workday_peers.py), each
case in a process of its own; a peer that is not installed is said so.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import networkx
import numpy as np

from greenlight.base.calendars import china
from greenlight.kernel.schedule import (
    Activity,
    Link,
    LinkType,
    Network,
    schedule,
    schedule_large,
    schedule_many,
)
from greenlight.kernel.workdays import Clock

SEED = 20260302
START = date(2026, 3, 2)
CHINA = china()
PEERS = {
    "sched_peers.py": [
        "one:networkx_cpm:60",
        "one:mpxj_microsoft:60",
        "one:networkx_cpm:1e5",
        "many:networkx_cpm:100000",
        "many:mpxj_microsoft:100000",
        "many:numpy_templates:100000",
    ],
    "workday_peers.py": ["table_numpy", "numpy_busday", "chinesecalendar"],
}

Edges = list[tuple[int, int]]


def edges_of(n: int, window: int, dice: random.Random) -> Edges:
    """One to three predecessors per activity among the `window` before it."""
    found = set()
    for succ in range(1, n):
        for _ in range(dice.randint(1, 3)):
            found.add((dice.randint(max(0, succ - window), succ - 1), succ))
    return sorted(found)


def by_networkx(days: list[int], edges: Edges) -> int:
    """Build the graph and make both passes, as a user of NetworkX would; no calendar."""
    graph = networkx.DiGraph(edges)
    graph.add_nodes_from(range(len(days)))
    order = list(networkx.topological_sort(graph))
    ends: dict[int, int] = {}
    for at in order:
        ends[at] = max((ends[pred] for pred in graph.predecessors(at)), default=0) + days[at]
    last = max(ends.values())
    starts: dict[int, int] = {}
    for at in reversed(order):
        starts[at] = min((starts[succ] for succ in graph.successors(at)), default=last) - days[at]
    return last


def median(run: Callable[[], object], times: int = 7) -> float:
    """Median seconds of a call, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        since = time.perf_counter()
        run()
        taken.append(time.perf_counter() - since)
    return statistics.median(taken)


def row(case: str, ours: float, peer: float | None, target: str) -> None:
    """Print one line of the table; times in milliseconds."""
    ratio = f"{ours / peer:.4f} (1/{peer / ours:.1f})" if peer else ""
    other = f"{peer * 1e3:12.3f}" if peer else f"{'':12}"
    print(f"{case:<52}{ours * 1e3:10.3f} ms{other} ms  {ratio:<18}{target}")


def template(edges: Edges, days: list[int], dice: random.Random, *, mixed: bool) -> Network:
    """The network of one template; mixed: both clocks, all links, lags."""
    clocks, kinds = list(Clock), list(LinkType)
    activities = [
        Activity(f"N{at}", each, dice.choice(clocks) if mixed else Clock.WORKDAY)
        for at, each in enumerate(days)
    ]
    links = [
        Link(f"N{a}", f"N{b}", dice.choice(kinds), dice.randint(-2, 5), dice.choice(clocks))
        if mixed
        else Link(f"N{a}", f"N{b}")
        for a, b in edges
    ]
    return Network.build(activities, links, CHINA)


def bench_one(dice: random.Random) -> None:
    """One plan of 60 activities, one duration edited."""
    edges, days = edges_of(60, 12, dice), [dice.randint(1, 20) for _ in range(60)]
    peer = median(lambda: [by_networkx(days, edges) for _ in range(200)]) / 200
    for mixed in (False, True):
        network = template(edges, days, dice, mixed=mixed)

        def edit(network: Network = network) -> None:
            for at in range(200):
                schedule(network.edited("N30", duration=at % 20 + 1), start=START)

        name = "mixed clocks, all links" if mixed else "finish-start, one clock"
        row(f"one edited plan x 60, {name}", median(edit) / 200, peer, "" if mixed else "<= 1/2")


def bench_many(plans: int, dice: random.Random) -> None:
    """Many plans of one template: four dates, float, critical, with 调休."""
    edges, days = edges_of(60, 12, dice), [dice.randint(1, 20) for _ in range(60)]
    numbers = np.random.default_rng(SEED)
    durations = {f"N{at}": numbers.integers(1, 21, plans, np.int32) for at in range(60)}
    starts = np.datetime64("2024-01-02") + numbers.integers(0, 700, plans)
    some = [[int(durations[f"N{at}"][j]) for at in range(60)] for j in range(min(plans, 1000))]
    peer = median(lambda: [by_networkx(each, edges) for each in some], 3) * plans / len(some)
    for mixed, target in ((False, "<= 200 ms, <= 1/100"), (True, "<= 500 ms")):
        network = template(edges, days, dice, mixed=mixed)
        ours = median(lambda network=network: schedule_many(network, starts=starts, durations=durations))
        name = "mixed clocks, all links" if mixed else "finish-start, one clock"
        row(f"{plans:,} plans x 60, {name}", ours, peer, target)


def bench_large(dice: random.Random) -> None:
    """One network of many activities; short ones, or it would not end within the calendar."""
    for n in (1_000, 10_000, 100_000):
        edges = edges_of(n, 50, dice)
        days = [1 if dice.random() < 0.8 else 2 for _ in range(n)]
        ends, lengths = np.array(edges), np.array(days)

        def plan(ends: np.ndarray = ends, lengths: np.ndarray = lengths) -> object:
            return schedule_large(lengths, ends[:, 0], ends[:, 1], start=date(2000, 1, 4), calendar=CHINA)

        peer = median(lambda days=days, edges=edges: by_networkx(days, edges), 3)
        target = {10_000: "<= 1/3", 100_000: "<= 250 ms"}.get(n, "")
        row(f"one network x {n:,}", median(plan), peer, target)


def bench_days() -> None:
    """A working-day step, and the span between two days."""
    numbers = np.random.default_rng(SEED)
    days, steps = numbers.integers(19_800, 20_300, 10**6), numbers.integers(-250, 251, 10**6)
    walk = [
        (date.fromordinal(int(day) + 719_163), int(n)) for day, n in zip(days[:20_000], steps, strict=False)
    ]
    for name, seconds, count, target in (
        ("step, in batch", median(lambda: CHINA.add_many(days, steps)), 10**6, "<= 50 ns"),
        ("span, in batch", median(lambda: CHINA.difference_many(days, days + steps)), 10**6, ""),
        ("step, one at a time", median(lambda: [CHINA.add(*each) for each in walk]), 20_000, ""),
    ):
        print(f"{'working days: ' + name:<52}{seconds / count * 1e9:10.1f} ns{'':35}{target}")


def run_peers(folder: Path) -> None:
    """Run the peers' own drivers and print what they measured."""
    print(f"\n{'peers, their own drivers':<52}{'median':>10}")
    with tempfile.TemporaryDirectory() as out:
        env = {**os.environ, "BENCH_OUT": out}
        for script, cases in PEERS.items():
            for case in cases:
                print_peer(folder / script, case, env)


def print_peer(script: Path, case: str, env: dict[str, str]) -> None:
    """Run one case of a driver in a process of its own."""
    command = [sys.executable, str(script), "--case", case]
    try:
        done = subprocess.run(
            command, env=env, cwd=script.parent, capture_output=True, text=True, timeout=300
        )
    except subprocess.TimeoutExpired:
        print(f"{case:<52}  not done in 300 s")
        return
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        why = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        print(f"{case:<52}  not measured: {why[0]}")
        return
    measured = json.loads(lines[-1])
    step = f"  {float(measured['per_op_ns']):.1f} ns a step" if "per_op_ns" in measured else ""
    print(f"{case:<52}{float(measured['median_s']) * 1e3:10.3f} ms{step}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plans", type=int, default=100_000)
    parser.add_argument("--peers", type=Path)
    asked = parser.parse_args()
    dice = random.Random(SEED)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    print(f"{'case':<52}{'ours':>13}{'NetworkX':>15}  {'ratio':<18}target")
    bench_one(dice)
    bench_many(asked.plans, dice)
    bench_large(dice)
    bench_days()
    if asked.peers:
        run_peers(asked.peers.resolve())


if __name__ == "__main__":
    main()
