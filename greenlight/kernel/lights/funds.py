"""Special bonds against their time to be spent: 天津 2022, mission_peers B 5."""

from datetime import date

from greenlight.kernel.bonds import BondFact, expected_wan, last_day, months_gone, percent_below
from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import Facts
from greenlight.kernel.lights.reasons import Plain, Reason
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.lights.rulings import decimal_param
from greenlight.kernel.months import add_months, month_end
from greenlight.kernel.series import round_half_up

MONTHS = 6


def bond_spending(facts: Facts, rule: Rule, today: date) -> tuple[Reason, ...]:
    """Yellow: a batch is spent below what the time asks for; red: more than red_percent below.

    Each batch is to be spent within `months` (6) from the month after its issue.
    """
    return tuple(_batch(one, rule, today) for one in facts.bonds if one.issued <= today)


def _batch(batch: BondFact, rule: Rule, today: date) -> Reason:
    months = int(rule.params.get("months") or MONTHS)
    below = percent_below(batch, today, months)
    colour = Colour.GREY if below is None else _colour(below > 0, below > decimal_param(rule, "red_percent"))
    gone = months_gone(batch.issued, today, months)
    numbers: dict[str, Plain] = {
        "name": batch.name,
        "issued": batch.issued.isoformat(),
        "amount_wan": str(batch.amount_wan),
        "spent_wan": str(batch.spent_wan),
        "expected_wan": str(round_half_up(expected_wan(batch, today, months), 4)),
        "below": None if below is None else str(round_half_up(below, 1)),
        "gone": gone,
        "of": months,
        "last_day": last_day(batch.issued, months).isoformat(),
    }
    what = "bond_ahead" if below is None else "bond_behind" if below > 0 else "bond_spent"
    since = _since(batch, colour, rule, months) if colour >= Colour.YELLOW else None
    return Reason(rule.scene, colour, what, rule.code, rule.version, rule.paper, numbers, since=since)


def _colour(behind: bool, far: bool) -> Colour:
    if not behind:
        return Colour.GREEN
    return Colour.RED if far else Colour.YELLOW


def _since(batch: BondFact, colour: Colour, rule: Rule, months: int) -> date | None:
    """Return the month end from which what is spent today was too little for the colour."""
    for number in range(1, months + 1):
        day = last_day(batch.issued, number)
        below = percent_below(batch, day, months) or 0
        if below > 0 and _colour(True, below > decimal_param(rule, "red_percent")) == colour:
            return day
    return None


def turning(batch: BondFact, today: date) -> tuple[date, ...]:
    """The days on which what should be spent grows next: the issue, then the ends of months."""
    end = month_end(today.year, today.month)
    after = add_months(end.replace(day=1), 1)
    return batch.issued, end, month_end(after.year, after.month)
