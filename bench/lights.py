"""Lights of many projects: what a night costs, beside the usual Django loop and plain SQL, as a table.

    DATABASE_URL=postgres://greenlight@127.0.0.1:5599/lights python bench/lights.py [SIZE ... | again]

P projects x 60 milestones by the seeded rules of the peers' workload (a node late: yellow from 1 day, due
within 7 days: yellow, red from 31 days, a key node from 16), every milestone with a unit, every project with
its 责任单位. Everything is judged on the day before; then the night is timed: ensure_judged finds what turned
and writes it back (lights with rule, inputs and since, warnings, turns, the next turn), foreign keys checked.
Its colours are compared with NumPy's over all milestones. Then the same with the ledger's lines, and with all
rooms above (cross-checks of money, notices). `again`: the night of the database as the last run left it.

Beside it, in the same database and run:

- `same`: the night's judging, writing what `store` writes, with rule, inputs and since, where it changed;
- `store`: the plain UPDATE of one colour a project from a SELECT over all milestones; `narrow`: the same
  over the peers' table of nodes, six numbers a row;
- `loop`: prefetch, decide in Python and bulk_update, scaled from 1,000 projects.

Up to 10,000 projects the night is also timed by the default rule (1 and 30 days, nothing said before a date
is due). Medians; beside the seconds the processor time of both processes, which others hardly move.
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
NARROW = """max(case when actual >= 0 then 0 when %s - planned > 30 or (key_node and %s - planned > 15) then 2
                when %s - planned >= 1 or planned - %s <= 7 then 1 else 0 end)"""
LOOPED, UNITS, RUNS = 1000, 20, 5
NOBODY, LINES, ALL = tuple[str, ...](), ("desk.",), ("",)
DEFAULT_UP_TO = 10_000
Took = tuple[float, float]  # seconds, seconds of the processor


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
    """Write projects, units, plans and milestones through the bulk door."""
    from greenlight.base import bulk
    from greenlight.people.models import Unit
    from greenlight.plans.models import Milestone, Plan
    from greenlight.projects.models import Assignment, Project

    planned, actual, key = columns
    units = [Unit.objects.create(zone=zone, name=f"单位{n}").pk for n in range(UNITS)]
    days = [ZERO + timedelta(days=n) for n in range(int(planned.max()) + 50)]
    for start in range(0, p, 2000):
        numbers = range(start, min(start + 2000, p))
        rows = [(f"项目{n}", f"项目{n}") for n in numbers]
        ids = bulk.insert_new(Project, ("name", "name_norm"), rows, zone=zone.pk, kind="attraction",
                              stage="signed", created_at=AT, updated_at=AT)  # fmt: skip
        plans = bulk.insert_new(Plan, ("project",), [(pk,) for pk in ids], zone=zone.pk)
        leads = [(pk, units[pk % UNITS]) for pk in ids]
        bulk.append(Assignment, ("project", "unit"), leads, zone=zone.pk, role="lead")
        stones = [
            (plan, pk, f"N{k:02}", f"节点{k}", k, days[planned[n, k]],
             days[actual[n, k]] if actual[n, k] >= 0 else None, bool(key[n, k]),
             units[(pk + k) % UNITS])
            for n, pk, plan in zip(numbers, ids, plans, strict=True)
            for k in range(NODES)
        ]  # fmt: skip
        names = ("plan", "project", "key", "name", "seq", "due", "done_on", "is_gate", "owner")
        bulk.insert_new(Milestone, names, stones, zone=zone.pk)


def timed(work: Callable[[], Any]) -> tuple[Took, Any]:
    """Return what work took, with the processor time of this process and of the database's."""
    gc.collect()
    began, busy = time.perf_counter(), time.process_time() + served()
    found = work()
    busy = time.process_time() + served() - busy
    return (time.perf_counter() - began, busy), found


