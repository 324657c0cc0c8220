"""Pages at 10^3, 10^4, 10^5 projects: queries, server time (medians), bytes; permissions on.

    .venv/bin/python bench/pages.py [--sizes 1000,10000,100000] [--rounds 9] [--only 回看]

On SQLite in a folder of its own; set DATABASE_URL for PostgreSQL (an empty database).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
TODAY = date(2026, 7, 31)
PAGES = (
    ("台账首页", "/projects/"),
    ("台账筛选", "/projects/?light=red"),
    ("台账搜索", "/projects/?q=%E7%94%B5%E6%B1%A0"),
    ("台账第 20 页", "/projects/?page=20"),
    ("项目页", "/projects/{pk}/"),
    ("驾驶舱", "/cockpit/"),
    ("工作台", "/"),
    ("投资情况", "/investment/"),
    ("节点计划页", "/projects/{pk}/?tab=milestones"),
    ("投资页", "/projects/{pk}/?tab=investment"),
    ("工程形象页", "/projects/{pk}/?tab=site"),
    ("异常预警页", "/projects/{pk}/?tab=warnings"),
    ("预警清单", "/warnings/"),
    ("全区回看", "/warnings/replay/"),
    ("全区回看，武汉比当时", "/warnings/replay/?pack=wuhan&against=force"),
    ("变化", "/turned/"),
    ("交叉核对", "/checks/"),
    ("督办", "/orders/"),
    ("该发的督办", "/orders/due/"),
    ("单位赛马", "/orders/units/"),
    ("现场月表", "/site/overview/"),
    ("一月一汇总", "/reports/month/"),
    ("挂图上墙", "/wallchart/paper/"),
    ("通知", "/notices/"),
    ("核数", "/reports/check/"),
    ("接口 100 项", "/api/v1/projects?limit=100"),
)
DAYS = 5  # days with a site log, of a third of the projects


def begin(folder: str) -> None:
    """Start Django on a fresh database."""
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ |= {
        "GREENLIGHT_DATA": folder, "GREENLIGHT_TODAY": TODAY.isoformat(),
        "DJANGO_SETTINGS_MODULE": "greenlight.settings",
        "GREENLIGHT_TESTING": "1", "GREENLIGHT_HOSTS": "testserver",
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def zone_and_clerk():
    """Make a zone with a unit and a clerk."""
    from greenlight.people.models import Membership, Region, Unit, User, Zone

    region = Region.objects.create(code="330881", name="清源市")
    zone = Zone.objects.create(region=region, name="清源经济开发区")
    units = [Unit.objects.create(zone=zone, name=f"单位{n}") for n in range(20)]
    clerk = User.objects.create_user("lin", name="lin")
    Membership.objects.create(user=clerk, role="clerk", zone=zone)
    return zone, units, clerk.on(TODAY)


def grow(zone, units, have: int, want: int) -> None:
    """Add projects with plan, investment and people until there are `want`."""
    from datetime import UTC, datetime

    from greenlight.investment.models import InvestmentReport, YearPlan
    from greenlight.plans.models import Milestone, Plan
    from greenlight.projects.models import Assignment, Project

    now = datetime(2026, 7, 31, tzinfo=UTC)
    stages = ("signed", "registration", "groundbreaking", "groundbreaking", "completed")
    made = Project.objects.bulk_create(
        [
            Project(
                zone=zone, kind="attraction", name=f"示例{n}号{'电池' if n % 7 else '互感器'}项目",
                name_norm=f"示例{n}号项目",
                stage=stages[n % 5], total_wan=Decimal(3000 + n % 90000), created_at=now, updated_at=now,
            )
            for n in range(have, want)
        ],
        batch_size=2000,
    )  # fmt: skip
    plans = Plan.objects.bulk_create([Plan(project=one, zone=zone) for one in made], batch_size=5000)
    Milestone.objects.bulk_create(
        [
            Milestone(
                plan=plan, project=one, zone=zone, key=key, name=name, seq=seq, owner=units[one.pk % 20],
                due=TODAY + timedelta(days=(one.pk * 7) % 400 - 60 + seq * 10),
                done_on=TODAY - timedelta(days=90) if key == "groundbreaking" and one.pk % 3 else None,
            )
            for plan, one in zip(plans, made, strict=True)
            for key, name, seq in (("groundbreaking", "开工", 10), ("completed", "竣工", 20))
        ],
        batch_size=5000,
    )  # fmt: skip
    Assignment.objects.bulk_create(
        [Assignment(project=one, zone=zone, role="lead", unit=units[one.pk % 20]) for one in made],
        batch_size=5000,
    )
    YearPlan.objects.bulk_create(
        [YearPlan(project=one, zone=zone, year=2026, amount_wan=Decimal(5000), at=now) for one in made],
        batch_size=5000,
    )
    InvestmentReport.objects.bulk_create(
        [
            InvestmentReport(
                project=one, zone=zone, year=2026, month=6, ytd_wan=Decimal(1000 + one.pk % 3000), at=now
            )
            for one in made
        ],
        batch_size=5000,
    )


def work_on(zone, units, have: int, want: int) -> None:
    """Add what people do: a site log on five days for a third of the projects, an order for a tenth."""
    from datetime import UTC, datetime
    from uuid import uuid4

    from greenlight.projects.models import Project
    from greenlight.sites.models import SiteLog
    from greenlight.supervision.models import Order

    now = datetime(2026, 7, 31, tzinfo=UTC)
    ids = list(Project.objects.order_by("pk").values_list("pk", flat=True)[have:want])
    SiteLog.objects.bulk_create(
        [
            SiteLog(project_id=pk, zone=zone, day=TODAY - timedelta(days=back), client_uuid=uuid4(),
                    words="主体施工", workers=30, actor_name="lin", at=now, sent_at=now)
            for pk in ids[::3] for back in range(DAYS)
        ],
        batch_size=5000,
    )  # fmt: skip
    Order.objects.bulk_create(
        [
            Order(project_id=pk, zone=zone, year=2026, n=pk, subject="节点超期", demand="请按期完成",
                  unit=units[pk % 20], raised_by_name="lin", raised_on=TODAY - timedelta(days=20),
                  reply_by=TODAY - timedelta(days=17), first_due=TODAY + timedelta(days=pk % 30 - 10),
                  due=TODAY + timedelta(days=pk % 30 - 10))
            for pk in ids[::10]
        ],
        batch_size=5000,
    )  # fmt: skip


def measure(client, address: str, rounds: int) -> tuple[int, float, float, int]:
    """Return queries, median and worst of the rounds in ms, bytes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        response = client.get(address)
    asked = len(seen)  # now: the next request empties the log
    assert response.status_code == 200, (address, response.status_code)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
    return asked, statistics.median(times), max(times), len(response.content)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begin(folder)
        run([int(one) for one in options.sizes.split(",")], options.rounds, options.only)


