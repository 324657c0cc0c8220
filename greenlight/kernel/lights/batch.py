"""Lights of a whole portfolio at once: columns in, colours out, the same as `judge` one by one.

For counting and ranking 100,000 projects; reasons are made by `judge` for the projects shown.
Rule kinds with a batch form: milestone_days_late (without its optional early signs),
start_months_late, points_below_elapsed, share_of_elapsed, registration_months_late.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import (
    ACTIVE,
    Facts,
    InvestmentFact,
    RegistrationFact,
    StartFact,
)
from greenlight.kernel.lights.reasons import INVESTMENT, MILESTONES, SITE, WARNINGS
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.months import period_end

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]
Months = NDArray[np.int32]
Amounts = NDArray[np.int64]
Colours = NDArray[np.int8]

NO_DAY = 0  # date.toordinal() begins at 1
NO_MONTH = -1
_EPOCH = date(1970, 1, 1).toordinal()
_YUAN = 10_000  # amounts are counted in 元: 万元 with four places, as integers


class NoBatchForm(ValueError):
    """A rule that only `judge` can apply; `kind` names it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"规则种类“{kind}”没有批量算法")


@dataclass(frozen=True, slots=True)
class MilestoneColumns:
    """M milestones of P projects: those of project i are offsets[i]:offsets[i+1] (P+1 offsets).

    `due` is the last day meant (see months.period_end); `moving` says percent above 0.
    """

    offsets: NDArray[np.int64]
    due: Days
    started: Days
    done: Days
    moving: Flags


@dataclass(frozen=True, slots=True)
class InvestmentColumns:
    """P latest reports: amounts in 元, `month` (year × 12 + month − 1), NO_MONTH: no report."""

    plan_yuan: Amounts
    ytd_yuan: Amounts
    month: Months


@dataclass(frozen=True, slots=True)
class StartColumns:
    """P planned months of start (NO_MONTH: none), actual days, and accepted reasons."""

    planned: Months
    actual: Days
    excused: Flags


