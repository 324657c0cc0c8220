"""The papers as a whole: asked for, put together, written, kept; medians against size, with their steps.

    .venv/bin/python bench/papers.py [--sizes 84,500,2000,10000] [--rounds 3]

The first projects (up to 500) carry whole plans of 60 nodes in ten phases, the others the dates of a
ledger's row; permissions on. 84 whole plans are 5,040 nodes: their sheet by nodes stands beside Redmine's
Gantt, which stops at 500 tasks and takes 739 ms for them. `rounds` begin with another address in the QR
code each, so that nothing drawn before helps. On SQLite in a folder of its own; DATABASE_URL for
PostgreSQL (an empty database).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import pages, wallchart

WANTED, REDMINE_MS = 10.0, 739
MONTH = (pages.TODAY.year, pages.TODAY.month)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="84,500,2000,10000")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(folder)
        run([int(one) for one in options.sizes.split(",")], options.rounds)


def run(sizes: list[int], rounds: int) -> None:
    """Grow the zone size by size and make every paper."""
    from greenlight.projects import library
    from greenlight.warnings import packs

    library.seed()
    packs.seed()
    zone, units, clerk = pages.zone_and_clerk()
    packs.open_zone(zone.pk)
    print("| 项目 | 纸 | 中位 s | 最慢 s | CPU s | 进度几步 | KB | 说明 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    have = 0
    for size in sizes:
        grow(zone, units, have, size)
        have = size
        for name, make in papers(clerk, zone):
            line(size, name, make, rounds)


def grow(zone, units, have: int, want: int) -> None:
    """Add projects, whole plans first; judge the lights and build the lines."""
    from greenlight.base import clock
    from greenlight.desk.lines import rebuild_all
    from greenlight.warnings.actions import ensure_judged, judge_projects

    whole = wallchart.WHOLE
    wallchart.whole_plans(zone, units, range(have, min(want, whole)))
    if want > whole:
        pages.grow(zone, units, max(have, whole), want)
    judge_projects(zone.pk, day=pages.TODAY, at=clock.now(), cause="day")
    ensure_judged(zone.pk, pages.TODAY, clock.now())
    rebuild_all(zone.pk)


def papers(clerk, zone) -> list[tuple[str, Callable[[int], tuple[int, int, str]]]]:
    """Return what is made: its name, and what makes it and returns (steps, bytes, a word)."""
    from django.test import Client

    from greenlight.base import clock
    from greenlight.base.journal import By
    from greenlight.desk.wallchart.poster import making as wall
    from greenlight.projects.models import Project
    from greenlight.reports.digest import making as digest

    first = Project.objects.order_by("pk").values_list("pk", flat=True)[0]
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")

    def page(address: str) -> Callable[[int], tuple[int, int, str]]:
        def get(n: int) -> tuple[int, int, str]:
            answer = client.get(address)
            return 0, len(answer.content), str(answer.status_code)

        return get

    def by() -> By:
        return By(at=clock.now(), actor_id=clerk.pk, actor_name="林", zone_id=zone.pk, user=clerk)

    def chart(words: str) -> Callable[[int], tuple[int, int, str]]:
        return lambda n: kept(wall.start(by(), words, "A0", f"http://zone/wallchart/{time.time_ns()}"))

    def month(form: str) -> Callable[[int], tuple[int, int, str]]:
        return lambda n: kept(digest.start(by(), *MONTH, form, "/"))

    return [
        ("月度汇总页", page("/reports/month/")),
        ("月度汇总一章，第 1 页", page("/reports/month/late/")),
        ("月度汇总 Word", month("docx")),
        ("月度汇总 Excel", month("xlsx")),
        ("一项目一清单，60 个节点", page(f"/projects/{first}/checklist/?show=all")),
        ("一项目一清单 Word", page(f"/projects/{first}/checklist/?show=all&as=docx")),
        ("排版页", page("/wallchart/paper/")),
        ("作战图 A0，按环节", chart("")),
        ("作战图 A0，按节点", chart("bars=nodes")),
    ]


def kept(job) -> tuple[int, int, str]:
    """Return the steps a job told, the bytes it kept, how it ended."""
    from greenlight.base import handouts

    file = handouts.made(job)
    return job.total, file.size if file else 0, job.note or job.get_state_display()


def line(size: int, name: str, make: Callable[[int], tuple[int, int, str]], rounds: int) -> None:
    """Make a paper some times and print its line."""
    from greenlight.plans.models import Milestone

    times, used, told = [], [], (0, 0, "")
    for n in range(rounds):
        began, cpu = time.perf_counter(), time.process_time()
        told = make(n)
        times.append(time.perf_counter() - began)
        used.append(time.process_time() - cpu)
    middle, word = statistics.median(times), told[2]
    if "按节点" in name:
        word = (
            f"{Milestone.objects.count():,} 个节点；Redmine 500 个任务的 {middle * 1000 / REDMINE_MS:.2f} 倍"
        )
    late = "　超过 10 秒" if middle > WANTED else ""
    print(
        f"| {size:,} | {name} | {middle:.2f} | {max(times):.2f} | {statistics.median(used):.2f} | {told[0]} "
        f"| {told[1] / 1024:,.0f} | {word}{late} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
