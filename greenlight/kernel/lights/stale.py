"""投资月报没有报: how many months' reports are missing up to a day.

January is not reported: the year begins with 1—2月 (standards §6), so a missing January is none.
The months are a setting of ours without a paper, shipped off.
"""

from datetime import date

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import Facts, InvestmentFact
from greenlight.kernel.lights.reasons import Plain, Reason
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.months import add_months

LAST_DAY = 28  # of a from_day: every month has it
JANUARY = 1


def reports_missing(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """Yellow when so many months' reports are missing, red when so many more.

    The report of a month is missing from `from_day` of the next month on. A project without a year
    plan owes none.
    """
    fact = facts.investment
    if fact is None or not fact.year_plan_wan:
        return ()
    missing = _missing(fact, rule, today)
    colour = _colour(len(missing), rule)
    last = f"{fact.year} 年 {fact.month} 月" if fact.month else "没有报过"
    numbers: dict[str, Plain] = {"last": last, "missing": len(missing), "year": fact.year}
    if colour == Colour.GREY:
        return ()
    since = first_day(missing[-1], rule) if colour == Colour.RED else first_day(missing[0], rule)
    return (
        Reason(
            rule.scene, colour, "reports_missing", rule.code, rule.version, rule.paper, numbers, since=since
        ),
    )


def _colour(missing: int, rule: Rule) -> Colour:
    yellow = max(int(rule.params.get("yellow_months") or 0), 1)
    red = int(rule.params.get("red_months") or 0)
    if red and missing >= red:
        return Colour.RED
    return Colour.YELLOW if missing >= yellow else Colour.GREY


def _missing(fact: InvestmentFact, rule: Rule, today: date) -> list[date]:
    # The plan of a year asks for the months of that year; a report of nothing is one of December.
    month = date(fact.year, fact.month, 1) if fact.month else date(fact.year - 1, 12, 1)
    found = []
    while first_day(month := add_months(month, 1), rule) <= today:
        if month.month != JANUARY:
            found.append(month)
    return found


def first_day(month: date, rule: Rule) -> date:
    """The first day on which the report of a month is missing."""
    from_day = min(max(int(rule.params.get("from_day") or 0), 1), LAST_DAY)
    return add_months(month.replace(day=1), 1).replace(day=from_day)
