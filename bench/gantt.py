"""The Gantt of 60 nodes: read, dragged, looked ahead; CPU, bytes, and the ratio to Redmine's 60 tasks.

    .venv/bin/python bench/gantt.py [--rounds 15] [--peer-ms 98] [--peer-kb 203]

Medians of CPU time (user and system) of this process, the requests through Django's own client with
permissions on. The peer: Redmine's Gantt of 60 tasks on a machine of this kind; give other figures
when it was measured beside. On SQLite in a folder of its own; DATABASE_URL for PostgreSQL (empty).
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

import pages

TIME, BYTES = 15, 10  # how many times less than the peer is wanted


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--peer-ms", type=float, default=98)
    parser.add_argument("--peer-kb", type=float, default=203)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(folder)
        run(options)


def planned() -> tuple[Any, Any]:
    """Make a project planned by the whole node library, and its clerk."""
    from datetime import UTC, datetime

    from greenlight.base.journal import By
    from greenlight.plans import actions
    from greenlight.plans.drafting import Wish
    from greenlight.projects import library
    from greenlight.projects.models import Project
    from greenlight.warnings import packs
    from greenlight.warnings.actions import judge_projects

    zone, units, clerk = pages.zone_and_clerk()
    library.seed()
    packs.open_zone(zone.pk)
    pages.grow(zone, units, 0, 1)
    project = Project.objects.get()
    at = datetime(2026, 7, 31, tzinfo=UTC)
    project.milestones.all().delete()
    Project.objects.update(stage="lead")
    by = By(at=at, actor_id=clerk.pk, actor_name="林", zone_id=zone.pk, user=clerk)
    actions.make(by=by, project=Project.objects.get(), wish=Wish("forward", off=()))
    judge_projects(zone.pk, day=pages.TODAY, at=at)
    return Project.objects.get(), clerk


def cpu(deed: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the median CPU milliseconds of a deed, and what it last gave."""
    made, times = deed(), []
    for _ in range(rounds):
        began = time.process_time()
        made = deed()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times), made


def run(options: argparse.Namespace) -> None:
    """Measure the parts and the pages."""
    from django.test import Client

    from greenlight.plans import gantt, rows, table
    from greenlight.plans.actions import arranging

    project, clerk = planned()
    today, client = pages.TODAY, Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    lines = table.lines(project, today)
    drawn = table.table(project, lines, today)
    chart = gantt.Chart([one.bar for one in lines], today)
    far = {"nodes": {"IND002": {"start": "2026-09-30"}}}
    look = {"changes": json.dumps(far)}
    own = f"/projects/{project.pk}/"
    parts: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("横道图（SVG）", lambda: gantt.svg(chart)),
        ("节点表", lambda: rows.written(drawn.groups)),
        ("查出来，画好（表和图）", lambda: drawn_anew(project, today)),
        ("排一遍，算后果", lambda: arranging.look(project, far).moves),
        ("页：节点计划", lambda: client.get(f"{own}?tab=milestones").content.decode()),
        ("页：拖动排计划", lambda: client.get(f"{own}plan/edit/").content.decode()),
        ("问一次后果", lambda: client.post(f"{own}plan/edit/look/", look).content.decode()),
    )
    print(f"{len(lines)} 个节点；对比 Redmine 60 个任务：{options.peer_ms:g} ms，{options.peer_kb:g} KB")
    print(f"{'什么':<14}\tCPU ms\t快几倍\tKB\tKB gz\t小几倍")
    for name, deed in parts:
        took, made = cpu(deed, options.rounds)
        print(f"{name:<14}\t{took:.1f}\t{options.peer_ms / took:.0f}{weights(made, options.peer_kb)}")
    print(f"要的：时间 ≥ {TIME} 倍，字节 ≥ {BYTES} 倍")


def drawn_anew(project: Any, today: Any) -> str:
    """Fetch and draw table and chart, as the tab does."""
    from greenlight.plans import table

    made = table.table(project, table.lines(project, today), today)
    return str(made.rows) + str(made.chart)


def weights(made: Any, peer: float) -> str:
    """Return the size of a text, packed too, and how many times less it is than the peer's."""
    if not isinstance(made, str):
        return ""
    raw = made.encode()
    size = len(raw) / 1024
    return f"\t{size:.1f}\t{len(gzip.compress(raw)) / 1024:.1f}\t{peer / size:.0f}"


if __name__ == "__main__":
    main()