def run(sizes: list[int], rounds: int, only: str = "") -> None:
    """Grow the zone size by size and measure every page, or those whose name holds `only`."""
    from django.test import Client

    from greenlight.base import clock
    from greenlight.projects import library
    from greenlight.projects.models import Project
    from greenlight.warnings import packs
    from greenlight.warnings.actions import ensure_judged, judge_projects

    library.seed()
    packs.seed()
    zone, units, clerk = zone_and_clerk()
    packs.open_zone(zone.pk)
    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    have = 0
    print("| 项目数 | 页面 | 查询 | 中位 ms | 最慢 ms | KB |\n| --- | --- | --- | --- | --- | --- |")
    for size in sizes:
        grow(zone, units, have, size)
        work_on(zone, units, have, size)
        have = size
        began = time.perf_counter()
        judge_projects(zone.pk, day=TODAY, at=clock.now(), cause="day")
        judged = time.perf_counter() - began
        ensure_judged(zone.pk, TODAY, clock.now())
        pk = Project.objects.order_by("pk").values_list("pk", flat=True)[size // 2]
        for name, address in [one for one in PAGES if only in one[0]]:
            queries, middle, worst, size_bytes = measure(client, address.format(pk=pk), rounds)
            print(
                f"| {size} | {name} | {queries} | {middle:.1f} | {worst:.1f} | {size_bytes / 1024:.0f} |",
                flush=True,
            )
        print(f"| {size} | 全区算灯一遍 |  | {judged * 1000:.0f} |  |  |", flush=True)


if __name__ == "__main__":
    main()