@dataclass(frozen=True, slots=True)
class RegistrationColumns:
    """P days of start and of statistical registration; no data is NO_DAY in both."""

    started: Days
    registered: Days


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of P projects. Days are ordinals, NO_DAY where there is none."""

    milestones: MilestoneColumns
    investment: InvestmentColumns
    start: StartColumns
    registration: RegistrationColumns
    site_done: Flags
    active: Flags


def judge_batch(columns: Columns, rules: Iterable[Rule], today: date) -> dict[str, Colours]:
    """The colours (as the numbers of Colour) of every project by scene, warnings the whole.

    Raises NoBatchForm for a rule that has none.
    """
    grey = np.zeros(len(columns.active), np.int8)
    site = np.where(columns.site_done, np.int8(Colour.BLUE), grey)
    lights = {MILESTONES: grey, INVESTMENT: grey, SITE: site}
    for rule in rules:
        found = _ruler(rule)(columns, rule, today)
        lights[rule.scene] = np.maximum(lights[rule.scene], found)
    lights = {scene: np.where(columns.active, light, grey) for scene, light in lights.items()}
    lights[WARNINGS] = np.maximum.reduce(list(lights.values()))
    return lights


Ruler = Callable[[Columns, Rule, date], Colours]


def _ruler(rule: Rule) -> Ruler:
    own = ("due_soon_days", "behind_points", "key_red_days")
    early = any(rule.params.get(name) is not None for name in own)
    ruler = _RULERS.get(rule.kind)
    if ruler is None or early:
        raise NoBatchForm(rule.kind)
    return ruler


def _known(days: Days, today: int) -> Flags:
    known: Flags = (days != NO_DAY) & (days <= today)
    return known


def _graded(amount: NDArray[np.int32], rule: Rule, unit: str) -> Colours:
    yellow = max(int(rule.params.get(f"yellow_{unit}") or 0), 1)
    red = int(rule.params.get(f"red_{unit}") or 0)
    graded = np.where(amount >= yellow, np.int8(Colour.YELLOW), np.int8(Colour.GREY))
    return np.where(amount >= red, np.int8(Colour.RED), graded) if red else graded


def _milestones(columns: Columns, rule: Rule, day: date) -> Colours:
    own, today = columns.milestones, day.toordinal()
    done = _known(own.done, today)
    ahead = ~done & (own.due != NO_DAY)
    begun = own.moving | _known(own.started, today)
    late = _graded(today - own.due, rule, "days")
    open_ = np.maximum(late, np.where(begun, np.int8(Colour.GREEN), np.int8(Colour.GREY)))
    colours = np.where(ahead, open_, np.int8(Colour.GREY))
    colours = np.where(done, np.int8(Colour.BLUE), colours)
    # The next open milestone of a plan with anything done is under way (rulings._under_way).
    under_way = _any(done, own.offsets) & _any(ahead, own.offsets)
    green = np.where(under_way, np.int8(Colour.GREEN), np.int8(Colour.GREY))
    return np.maximum(_worst(colours, own.offsets), green)


def _any(flags: Flags, offsets: NDArray[np.int64]) -> Flags:
    return _worst(flags.astype(np.int8), offsets) > 0


def _worst(colours: Colours, offsets: NDArray[np.int64]) -> Colours:
    worst = np.zeros(len(offsets) - 1, np.int8)
    filled = np.diff(offsets) > 0
    if filled.any():
        worst[filled] = np.maximum.reduceat(colours, offsets[:-1][filled])
    return worst


def _starts(columns: Columns, rule: Rule, day: date) -> Colours:
    own = columns.start
    gone = _month(day) - own.planned
    late = _graded(gone, rule, "months")
    on_plan = (gone >= 0) & ((late == Colour.GREY) | own.excused)
    colours = np.where(on_plan, np.int8(Colour.GREEN), late)
    colours = np.where(own.planned == NO_MONTH, np.int8(Colour.GREY), colours)
    made = _known(own.actual, day.toordinal())
    return np.where(made, np.int8(Colour.BLUE), colours)


def _points(columns: Columns, rule: Rule, day: date) -> Colours:
    own = columns.investment
    yellow, red = (Fraction(str(rule.params[f"{name}_points"])) for name in ("yellow", "red"))
    plan, ytd = _wide_enough(own.plan_yuan, own.ytd_yuan, max(yellow, red))
    behind = 100 * (own.month.astype(np.int64) % 12 + 1) * plan - 1200 * ytd

    def over(limit: Fraction) -> NDArray[np.int64]:
        return behind * limit.denominator - limit.numerator * 12 * plan

    colours = np.where(over(yellow) >= 0, np.int8(Colour.YELLOW), np.int8(Colour.GREEN))
    colours = np.where(over(red) > 0, np.int8(Colour.RED), colours)
    colours = np.where(ytd >= plan, np.int8(Colour.BLUE), colours)
    return np.where(_told(own, day), colours, np.int8(Colour.GREY))


def _told(own: InvestmentColumns, day: date) -> Flags:
    told: Flags = (own.plan_yuan > 0) & (own.month != NO_MONTH) & (own.month <= _month(day))
    return told


def _shares(columns: Columns, rule: Rule, day: date) -> Colours:
    own = columns.investment
    yellow, red = (Fraction(str(rule.params.get(f"{name}_percent") or 0)) for name in ("yellow", "red"))
    plan, ytd = _wide_enough(own.plan_yuan, own.ytd_yuan, max(yellow, red))
    due = plan * (own.month.astype(np.int64) % 12 + 1)

    def below(limit: Fraction) -> Flags:
        lower: Flags = 1200 * ytd * limit.denominator < limit.numerator * due
        return lower

    colours = np.where(below(yellow), np.int8(Colour.YELLOW), np.int8(Colour.GREEN))
    colours = np.where(below(red), np.int8(Colour.RED), colours)
    colours = np.where(ytd >= plan, np.int8(Colour.BLUE), colours)
    least = ceil(Fraction(str(rule.params.get("least_plan_wan") or 0)) * _YUAN)
    return np.where(_told(own, day) & (plan >= least), colours, np.int8(Colour.GREY))


def _wide_enough(plan: Amounts, ytd: Amounts, limit: Fraction) -> tuple[Amounts, Amounts]:
    # Amounts that would overflow 64 bits are counted with Python's integers: slow, but right.
    largest = max(int(np.abs(column).max(initial=0)) for column in (plan, ytd))
    if largest * (2400 * limit.denominator + 12 * limit.numerator) < 2**63:
        return plan, ytd
    return plan.astype(object), ytd.astype(object)


def _registrations(columns: Columns, rule: Rule, day: date) -> Colours:
    own, today = columns.registration, day.toordinal()
    waiting = _known(own.started, today) & ~_known(own.registered, today)
    started = (np.where(waiting, own.started, today) - _EPOCH).astype("datetime64[D]")
    month = started.astype("datetime64[M]")
    of_month = (started - month).astype(np.int64) + 1
    last = monthrange(day.year, day.month)[1]
    whole = _month(day) - month.astype(np.int64) - 1970 * 12
    whole -= np.minimum(of_month, last) > day.day
    graded = _graded(whole.astype(np.int32), rule, "months")
    return np.where(waiting, graded, np.int8(Colour.GREY))


_RULERS: dict[str, Ruler] = {
    "milestone_days_late": _milestones,
    "start_months_late": _starts,
    "points_below_elapsed": _points,
    "share_of_elapsed": _shares,
    "registration_months_late": _registrations,
}


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def columns_of(facts: Sequence[Facts]) -> Columns:
    """Columns from facts, for callers that already hold them; a query fills them directly.

    Raises ValueError for an amount with more than four places of 万元.
    """
    return Columns(
        milestones=_milestone_columns(facts),
        investment=_investment_columns([each.investment for each in facts]),
        start=_start_columns([each.start for each in facts]),
        registration=_registration_columns([each.registration for each in facts]),
        site_done=_flags(bool(each.site and (each.site.percent or 0) >= 100) for each in facts),
        active=_flags(each.state == ACTIVE for each in facts),
    )


def _milestone_columns(facts: Sequence[Facts]) -> MilestoneColumns:
    own = [fact for each in facts for fact in each.milestones]
    return MilestoneColumns(
        offsets=np.cumsum([0, *(len(each.milestones) for each in facts)], dtype=np.int64),
        due=_days(period_end(f.due, f.due_precision) if f.due else None for f in own),
        started=_days(fact.started for fact in own),
        done=_days(fact.done for fact in own),
        moving=_flags(bool(fact.percent) for fact in own),
    )


def _investment_columns(own: Sequence[InvestmentFact | None]) -> InvestmentColumns:
    return InvestmentColumns(
        plan_yuan=np.array([yuan(fact.year_plan_wan if fact else None) for fact in own], np.int64),
        ytd_yuan=np.array([yuan(fact.ytd_wan if fact else None) for fact in own], np.int64),
        month=np.array([_report_month(fact) for fact in own], np.int32),
    )


def _report_month(fact: InvestmentFact | None) -> int:
    if fact is None or fact.month is None or fact.ytd_wan is None:
        return NO_MONTH
    return _month(date(fact.year, fact.month, 1))


def _start_columns(own: Sequence[StartFact | None]) -> StartColumns:
    planned = [fact.planned if fact else None for fact in own]
    return StartColumns(
        planned=np.array([_month(day) if day else NO_MONTH for day in planned], np.int32),
        actual=_days(fact.actual if fact else None for fact in own),
        excused=_flags(bool(fact and fact.excuse) for fact in own),
    )


def _registration_columns(own: Sequence[RegistrationFact | None]) -> RegistrationColumns:
    return RegistrationColumns(
        started=_days(fact.started if fact else None for fact in own),
        registered=_days(fact.registered if fact else None for fact in own),
    )


def _days(days: Iterable[date | None]) -> Days:
    return np.array([day.toordinal() if day else NO_DAY for day in days], np.int32)


def _flags(flags: Iterable[bool]) -> Flags:
    return np.array(list(flags), np.bool_)


def yuan(amount: Decimal | None) -> int:
    """An amount of 万元 in 元; raises ValueError for one with more than four places."""
    found = (amount or Decimal(0)) * _YUAN
    if found != int(found):
        raise ValueError(f"金额 {amount} 万元超过四位小数")
    return int(found)
