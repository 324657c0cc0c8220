"""The rule kinds: one function each, facts and thresholds in, reasons out.

Every function takes (facts, rule, today) and returns the reasons it finds; none at all when the
rule has nothing to say about the project. What lies after `today` is not known on `today`, so a
past day can be judged again with today's records.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import (
    Facts,
    InvestmentFact,
    MilestoneFact,
    RegistrationFact,
    StartFact,
)
from greenlight.kernel.lights.reasons import Plain, Reason
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.months import (
    DAY,
    add_months,
    month_end,
    months_apart,
    next_month_first,
    period_end,
)


class Ruling(NamedTuple):
    """What a rule found before the rule's name is put to it."""

    colour: Colour
    what: str
    numbers: dict[str, Plain]
    about: str = ""
    since: date | None = None

    def under(self, rule: Rule) -> Reason:
        """The reason with rule, version and paper."""
        return Reason(
            rule.scene, self.colour, self.what, rule.code, rule.version, rule.paper,
            self.numbers, self.about, self.since,
        )  # fmt: skip


def decimal_param(rule: Rule, name: str) -> Decimal:
    """A threshold of the rule as a Decimal; 0 when it is switched off."""
    return Decimal(str(rule.params.get(name) or 0))


def int_param(rule: Rule, name: str) -> int:
    """A threshold of the rule in whole days or months; 0 when it is switched off."""
    return int(rule.params.get(name) or 0)


def as_known(day: date | None, today: date) -> date | None:
    """The day if it has come; an entry dated after `today` is not yet known."""
    return day if day and day <= today else None


# Milestones: days late. No government text gives day thresholds for milestones
# (mission_peers B 12), so they are settings; the default is 1 and 30 days.


