"""A project with the node library behind it, and what its ledger row gave it."""

from __future__ import annotations

from datetime import date
from typing import Any

from greenlight.plans import actions
from greenlight.plans.drafting import Wish
from greenlight.plans.keeping import PROMISE
from greenlight.plans.models import Baseline, Milestone, MilestoneDates, Plan, PlanVersion
from greenlight.projects import library
from greenlight.projects.models import Project
from tests import make

ALL_ON: tuple[str, ...] = ()


def project(stage: str = "lead", **values: Any) -> Project:
    """Make a project of a zone whose node library is in place."""
    library.seed()
    return make.project(stage=stage, **values)


def skeleton(found: Project, **due: date) -> Plan:
    """Give a project the plan of a ledger row, as its import does."""
    plan = Plan.objects.create(project=found, zone=found.zone)
    version = PlanVersion.objects.create(
        plan=plan, zone=found.zone, n=1, state="approved", origin="ledger", created_at=make.NOW
    )
    for place, (key, day) in enumerate(due.items(), 1):
        stone = Milestone.objects.create(
            plan=plan, project=found, zone=found.zone, key=key, name=key, seq=10 * place, due=day,
            owner=make.unit(),
        )  # fmt: skip
        MilestoneDates.objects.create(version=version, milestone=stone, due=day)
    dates = {key: day.isoformat() for key, day in due.items()}
    Baseline.objects.create(version=version, zone=found.zone, name=PROMISE, dates=dates, at=make.NOW)
    return plan


def planned(found: Project, wish: Wish | None = None) -> PlanVersion:
    """Make a plan forward from today."""
    return actions.make(by=make.by(), project=found, wish=wish or Wish("forward"))


def stone(found: Project, key: str) -> Milestone:
    """Return a milestone as it stands."""
    return Milestone.objects.get(project=found, key=key)
