"""Lights of many projects: what a night costs, beside the usual Django loop and one plain SQL statement.

    DATABASE_URL=postgres://greenlight@127.0.0.1:5599/lights python bench/lights.py [SIZE ...]

P projects x 60 milestones by the seeded rules of the peers' workload (a node late: yellow from 1 day, due
within 7 days: yellow, red from 31 days, a key node from 16). Everything is judged on the day before; then
the night is timed: ensure_judged finds what turned and writes it back (lights with rule, inputs and since,
warnings, turns, what was known). Its colours are compared with NumPy's over all milestones.

Beside it, in the same database and run: `store`, the plain UPDATE of one colour a project from a SELECT over
all milestones; and `loop`, prefetch, decide in Python and bulk_update, scaled from 1,000 projects. The night
is also timed by the product's default rule (1 and 30 days, nothing said before a date is due).
Medians; the machine is shared, so trust the ratios of one run.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenlight.settings")
SEED, NODES, TODAY = 20260101, 60, 1000
DAY = date(2026, 7, 31)
ZERO = DAY - timedelta(days=TODAY)
AT = datetime(2026, 7, 31, 16, tzinfo=UTC)
RULE = {"yellow_days": 1, "red_days": 31, "due_soon_days": 7, "key_red_days": 16}
DEFAULT = {"yellow_days": 1, "red_days": 30}
LEVEL = """max(case when done_on is not null then 0 when %s - due > 30 or (is_gate and %s - due > 15) then 2
               when %s - due >= 1 or due - %s <= 7 then 1 else 0 end)"""
LOOPED = 1000


def gen(p: int) -> tuple[Any, Any, Any]:
    """The peers' workload: planned day, actual day or -1, key node; P x 60."""
    g = np.random.default_rng(SEED)
    start = g.integers(0, 1000, p)
    planned = (start[:, None] + np.cumsum(g.integers(5, 25, (p, NODES)), axis=1)).astype(np.int32)
    slip = g.integers(0, 45, p)[:, None]
    delay = np.where(g.random((p, NODES)) < 0.03, slip, 0)
    done = planned + delay < TODAY
    actual = np.where(done, planned + delay, -1).astype(np.int32)
    return planned, actual, (np.arange(NODES) % 10 == 0)[None, :].repeat(p, 0)


def colours(planned: Any, actual: Any, key: Any) -> dict[str, int]:
    """Count red and yellow projects over all milestones with NumPy: what every way must find."""
    late, still = TODAY - planned, actual < 0
    red = (still & ((late > 30) | (key & (late > 15)))).any(1)
    yellow = (still & (late >= -7)).any(1) & ~red
    return {"red": int(red.sum()), "yellow": int(yellow.sum())}


def ruled(zone: Any, params: dict[str, int]) -> None:
    """Let one rule of this kind judge the zone, from the first day on."""
    from greenlight.warnings.models import Rule, RulePack, ZonePack

    ZonePack.objects.filter(zone=zone).delete()
    pack, _ = RulePack.objects.get_or_create(code="bench", defaults={"name": "bench", "zone": zone})
    Rule.objects.filter(pack=pack).delete()
    Rule.objects.create(pack=pack, code="bench-1", version=1, scene="milestones", kind="milestone_days_late",
                        params=params, valid_from=date(2000, 1, 1), paper="—", grade="own")  # fmt: skip
    ZonePack.objects.create(zone=zone, pack=pack, valid_from=date(2000, 1, 1))


def fill(zone: Any, p: int, columns: tuple[Any, Any, Any]) -> None:
    """Write projects, plans and milestones through the bulk door."""
    from greenlight.base import bulk
    from greenlight.plans.models import Milestone, Plan
    from greenlight.projects.models import Project

    planned, actual, key = columns
    days = [ZERO + timedelta(days=n) for n in range(int(planned.max()) + 50)]
    for start in range(0, p, 2000):
        numbers = range(start, min(start + 2000, p))
        rows = [(f"项目{n}", f"项目{n}") for n in numbers]
        ids = bulk.insert_new(Project, ("name", "name_norm"), rows, zone=zone.pk, kind="attraction",
                              stage="signed", created_at=AT, updated_at=AT)  # fmt: skip
        plans = bulk.insert_new(Plan, ("project",), [(pk,) for pk in ids], zone=zone.pk)
        stones = [
            (plan, pk, f"N{k:02}", f"节点{k}", k, days[planned[n, k]],
             days[actual[n, k]] if actual[n, k] >= 0 else None, bool(key[n, k]))
            for n, pk, plan in zip(numbers, ids, plans, strict=True)
            for k in range(NODES)
        ]  # fmt: skip
        names = ("plan", "project", "key", "name", "seq", "due", "done_on", "is_gate")
        bulk.insert_new(Milestone, names, stones, zone=zone.pk)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def night(zone: Any, params: dict[str, int], runs: int, p: int) -> dict[str, Any]:
    """Judge the eve in full (timed once), then the night, taken back and timed again."""
    from django.db import connection, transaction

    from greenlight.warnings import actions
    from greenlight.warnings.models import KnownFacts, LightSnapshot, LightTurn, ZoneJudged
    from greenlight.warnings.models import Warning as Held

    for model in (LightSnapshot, LightTurn, Held, KnownFacts, ZoneJudged):
        model.objects.all()._raw_delete("default")
    ruled(zone, params)
    eve = DAY - timedelta(days=1)
    whole, _ = timed(lambda: actions.ensure_judged(zone.pk, eve, AT))
    with connection.cursor() as cursor:
        for table in ("warnings_lightsnapshot", "warnings_knownfacts", "warnings_warning", "plans_milestone"):
            cursor.execute(f"vacuum analyze {table}")
    seconds, busy, counts, written = list[float](), list[float](), {}, 0
    for n in range(runs + 1):
        with transaction.atomic(), listened(n == 0):
            cpu = time.process_time()
            spent, _ = timed(lambda: actions.ensure_judged(zone.pk, DAY, AT))
            seconds.append(spent)
            busy.append(time.process_time() - cpu)
            now = LightSnapshot.objects.filter(scene="project", latest=True)
            counts = {colour: now.filter(colour=colour).count() for colour in ("red", "yellow")}
            written = LightSnapshot.objects.filter(day=DAY).values("project").distinct().count()
            transaction.set_rollback(True)
    return {"whole_s": whole, "whole_ms_each": 1000 * whole / p, "night_s": statistics.median(seconds[1:]),
            "night_cpu_s": statistics.median(busy[1:]), "with_rest_s": seconds[0],
            "counts": counts, "written": written}  # fmt: skip


