"""Many projects in a zone, quickly: what a ledger of 10^4 or 10^5 rows holds, written by the bulk door.

    from many import make_many      # beside pages.py
    make_many(zone, units, have=0, want=100_000)

Names, units, amounts, dates and lights vary by fixed rules: the same rows every time.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

TODAY = date(2026, 7, 31)
NOW = datetime(2026, 7, 31, tzinfo=UTC)
STAGES = ("signed", "registration", "land_secured", "groundbreaking", "groundbreaking", "completed")
PLACES = ("城南", "贺村", "上余", "四都", "莲华山", "江东")
GOODS = ("电池", "互感器", "门业", "新材料", "装备制造", "食品", "光伏")
PART = 5000


def make_many(zone, units, have: int, want: int) -> None:
    """Add projects with plan, investment, people and words until there are `want`; lights and lines too."""
    from greenlight.desk import lines
    from greenlight.warnings.actions import judge_projects

    for start in range(have, want, PART):
        _part(zone, units, range(start, min(start + PART, want)))
    judge_projects(zone.pk, day=TODAY, at=NOW, cause="import")
    lines.rebuild_all(zone.pk)


def _part(zone, units, numbers: range) -> None:
    from greenlight.base import bulk
    from greenlight.enterprises.models import Enterprise
    from greenlight.projects.models import Assignment, Project, ProjectCode, ProjectParty

    names = [f"{PLACES[n % 6]}{GOODS[n % 7]}{n}号{'扩建' if n % 4 else '新建'}项目" for n in numbers]
    rows = [
        (name, name, "attraction", STAGES[n % 6], ("new", "continuing", "finishing", "reserve")[n % 4],
         f"{PLACES[n % 6]}工业园 {n % 90} 号地块",
         f"新增用地 {n % 200} 亩，建设厂房 {n % 30} 万平方米及配套设施",
         Decimal(n % 400) / 2 if n % 9 else None, Decimal(3000 + n * 37 % 90000) if n % 50 else None,
         f"主体结构施工至 {n % 12} 层" if n % 3 else "", "用地指标未落实" if n % 11 == 0 else "",
         TODAY - timedelta(days=n % 70))
        for n, name in zip(numbers, names, strict=True)
    ]  # fmt: skip
    columns = ("name", "name_norm", "kind", "stage", "nature", "location", "scale", "land_area_mu",
               "total_wan", "site_progress", "issue", "site_updated_on")  # fmt: skip
    projects = bulk.insert_new(Project, columns, rows, zone=zone.pk, created_at=NOW, updated_at=NOW)
    told = list(zip(numbers, projects, strict=True))
    firms = bulk.insert_new(Enterprise, ("name", "name_norm"),
                            [(f"示例{n}有限公司", f"示例{n}") for n in numbers], zone=zone.pk)  # fmt: skip
    bulk.insert_new(ProjectParty, ("project", "enterprise"), list(zip(projects, firms, strict=True)),
                    zone=zone.pk, role="owner")  # fmt: skip
    bulk.insert_new(ProjectCode, ("project", "code"),
                    [(pk, f"2607-330881-04-01-{n:06d}") for n, pk in told], zone=zone.pk)  # fmt: skip
    people = [(pk, "lead", units[n % len(units)].pk, "") for n, pk in told]
    people += [(pk, "sponsor", None, f"领导{n % 12}") for n, pk in told]
    bulk.insert_new(Assignment, ("project", "role", "unit", "person"), people, zone=zone.pk)
    _plans(zone, units, told)
    _money(zone, told)


def _plans(zone, units, told) -> None:
    from greenlight.base import bulk
    from greenlight.plans.models import Milestone, Plan

    plans = bulk.insert_new(Plan, ("project",), [(pk,) for _, pk in told], zone=zone.pk)
    stones = [
        (plan, pk, key, name, seq, units[n % len(units)].pk,
         TODAY + timedelta(days=n * 7 % 500 - 60 + seq * 10),
         TODAY - timedelta(days=90) if key == "groundbreaking" and n % 3 else None)
        for plan, (n, pk) in zip(plans, told, strict=True)
        for key, name, seq in (("groundbreaking", "开工", 10), ("completed", "竣工", 20))
    ]  # fmt: skip
    columns = ("plan", "project", "key", "name", "seq", "owner", "due", "done_on")
    bulk.insert_new(Milestone, columns, stones, zone=zone.pk)


def _money(zone, told) -> None:
    from greenlight.base import bulk
    from greenlight.investment.models import InvestmentReport, YearPlan

    plans = [(pk, Decimal(4000 + n % 3000)) for n, pk in told if n % 5]
    bulk.insert_new(YearPlan, ("project", "amount_wan"), plans, zone=zone.pk, year=2026, at=NOW)
    reports = [(pk, month, Decimal((300 + n % 500) * month)) for n, pk in told if n % 6 for month in (5, 6)]
    columns = ("project", "month", "ytd_wan")
    bulk.insert_new(InvestmentReport, columns, reports, zone=zone.pk, year=2026, at=NOW)
