"""Projects with plans and money, as the tests of this room need them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.plans.models import Milestone, Plan
from greenlight.projects.models import Assignment, Project
from greenlight.warnings.models import LightSnapshot, Scene
from tests import make


def milestone(project: Project, key: str = "groundbreaking", **values: Any) -> Milestone:
    """Put a milestone into the project's plan."""
    plan, _ = Plan.objects.get_or_create(project=project, zone=project.zone)
    values.setdefault("name", {"groundbreaking": "开工", "completed": "竣工"}.get(key, key))
    values.setdefault("seq", 10 if key == "groundbreaking" else 20)
    return Milestone.objects.create(plan=plan, project=project, zone=project.zone, key=key, **values)


def lead(project: Project, name: str = "经济发展科") -> Assignment:
    """Name the 责任单位."""
    return Assignment.objects.create(
        project=project, zone=project.zone, role="lead", unit=make.unit(name, project.zone)
    )


def year_plan(project: Project, amount: int | str, year: int = 2022) -> YearPlan:
    """Set the year plan as a ledger would."""
    return YearPlan.objects.create(
        project=project, zone=project.zone, year=year, amount_wan=Decimal(amount), at=make.NOW
    )


def reported(
    project: Project, month: int, ytd: int | str, year: int = 2022, **values: Any
) -> InvestmentReport:
    """Report a month as a ledger would."""
    values.setdefault("at", make.NOW)
    return InvestmentReport.objects.create(
        project=project, zone=project.zone, year=year, month=month, ytd_wan=Decimal(ytd), **values
    )


def light(project: Project, scene: str = Scene.PROJECT) -> LightSnapshot:
    """Return the present light."""
    return LightSnapshot.objects.get(project=project, scene=scene, latest=True)


def at(day: date) -> datetime:
    """Return a moment of a day."""
    return make.NOW.replace(year=day.year, month=day.month, day=day.day)