def served() -> float:
    """Return the processor seconds of the database's process for us; 0 where it is not on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not told.exists() or "postgres" not in told.read_text().split(")")[0]:
        return 0.0
    words = told.read_text().rsplit(")", 1)[1].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def median(found: list[Took]) -> Took:
    return statistics.median(one[0] for one in found), statistics.median(one[1] for one in found)


def evening(zone: Any, params: dict[str, int]) -> Took:
    """Judge the eve in full, timed; then make the lines of the ledger."""
    from django.db import connection

    from greenlight.desk import lines
    from greenlight.warnings import actions
    from greenlight.warnings.models import KnownFacts, LightSnapshot, LightTurn, NextTurn, ZoneJudged
    from greenlight.warnings.models import Warning as Held

    for model in (LightSnapshot, LightTurn, Held, KnownFacts, NextTurn, ZoneJudged):
        model.objects.all()._raw_delete("default")
    ruled(zone, params)
    with listened(NOBODY):
        whole, _ = timed(lambda: actions.ensure_judged(zone.pk, DAY - timedelta(days=1), AT))
    lines.rebuild_all(zone.pk)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return whole


def night(zone: Any, runs: int, heard: tuple[str, ...] = NOBODY) -> dict[str, Any]:
    """Judge the night, heard by some rooms; it is taken back and timed again."""
    from django.db import connection, transaction

    from greenlight.warnings import actions
    from greenlight.warnings.models import LightSnapshot

    def judge() -> None:
        actions.ensure_judged(zone.pk, DAY, AT)
        connection.check_constraints()

    took = list[Took]()
    for _ in range(runs + 1):
        with transaction.atomic(), listened(heard):
            took.append(timed(judge)[0])
            now = LightSnapshot.objects.filter(scene="project", latest=True)
            counts = {colour: now.filter(colour=colour).count() for colour in ("red", "yellow")}
            written = rows_written()
            transaction.set_rollback(True)
    return {"night": median(took[1:]), "counts": counts, "written": written}


def rows_written() -> dict[str, int]:
    """Count what the night wrote: projects, lights, turns, warnings opened."""
    from greenlight.warnings.models import LightSnapshot, LightTurn
    from greenlight.warnings.models import Warning as Held

    lit = LightSnapshot.objects.filter(day=DAY)
    return {"projects": lit.values("project").distinct().count(), "lights": lit.count(),
            "turns": LightTurn.objects.filter(day=DAY).count(),
            "warnings": Held.objects.filter(opened_on=DAY).count()}  # fmt: skip


def same(zone: Any, runs: int) -> Took:
    """Time the night's judging with the write of `store`: colour, rule, inputs and since of what changed."""
    from django.db import connection, transaction

    from greenlight.base.imports.memory import no_collecting
    from greenlight.warnings import packs
    from greenlight.warnings.actions import nightly
    from greenlight.warnings.actions.ahead import Ahead

    sql = ("update bench_told set light = new.a, rule = new.b, inputs = new.c::jsonb, since = new.d "
           "from unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::date[]) as new (k, a, b, c, d) "
           "where id = new.k")  # fmt: skip

    def go() -> None:
        due = nightly.due(zone.pk, DAY - timedelta(days=1), DAY)
        assert due is not None
        with no_collecting():
            ahead = Ahead(due.timely, packs.in_force(zone.pk, DAY), DAY)
            told = [(pk, verdict, verdict.main) for pk, verdict, _ in ahead.judged()]
            rows = [(pk, int(verdict.colour), one.rule, json.dumps(one.numbers), one.since or DAY)
                    for pk, verdict, one in told if one]  # fmt: skip
            cursor.execute(sql, [list(column) for column in zip(*rows, strict=True)])
            ahead.store()

    took = []
    with connection.cursor() as cursor:
        cursor.execute("create table bench_told as select id, 0 as light, '' as rule, '{}'::jsonb as inputs, "
                       "current_date as since from projects_project")  # fmt: skip
        cursor.execute("alter table bench_told add primary key (id)")
        for _ in range(runs + 1):
            with transaction.atomic():
                took.append(timed(go)[0])
                transaction.set_rollback(True)
        cursor.execute("drop table bench_told")
    return median(took[1:])


@contextmanager
def listened(heard: tuple[str, ...]) -> Iterator[None]:
    """Let only those hear of it whose names begin so: the ledger's lines, or all rooms, or nobody."""
    from django.db.models.signals import post_save

    from greenlight.warnings.signals import lights_judged, warnings_changed

    kept = [(one, one.receivers) for one in (lights_judged, warnings_changed, post_save)]
    for one, receivers in kept:
        one.receivers = [each for each in receivers if str(each[0][0]).startswith(heard)]
        one.sender_receivers_cache.clear()
    yield
    for one, receivers in kept:
        one.receivers = receivers
        one.sender_receivers_cache.clear()


def store(runs: int, nodes: str, level: str, today: Any) -> Took:
    """Time the plain statement: the colour of every project, from all of its `nodes`, written back."""
    from django.db import connection, transaction

    took = []
    sql = (f"update bench_light set light=q.l from (select project_id, {level} l from {nodes} "
           "group by project_id) q where q.project_id = bench_light.id")  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("create table bench_light as select id, 0 as light from projects_project")
        cursor.execute("alter table bench_light add primary key (id)")
        cursor.execute("set work_mem='256MB'")
        for _ in range(runs + 1):
            with transaction.atomic():
                took.append(timed(lambda: cursor.execute(sql, [today] * 4))[0])
                transaction.set_rollback(True)
        cursor.execute("drop table bench_light")
        cursor.execute("reset work_mem")
    return median(took[1:])