def milestone_days_late(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """One reason for each milestone: done, late by so many days, on the way, or not yet due.

    yellow_days and red_days: late from so many days on. due_soon_days (off when empty): an open
    milestone due within so many days is yellow. behind_points (off when empty): one whose
    percent lies so many points below the share of its time gone is yellow.
    """
    following = _under_way(facts.milestones, today)
    found = [_milestone(fact, fact is following, rule, today) for fact in facts.milestones]
    if max((ruling.colour for ruling in found), default=Colour.GREY) == Colour.GREY:
        _mark_first(found)
    return tuple([ruling.under(rule) for ruling in found])


def _mark_first(found: list[Ruling]) -> None:
    # A plan of which nothing is due and nothing begun is told by its first milestone.
    dated = [ruling for ruling in found if ruling.what == "milestone_ahead"]
    if dated:
        min(dated, key=lambda ruling: str(ruling.numbers["due"])).numbers["first"] = True


def _due(fact: MilestoneFact) -> date | None:
    if fact.due is None or fact.due_precision == DAY:
        return fact.due
    return period_end(fact.due, fact.due_precision)


def _begun(fact: MilestoneFact, today: date) -> bool:
    return as_known(fact.started, today) is not None or bool(fact.percent)


def _under_way(milestones: tuple[MilestoneFact, ...], today: date) -> MilestoneFact | None:
    # Once anything of a plan is done, its next open milestone is being worked on:
    # a plan half done is green, not blue, and not grey.
    if not any(as_known(fact.done, today) for fact in milestones if fact.done):
        return None
    ahead = [fact for fact in milestones if fact.due and not as_known(fact.done, today)]
    return min(ahead, key=lambda fact: _due(fact) or date.max, default=None)


def _milestone(fact: MilestoneFact, following: bool, rule: Rule, today: date) -> Ruling:
    due, done = _due(fact), as_known(fact.done, today)
    numbers: dict[str, Plain] = {
        "name": fact.name,
        "owner": fact.owner,
        "due": due.isoformat() if due else None,
        "today": today.isoformat(),
        "slip_pending": fact.slip_pending,
    }
    if done:
        return _milestone_done(fact, due, done, numbers)
    if due is None:
        return Ruling(Colour.GREY, "milestone_undated", numbers, fact.key)
    return _milestone_open(fact, due, following, rule, today, numbers)


def _milestone_done(fact: MilestoneFact, due: date | None, done: date, numbers: dict[str, Plain]) -> Ruling:
    late = max((done - due).days, 0) if due else 0
    told = numbers | {"done": done.isoformat(), "days": late}
    what = "milestone_done_late" if late else "milestone_done"
    return Ruling(Colour.BLUE, what, told, fact.key, done)


def _milestone_open(
    fact: MilestoneFact,
    due: date,
    following: bool,
    rule: Rule,
    today: date,
    numbers: dict[str, Plain],
) -> Ruling:
    late, red, yellow = (today - due).days, red_days(fact, rule), _yellow_days(rule)
    told = numbers | {"days": late, "yellow_days": yellow, "red_days": red or None}
    if red and late >= red:
        since = due + timedelta(days=red)
        return Ruling(Colour.RED, "milestone_late", told, fact.key, since)
    if late >= yellow:
        since = due + timedelta(days=yellow)
        return Ruling(Colour.YELLOW, "milestone_late", told, fact.key, since)
    early = _early_sign(fact, due, rule, today, told)
    if early:
        return early
    if following or _begun(fact, today):
        return Ruling(Colour.GREEN, "milestone_on_way", told, fact.key)
    return Ruling(Colour.GREY, "milestone_ahead", told, fact.key)


def red_days(fact: MilestoneFact, rule: Rule) -> int:
    """How many days late a milestone is red, 0 never: a 关键节点 by its own limit where there is one."""
    return red_limit(fact.is_key, rule)


def red_limit(is_key: bool, rule: Rule) -> int:
    """How many days late a milestone of this sort is red, 0 never."""
    own = int_param(rule, "key_red_days") if is_key else 0
    return own or int_param(rule, "red_days")


def _yellow_days(rule: Rule) -> int:
    return max(int_param(rule, "yellow_days"), 1)


def _early_sign(
    fact: MilestoneFact, due: date, rule: Rule, today: date, told: dict[str, Plain]
) -> Ruling | None:
    soon = rule.params.get("due_soon_days")
    left = (due - today).days
    if soon is not None and 0 <= left <= int(soon):
        since = due - timedelta(days=int(soon))
        return Ruling(Colour.YELLOW, "milestone_due_soon", told, fact.key, since)
    limit = rule.params.get("behind_points")
    if limit is None:
        return None
    behind = _points_behind(fact, due, today)
    if behind is None or behind < Decimal(str(limit)):
        return None
    more = told | {"percent": str(fact.percent or 0), "behind": str(behind), "limit": str(limit)}
    return Ruling(Colour.YELLOW, "milestone_behind", more, fact.key)


def _points_behind(fact: MilestoneFact, due: date, today: date) -> Decimal | None:
    started = as_known(fact.started, today)
    if started is None or due <= started:
        return None
    share = Decimal((today - started).days * 100) / (due - started).days
    return min(share, Decimal(100)) - (fact.percent or 0)


# Start of construction: 银川 2025, mission_peers B 1.


def start_months_late(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """应开工未开工: yellow after the planned month, red after so many months running.

    yellow_months (1) and red_months (3) count whole calendar months gone without a start, the
    planned one included. An accepted reason keeps it green.
    """
    fact = facts.start
    if fact is None or (fact.planned is None and fact.actual is None):
        return ()
    return (_start(fact, rule, today).under(rule),)


def _start(fact: StartFact, rule: Rule, today: date) -> Ruling:
    actual = as_known(fact.actual, today)
    numbers: dict[str, Plain] = {
        "planned": fact.planned.isoformat() if fact.planned else None,
        "actual": actual.isoformat() if actual else None,
        "today": today.isoformat(),
    }
    if actual or fact.planned is None:
        late = max(months_apart(fact.planned, actual), 0) if fact.planned and actual else 0
        colour = Colour.BLUE if actual else Colour.GREY
        return Ruling(colour, "started", numbers | {"months": late}, since=actual)
    return _not_started(fact, fact.planned, rule, today, numbers)


def _not_started(
    fact: StartFact, planned: date, rule: Rule, today: date, numbers: dict[str, Plain]
) -> Ruling:
    gone = months_apart(planned, today)
    yellow, red = max(int_param(rule, "yellow_months"), 1), int_param(rule, "red_months")
    told = numbers | {"months": gone, "yellow_months": yellow, "red_months": red or None}
    if gone < 0:
        return Ruling(Colour.GREY, "start_ahead", told)
    if gone < yellow:
        return Ruling(Colour.GREEN, "start_this_month", told)
    if fact.excuse:
        return Ruling(Colour.GREEN, "start_excused", told | {"excuse": fact.excuse})
    if red and gone >= red:
        return Ruling(Colour.RED, "not_started", told, since=_month_first(planned, red))
    return Ruling(Colour.YELLOW, "not_started", told, since=_month_first(planned, yellow))


def _month_first(day: date, months: int) -> date:
    return add_months(day.replace(day=1), months)


# Investment: 银川 2025, mission_peers B 2; the ratio form is 武汉, B 7, and 三亚, B 6.


def points_below_elapsed(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """低于序时: yellow from yellow_points below 序时进度 on, red above red_points.

    序时进度 is months ÷ 12 of the reported period. A year plan fulfilled is blue.
    """
    fact = facts.investment
    if fact is None:
        return ()
    lacking = _lacking(fact, today)
    if lacking:
        return (Ruling(Colour.GREY, lacking, _investment_numbers(fact)).under(rule),)
    return (_by_points(fact, rule).under(rule),)


def _lacking(fact: InvestmentFact, today: date) -> str:
    # Investment is not reported in January: the year begins with 1—2月 (standards §6).
    if not fact.year_plan_wan or fact.year_plan_wan < 0:
        return "no_year_plan"
    if fact.month is None or fact.ytd_wan is None:
        return "no_report"
    return "no_report" if date(fact.year, fact.month, 1) > today else ""


def _by_points(fact: InvestmentFact, rule: Rule) -> Ruling:
    plan, ytd, month = fact.year_plan_wan or Decimal(0), fact.ytd_wan or Decimal(0), fact.month or 0
    yellow, red = decimal_param(rule, "yellow_points"), decimal_param(rule, "red_points")
    numbers = _investment_numbers(fact) | {"yellow_points": str(yellow), "red_points": str(red)}
    behind = 100 * month * plan - 1200 * ytd  # points below × 12 × plan: no division, no rounding
    if ytd >= plan:
        return Ruling(Colour.BLUE, "year_plan_done", numbers, since=_known_since(fact))
    if behind > red * 12 * plan:
        return Ruling(Colour.RED, "below_elapsed", numbers, since=_known_since(fact))
    if behind >= yellow * 12 * plan:
        return Ruling(Colour.YELLOW, "below_elapsed", numbers, since=_known_since(fact))
    return Ruling(Colour.GREEN, "near_elapsed", numbers)


def _known_since(fact: InvestmentFact) -> date:
    return fact.reported or next_month_first(month_end(fact.year, fact.month or 12))


def _investment_numbers(fact: InvestmentFact) -> dict[str, Plain]:
    return {
        "year": fact.year,
        "month": fact.month,
        "year_plan_wan": None if fact.year_plan_wan is None else str(fact.year_plan_wan),
        "ytd_wan": None if fact.ytd_wan is None else str(fact.ytd_wan),
    }


def share_of_elapsed(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """占序时的比例: yellow below yellow_percent of what 序时进度 asks, red below red_percent.

    With least_plan_wan a smaller year plan is not judged (三亚, B 6).
    """
    fact = facts.investment
    if fact is None:
        return ()
    lacking = _lacking(fact, today)
    if not lacking and (fact.year_plan_wan or 0) < decimal_param(rule, "least_plan_wan"):
        lacking = "plan_too_small"
    if lacking:
        least = {"least_plan_wan": rule.params.get("least_plan_wan")}
        return (Ruling(Colour.GREY, lacking, _investment_numbers(fact) | least).under(rule),)
    return (_by_share(fact, rule).under(rule),)


def _by_share(fact: InvestmentFact, rule: Rule) -> Ruling:
    plan, ytd, month = fact.year_plan_wan or Decimal(0), fact.ytd_wan or Decimal(0), fact.month or 0
    yellow, red = decimal_param(rule, "yellow_percent"), decimal_param(rule, "red_percent")
    numbers = _investment_numbers(fact) | {"yellow_percent": str(yellow), "red_percent": str(red)}
    share, due = 1200 * ytd, plan * month  # share ÷ due = percent of the amount 序时 asks for
    if ytd >= plan:
        return Ruling(Colour.BLUE, "year_plan_done", numbers, since=_known_since(fact))
    if share < red * due:
        return Ruling(Colour.RED, "share_of_elapsed", numbers, since=_known_since(fact))
    if share < yellow * due:
        return Ruling(Colour.YELLOW, "share_of_elapsed", numbers, since=_known_since(fact))
    return Ruling(Colour.GREEN, "near_elapsed", numbers)


# Statistical registration: 银川 2025, mission_peers B 3.


def registration_months_late(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """开工未入统: yellow so many months after the start (1), red after red_months (2).

    Grey without registration data; a project registered or not started needs no word.
    """
    fact = facts.registration
    if fact is None:
        return (Ruling(Colour.GREY, "no_registration_data", {}).under(rule),)
    started = as_known(fact.started, today)
    if started is None or as_known(fact.registered, today):
        return ()
    return (_not_registered(fact, started, rule, today).under(rule),)


def _not_registered(fact: RegistrationFact, started: date, rule: Rule, today: date) -> Ruling:
    yellow, red = max(int_param(rule, "yellow_months"), 1), int_param(rule, "red_months")
    months = months_apart(started, today)
    months -= add_months(started, months) > today
    numbers: dict[str, Plain] = {
        "started": started.isoformat(),
        "today": today.isoformat(),
        "months": months,
        "yellow_months": yellow,
        "red_months": red or None,
    }
    if red and months >= red:
        return Ruling(Colour.RED, "not_registered", numbers, since=add_months(started, red))
    if months >= yellow:
        return Ruling(Colour.YELLOW, "not_registered", numbers, since=add_months(started, yellow))
    return Ruling(Colour.GREY, "registration_ahead", numbers)


# The site: how old the last word from it is. A setting of ours without a paper, shipped off.


def site_silent(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """多天没更新: yellow after yellow_days without news from the site, red after red_days."""
    fact = facts.site
    updated = as_known(fact.updated, today) if fact else None
    if fact is None or updated is None or (fact.percent or 0) >= 100:
        return ()
    yellow, red = _yellow_days(rule), int_param(rule, "red_days")
    days = (today - updated).days
    numbers: dict[str, Plain] = {
        "updated": updated.isoformat(),
        "today": today.isoformat(),
        "days": days,
        "words": fact.words,
    }
    if red and days >= red:
        ruling = Ruling(Colour.RED, "site_silent", numbers, since=updated + timedelta(days=red))
    elif days >= yellow:
        since = updated + timedelta(days=yellow)
        ruling = Ruling(Colour.YELLOW, "site_silent", numbers, since=since)
    else:
        ruling = Ruling(Colour.GREEN, "site_heard", numbers)
    return (ruling.under(rule),)
