"""The wall chart: 5,000 bars on one page, 10,000 projects behind it, and what changed in a week.

    .venv/bin/python bench/wallchart.py [--projects 10000] [--rounds 9]

500 projects carry whole plans of 60 nodes in ten phases (5,000 bars, one page), the others the dates
of a ledger's row. Permissions on. On SQLite in a folder of its own; set DATABASE_URL for PostgreSQL (an
empty database). Redmine's Gantt stops at 500 tasks and takes 739 ms of CPU for them (1,449 KB).
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench import pages

WHOLE, PHASES, EACH = 500, 10, 6
REDMINE_MS = 739
PAGES = (
    ("挂图，5,000 条（按环节）", "/wallchart/?group=unit&nature=reserve"),
    ("挂图，一张纸", "/wallchart/?zoom=sheet&nature=reserve"),
    ("挂图，按节点 100 个项目", "/wallchart/?bars=nodes&nature=reserve"),
    ("挂图，全部项目第 1 页", "/wallchart/"),
    ("挂图，全部项目最后一页", "/wallchart/?page=9999"),
    ("挂图，红灯黄灯", "/wallchart/?light=red,yellow"),
    ("周变化表", "/wallchart/changes/"),
    ("手机清单", "/wallchart/list/"),
)


def whole_plans(zone, units, numbers=range(WHOLE)) -> None:
    """Give some projects plans of 60 nodes in ten phases, with versions, critical nodes and slips."""
    from greenlight.plans.models import Milestone, MilestoneDates, Plan, PlanVersion, Slip
    from greenlight.projects.models import Project

    now = datetime(2026, 7, 20, tzinfo=UTC)
    made = Project.objects.bulk_create([
        Project(zone=zone, kind="attraction", name=f"整套计划{n}号项目", name_norm=f"整套计划{n}号项目",
                stage="groundbreaking", nature="reserve", created_at=now, updated_at=now)
        for n in numbers
    ])  # fmt: skip
    plans = Plan.objects.bulk_create([Plan(project=one, zone=zone) for one in made])
    stones = []
    for n, plan in enumerate(plans):
        for at in range(PHASES * EACH):
            start = pages.TODAY + timedelta(days=at * 14 - 500 + n % 200)
            due = start + timedelta(days=12)
            gone = due < pages.TODAY - timedelta(days=20 * (n % 3))
            stones.append(Milestone(
                plan=plan, project=made[n], zone=zone, key=f"N{at:03d}", name=f"节点{at}", seq=at,
                phase=f"环节{at // EACH}", owner=units[at % 20], start=start, due=due, is_gate=at % 3 == 0,
                started_on=start if gone else None, done_on=due if gone else None,
            ))  # fmt: skip
    Milestone.objects.bulk_create(stones, batch_size=5000)
    versions = PlanVersion.objects.bulk_create([
        PlanVersion(plan=plan, zone=zone, n=1, state="approved", origin="forward", created_at=now,
                    approved_at=now)
        for plan in plans
    ])  # fmt: skip
    of_plan = {one.plan_id: one for one in versions}
    MilestoneDates.objects.bulk_create([
        MilestoneDates(version=of_plan[one.plan_id], milestone=one, start=one.start, due=one.due,
                       critical=one.seq % 4 == 0)
        for one in stones
    ], batch_size=5000)  # fmt: skip
    late = [one for one in stones if not one.done_on][::200]
    Slip.objects.bulk_create([
        Slip(milestone=one, zone=zone, from_due=one.due, to_due=one.due + timedelta(days=30),
             reason_class="land", asked_by_name="甲", asked_at=datetime(2026, 7, 30, tzinfo=UTC))
        for one in late
    ])  # fmt: skip


def a_week(zone) -> None:
    """Move a date of 200 plans, as approved slips do: a second version this week."""
    from greenlight.plans.models import MilestoneDates, PlanVersion

    now = datetime(2026, 7, 29, tzinfo=UTC)
    old = list(PlanVersion.objects.filter(zone=zone, n=1).order_by("pk")[:200])
    PlanVersion.objects.filter(pk__in=[one.pk for one in old]).update(state="superseded")
    new = PlanVersion.objects.bulk_create([
        PlanVersion(plan_id=one.plan_id, zone=zone, n=2, state="approved", origin="slip", created_at=now,
                    approved_at=now, reason="同意改期")
        for one in old
    ])  # fmt: skip
    of_old = {one.pk: made for one, made in zip(old, new, strict=True)}
    rows = MilestoneDates.objects.filter(version__in=old).select_related("milestone")
    MilestoneDates.objects.bulk_create([
        MilestoneDates(version=of_old[one.version_id], milestone=one.milestone, start=one.start,
                       due=one.due + timedelta(days=15 if one.milestone.seq == 50 else 0),
                       critical=one.critical)
        for one in rows
    ], batch_size=5000)  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages.begin(folder)
        run(options.projects, options.rounds)


def run(projects: int, rounds: int) -> None:
    """Fill the zone and measure."""
    from django.test import Client

    from greenlight.base import clock
    from greenlight.desk.lines import rebuild_all
    from greenlight.projects import library
    from greenlight.warnings import packs
    from greenlight.warnings.actions import ensure_judged, judge_projects

    library.seed()
    packs.seed()
    zone, units, clerk = pages.zone_and_clerk()
    packs.open_zone(zone.pk)
    whole_plans(zone, units)
    a_week(zone)
    pages.grow(zone, units, 0, projects - WHOLE)
    judge_projects(zone.pk, day=pages.TODAY, at=clock.now(), cause="day")
    ensure_judged(zone.pk, pages.TODAY, clock.now())
    rebuild_all(zone.pk)
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    print("| 页面 | 查询 | 中位 ms | 最慢 ms | CPU ms | KB | KB gz | 对 Redmine 500 条 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, address in PAGES:
        queries, middle, worst, size = pages.measure(client, address, rounds)
        began = time.process_time()
        body = client.get(address).content
        cpu = (time.process_time() - began) * 1000
        packed = len(gzip.compress(body, 6)) / 1024
        ratio = f"1/{REDMINE_MS / cpu:.1f}" if cpu < REDMINE_MS else f"{cpu / REDMINE_MS:.1f}"
        print(
            f"| {name} | {queries} | {middle:.0f} | {worst:.0f} | {cpu:.0f} | {size / 1024:.0f} "
            f"| {packed:.0f} | {ratio} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
