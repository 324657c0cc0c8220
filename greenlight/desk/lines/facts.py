"""What a line needs beyond the ledger's own values: light, next milestone, slip, sums; a query each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from greenlight.base import bulk
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.kernel import stages
from greenlight.plans.filters import STAGE_KEYS
from greenlight.plans.models import Milestone, Slip
from greenlight.warnings import reasons
from greenlight.warnings.models import LightSnapshot

Stage = tuple[str, str]  # kind, stage


@dataclass(frozen=True, slots=True)
class Coming:
    """The earliest dated milestone nobody has done and no reached stage has passed."""

    name: str
    due: date
    owner: str


@dataclass(frozen=True, slots=True)
class Done:
    """The newest cumulative amount: works go before payments."""

    year: int
    month: int
    amount: Decimal


@dataclass(frozen=True)
class Facts:
    """Facts of some projects by project id; what a project lacks is not there."""

    lights: dict[int, reasons.Lit]
    coming: dict[int, Coming]
    dated: set[int]
    slipping: set[int]
    plans: dict[int, tuple[int, Decimal]]
    done: dict[int, Done]
    reported: dict[int, int]


def collect(ids: Sequence[int], at: dict[int, Stage]) -> Facts:
    """Return the facts of projects, `at` their kind and stage; six queries."""
    done, reported = _reports(ids)
    return Facts(_lights(ids), _coming(ids, at), _dated(ids), _slipping(ids), _plans(ids), done, reported)


def _lights(ids: Sequence[int]) -> dict[int, reasons.Lit]:
    rows = LightSnapshot.objects.now().filter(bulk.among("project_id", ids))
    found = rows.values_list("project_id", "colour", "since", "day", "reasons")
    return {pk: reasons.lit(*facts) for pk, *facts in found}


def _coming(ids: Sequence[int], at: dict[int, Stage]) -> dict[int, Coming]:
    rows = Milestone.objects.filter(
        bulk.among("project_id", ids), in_plan=True, done_on__isnull=True, due__isnull=False
    ).order_by("project_id", "-due", "-seq")
    names = ("project_id", "key", "name", "due", "owner__name", "department")
    return {
        pk: Coming(name, due, owner or department)
        for pk, key, name, due, owner, department in rows.values_list(*names)
        if due and not (key in STAGE_KEYS and has_passed(*at[pk], key))
    }


def has_passed(kind: str, stage: str, key: str) -> bool:
    """Tell whether a project of a kind at a stage has reached the stage `key`; see plans.filters.reached."""
    codes = [one.code for one in stages.CHAINS.get(kind, ())]
    return key in codes and stage in codes[codes.index(key) :]


def _dated(ids: Sequence[int]) -> set[int]:
    rows = Milestone.objects.filter(bulk.among("project_id", ids), in_plan=True).order_by()
    planned = rows.filter(due__isnull=False) | rows.filter(done_on__isnull=False)
    return set(planned.values_list("project_id", flat=True).distinct())


def _slipping(ids: Sequence[int]) -> set[int]:
    rows = Slip.objects.filter(bulk.among("milestone__project_id", ids), state=Slip.State.WAITING)
    return set(rows.values_list("milestone__project_id", flat=True))


def _plans(ids: Sequence[int]) -> dict[int, tuple[int, Decimal]]:
    rows = YearPlan.objects.filter(bulk.among("project_id", ids), in_force=True).order_by("year")
    return {pk: (year, amount) for pk, year, amount in rows.values_list("project_id", "year", "amount_wan")}


def _reports(ids: Sequence[int]) -> tuple[dict[int, Done], dict[int, int]]:
    rows = InvestmentReport.objects.filter(bulk.among("project_id", ids), in_force=True)
    done: dict[int, Done] = {}
    reported: dict[int, int] = {}
    found = rows.order_by("year", "method", "month")  # "paid" sorts before "work"
    for pk, year, month, amount in found.values_list("project_id", "year", "month", "ytd_wan"):
        done[pk] = Done(year, month, amount)
        reported[pk] = max(reported.get(pk, 0), year * 100 + month)
    return done, reported