def narrow(runs: int) -> Took:
    """Time it over the table of the peers: project, place, planned, actual, key node."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("create table bench_nodes as select project_id::int, seq::int, (due - %s) as planned, "
                       "coalesce(done_on - %s, -1) as actual, is_gate as key_node from plans_milestone "
                       "order by project_id, seq", [ZERO] * 2)  # fmt: skip
        cursor.execute("alter table bench_nodes add primary key (project_id, seq)")
        cursor.execute("analyze bench_nodes")
        took = store(runs, "bench_nodes", NARROW, TODAY)
        cursor.execute("drop table bench_nodes")
    return took


def loop(p: int) -> Took:
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
                if one.done_on is None and one.due:
                    late = (DAY - one.due).days
                    red = late > 30 or (one.is_gate and late > 15)
                    level = max(level, 2 if red else 1 if late >= -7 else 0)
            project.version = level + 1
        Project.objects.bulk_update(rows, ["version"], batch_size=1000)

    took, scale = [], p / min(p, LOOPED)
    for _ in range(3):
        with transaction.atomic():
            took.append(timed(go)[0])
            transaction.set_rollback(True)
    seconds, busy = median(took)
    return seconds * scale, busy * scale


def made(p: int) -> Any:
    """Fill an empty database with P projects; return their zone."""
    from django.core.management import call_command

    from greenlight.people.models import Region, Zone

    call_command("flush", interactive=False, verbosity=0)
    region = Region.objects.create(code="330881", name="示例市")
    zone = Zone.objects.create(name="示例开发区", region=region)
    fill(zone, p, gen(p))
    return zone


def measure(p: int, again: bool = False) -> dict[str, Any]:
    """Measure the night of P projects, made for it or there already."""
    from greenlight.people.models import Zone

    zone, runs = Zone.objects.get() if again else made(p), RUNS
    found: dict[str, Any] = {"projects": p}
    if p <= DEFAULT_UP_TO and not again:
        evening(zone, DEFAULT)
        found["default"] = night(zone, runs)["night"]
    if not again:
        found["whole"] = evening(zone, RULE)
    found |= night(zone, runs)
    assert found["counts"] == colours(*gen(p)), found["counts"]
    found |= {"lines": night(zone, runs, LINES)["night"], "rest": night(zone, runs, ALL)["night"],
              "same": same(zone, runs), "narrow": narrow(runs), "loop": loop(p),
              "store": store(runs, "plans_milestone", LEVEL, DAY)}  # fmt: skip
    return found


def table(rows: list[dict[str, Any]]) -> str:
    """Return what was measured as Markdown: seconds (processor seconds), and the ratios."""

    def line(name: str, cell: Callable[[dict[str, Any]], str]) -> str:
        return "| " + " | ".join([name, *(cell(one) for one in rows)]) + " |"

    def took(key: str) -> Callable[[dict[str, Any]], str]:
        return lambda one: "{:.3g} ({:.3g})".format(*one[key]) if key in one else "—"

    def ratio(key: str, to: str) -> Callable[[dict[str, Any]], str]:
        def told(one: dict[str, Any]) -> str:
            pairs = [mine / (theirs or 1e-9) for mine, theirs in zip(one[key], one[to], strict=True)]
            return " ".join(f"1/{1 / each:.0f}" if each < 0.1 else f"{each:.2f}" for each in pairs)

        return told

    return "\n".join([
        line("项目", lambda one: f"{one['projects']:,}"), line("---", lambda _: "---"),
        line("变了的项目", lambda one: f"{one['written']['projects']:,}"),
        line("写的行：灯/变灯/预警", lambda one: "/".join(str(one["written"][k]) for k in
                                                 ("lights", "turns", "warnings"))),
        *(line(word, took(key)) for key, word in WORDS.items()),
        *(line(f"{WORDS[key]} ÷ {to}", ratio(key, to)) for key in ("night", "lines", "same")
          for to in ("store", "narrow", "loop")),
    ])  # fmt: skip


WORDS = {"whole": "第一次全判", "night": "夜里", "lines": "夜里，连台账行", "rest": "夜里，连交叉核对和通知",
         "default": "夜里，出厂规则",
         "same": "同样的活", "store": "store", "narrow": "store，窄表", "loop": "循环"}  # fmt: skip


def main() -> None:
    """Measure every size asked for; print one JSON line each, and the table."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from greenlight.projects.models import Project

    rows = []
    for word in sys.argv[1:] or ["100", "1000", "10000", "100000"]:
        again = word == "again"
        rows.append(measure(Project.objects.count() if again else int(word), again))
        print(json.dumps(rows[-1]), flush=True)
    print(table(rows))


if __name__ == "__main__":
    main()