@contextmanager
def listened(by_all: bool) -> Iterator[None]:
    """Let the rooms above hear of it (ledger lines, cross-checks), or only write lights and warnings."""
    from django.db.models.signals import post_save

    from greenlight.warnings.signals import lights_judged, warnings_changed

    kept = [(one, one.receivers) for one in (lights_judged, warnings_changed, post_save)]
    for one, receivers in kept:
        one.receivers = receivers if by_all else []
        one.sender_receivers_cache.clear()
    yield
    for one, receivers in kept:
        one.receivers = receivers
        one.sender_receivers_cache.clear()


def store(runs: int) -> float:
    """Time the plain statement: the colour of every project, from all milestones, written back."""
    from django.db import connection

    seconds = []
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_light")
        cursor.execute("create table bench_light as select id, 0 as light from projects_project")
        cursor.execute("alter table bench_light add primary key (id)")
        cursor.execute("set work_mem='256MB'")
        for _ in range(runs + 1):
            spent, _ = timed(lambda: cursor.execute(
                f"update bench_light set light=q.l from (select project_id, {LEVEL} l from plans_milestone "
                "group by project_id) q where q.project_id = bench_light.id", [DAY] * 4))  # fmt: skip
            seconds.append(spent)
        cursor.execute("drop table bench_light")
    return statistics.median(seconds[1:])


def loop(p: int) -> tuple[float, float]:
    """Time the usual loop over 1,000 projects, scaled to P: prefetch, decide, bulk_update."""
    from django.db import transaction
    from django.db.models import Prefetch

    from greenlight.plans.models import Milestone
    from greenlight.projects.models import Project

    def go() -> None:
        ids = list(Project.objects.order_by("pk").values_list("pk", flat=True)[:LOOPED])
        stones = Prefetch("milestones", queryset=Milestone.objects.all())
        rows = list(Project.objects.filter(pk__in=ids).prefetch_related(stones))
        for project in rows:
            level = 0
            for one in project.milestones.all():
                if one.done_on is None:
                    late = (DAY - one.due).days
                    red = late > 30 or (one.is_gate and late > 15)
                    level = max(level, 2 if red else 1 if late >= -7 else 0)
            project.version = level + 1
        Project.objects.bulk_update(rows, ["version"], batch_size=1000)

    seconds, busy, scale = [], [], p / min(p, LOOPED)
    for _ in range(3):
        with transaction.atomic():
            cpu = time.process_time()
            seconds.append(timed(go)[0])
            busy.append(time.process_time() - cpu)
            transaction.set_rollback(True)
    return statistics.median(seconds) * scale, statistics.median(busy) * scale


def measure(p: int) -> dict[str, Any]:
    """Fill an empty database with P projects and measure."""
    from django.core.management import call_command

    from greenlight.people.models import Region, Zone

    call_command("flush", interactive=False, verbosity=0)
    region = Region.objects.create(code="330881", name="示例市")
    zone = Zone.objects.create(name="示例开发区", region=region)
    columns = gen(p)
    fill(zone, p, columns)
    runs = 5 if p <= 10_000 else 3
    usual = night(zone, RULE, runs, p)
    assert usual["counts"] == colours(*columns), (usual["counts"], colours(*columns))
    own = night(zone, DEFAULT, runs, p)
    sql, (looped, busy) = store(runs), loop(p)
    return {
        "projects": p, **{k: v for k, v in usual.items() if k != "counts"}, **usual["counts"],
        "default_night_s": own["night_s"], "default_cpu_s": own["night_cpu_s"],
        "default_written": own["written"],
        "store_s": sql, "loop_s": looped, "loop_cpu_s": busy,
        "night_to_loop_cpu": usual["night_cpu_s"] / busy, "default_to_loop_cpu": own["night_cpu_s"] / busy,
        "night_to_loop": usual["night_s"] / looped, "night_to_store": usual["night_s"] / sql,
        "default_to_loop": own["night_s"] / looped, "default_to_store": own["night_s"] / sql,
    }  # fmt: skip


def main() -> None:
    """Measure every size asked for and print one JSON line each."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for size in [int(one) for one in sys.argv[1:]] or [100, 1000, 10_000]:
        found = measure(size)
        print(
            json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in found.items()}), flush=True
        )


if __name__ == "__main__":
    main()
