"""The next day on which a light may change though nobody does anything.

Between today and that day the same facts under the same rules give the same reasons; only the days
and months in them grow. So a zone is judged anew every night by looking at those whose day has come.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from greenlight.kernel.lights import funds, memory, papers, rulings, stale
from greenlight.kernel.lights.facts import ACTIVE, Facts, MilestoneFact
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.months import DAY, add_months, period_end

Days = Iterable[date]
ONE_DAY = timedelta(days=1)


def next_turn(facts: Facts, rules: Iterable[Rule], today: date) -> date | None:
    """The first day after `today` on which the reasons may be others; None if time changes nothing.

    Early rather than late: on the day named the light may be found unchanged.
    """
    if facts.state != ACTIVE:
        return None
    days: list[date] = []
    for rule in rules:
        if ahead := _AHEAD.get(rule.kind):
            days += ahead(facts, rule, today)
    days += [one.until + ONE_DAY for one in facts.waivers]
    days += _told_ahead(facts, today)
    return min([day for day in days if day > today], default=None)


def _told_ahead(facts: Facts, today: date) -> list[date]:
    # What is dated after today is not known today (rulings.as_known); of a milestone done, nothing is.
    days: list[date | None] = []
    for fact in facts.milestones:
        if (fact.started or fact.done) and not (fact.done and fact.done <= today):
            days += (fact.started, fact.done)
    if facts.start:
        days.append(facts.start.actual)
    if facts.registration:
        days += (facts.registration.started, facts.registration.registered)
    if facts.site:
        days.append(facts.site.updated)
    if facts.investment and facts.investment.month:
        days.append(date(facts.investment.year, facts.investment.month, 1))
    return [day for day in days if day]


def _milestones(facts: Facts, rule: Rule, today: date) -> Days:
    limit, turns = rule.params.get("behind_points"), dict[bool, list[int]]()
    for fact in facts.milestones:
        if fact.due and not (fact.done and fact.done <= today):
            due = fact.due if fact.due_precision == DAY else period_end(fact.due, fact.due_precision)
            late, is_key = (today - due).days, bool(fact.is_key)
            own = turns.get(is_key) or turns.setdefault(is_key, _turns(is_key, rule))
            if coming := [days for days in own if days > late]:
                yield due + timedelta(days=min(coming))
            if limit is not None and fact.started and due > fact.started:
                yield _behind(fact, fact.started, due, limit)


def _turns(is_key: bool, rule: Rule) -> list[int]:
    """How many days after its due day an open milestone turns."""
    soon = rule.params.get("due_soon_days")
    yellow = max(rulings.int_param(rule, "yellow_days"), 1)
    return [yellow, rulings.red_limit(is_key, rule), *(() if soon is None else (-int(soon), 1))]


def _behind(fact: MilestoneFact, started: date, due: date, limit: object) -> date:
    share = Fraction(Decimal(str(limit)) + (fact.percent or 0)) / 100
    return started + timedelta(days=min(ceil(share * (due - started).days), 40_000))


def _start(facts: Facts, rule: Rule, today: date) -> Days:
    if facts.start and facts.start.planned:
        first = facts.start.planned.replace(day=1)
        limits = (max(rulings.int_param(rule, "yellow_months"), 1), rulings.int_param(rule, "red_months"))
        yield from (add_months(first, months) for months in (0, *limits))


def _registration(facts: Facts, rule: Rule, today: date) -> Days:
    fact = facts.registration
    if fact and fact.started:
        yield fact.started
        yield add_months(fact.started, max(rulings.int_param(rule, "yellow_months"), 1))
        yield add_months(fact.started, rulings.int_param(rule, "red_months"))


def _site(facts: Facts, rule: Rule, today: date) -> Days:
    if facts.site and facts.site.updated:
        for name in ("yellow_days", "red_days"):
            yield facts.site.updated + timedelta(days=max(rulings.int_param(rule, name), 1))


def _reports(facts: Facts, rule: Rule, today: date) -> Days:
    if facts.investment:
        yield stale.first_day(add_months(today.replace(day=1), -1), rule)
        yield stale.first_day(today, rule)


def _papers(facts: Facts, rule: Rule, today: date) -> Days:
    for fact in facts.milestones:
        if fact.lacking and fact.done:
            yield from (fact.done + timedelta(days=days) for days in papers.limits(rule))


def _bonds(facts: Facts, rule: Rule, today: date) -> Days:
    for one in facts.bonds:
        yield from funds.turning(one, today)


def _memory(facts: Facts, rule: Rule, today: date) -> Days:
    yield from (memory.turning(since, rule) for since in facts.memory.values())


_AHEAD: dict[str, Callable[[Facts, Rule, date], Days]] = {
    "milestone_days_late": _milestones,
    "start_months_late": _start,
    "registration_months_late": _registration,
    "site_silent": _site,
    "reports_missing": _reports,
    "papers_missing": _papers,
    "bond_spending": _bonds,
    memory.YELLOW_KEPT: _memory,
}
