"""What of many milestones can colour a light on one day: enough to judge a plan that is late.

A night looks at thousands of plans of sixty milestones, of which one or two matter. The rest is read
only where none of those is yellow or red: then the first reason of all is told, whatever it is. So what
is near is kept apart (`Near`), and the plan itself is read once in some weeks.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import Facts
from greenlight.kernel.lights.judge import judge
from greenlight.kernel.lights.memory import YELLOW_KEPT
from greenlight.kernel.lights.reasons import MILESTONES, Verdict
from greenlight.kernel.lights.rules import Rule
from greenlight.kernel.lights.stored import facts_from_plain
from greenlight.kernel.lights.turning import next_turn

# Places of a milestone's fields in a stored record (stored.facts_plain).
DUE, STARTED, DONE, LACKING = 2, 5, 6, 10
AHEAD = timedelta(days=45)  # how far ahead of the day a milestone is kept as near
ONE_DAY = timedelta(days=1)
Stones = Sequence[Sequence[Any]]


class Near(NamedTuple):
    """Stored facts with the milestones that matter for some weeks; `beyond` is the due day of the first
    open one left out, None when there is none."""

    plain: Mapping[str, Any]
    beyond: date | None


class Thin:
    """Judge stored facts on one day by some rules, reading no more milestones than it takes."""

    def __init__(self, rules: Iterable[Rule], day: date) -> None:
        self.rules, self.day = tuple(rules), day
        self.whole_only = any(rule.kind == YELLOW_KEPT for rule in self.rules)
        soon = [int(one) for rule in self.rules if (one := rule.params.get("due_soon_days")) is not None]
        self.soon = timedelta(days=max(soon, default=0))
        self.today, self.last = _text(day), _text(day + self.soon)

    def judge(self, plain: Mapping[str, Any]) -> tuple[Verdict, date | None]:
        """The verdict on stored facts, and the next day it may turn by itself (see next_turn).

        Of a plan with a red or yellow milestone the verdict holds what calls for somebody; its quiet
        milestones are left out.
        """
        if found := self._loud(plain, None):
            return found
        whole = facts_from_plain(plain)
        return judge(whole, self.rules, self.day), next_turn(whole, self.rules, self.day)

    def glance(self, near: Near) -> tuple[Verdict, date | None] | None:
        """What `judge` says of the whole, found by what is near; None: the whole must be read."""
        if near.beyond and near.beyond <= self.day + self.soon:
            return None
        return self._loud(near.plain, near.beyond)

    def near(self, plain: Mapping[str, Any]) -> Near:
        """Cut stored facts down to what matters for some weeks."""
        stones, last = plain.get("milestones", ()), _text(self.day + self.soon + AHEAD)
        kept = [one for one in stones if self._matters(one, last)]
        ahead = _first([one for one in stones if _ahead(one, last) and not self._matters(one, last)])
        return Near({**plain, "milestones": kept} if stones else plain, ahead)

    def _loud(self, plain: Mapping[str, Any], beyond: date | None) -> tuple[Verdict, date | None] | None:
        stones: Stones = plain.get("milestones", ())
        if not stones or self.whole_only:
            return None
        near = [one for one in stones if self._matters(one, self.last)]
        if not near:
            return None
        facts = facts_from_plain({**plain, "milestones": near})
        verdict = judge(facts, self.rules, self.day)
        if not any(one.colour >= Colour.YELLOW and one.scene == MILESTONES for one in verdict.reasons):
            return None
        first = _first([one for one in stones if _ahead(one, self.last) and one not in near])
        return verdict, self._next(facts, [day for day in (first, beyond) if day])

    def _matters(self, one: Sequence[Any], last: str) -> bool:
        """Whether a milestone may be yellow or red by the day `last`, or is told of a day to come."""
        n = len(one)
        if n <= STARTED:  # most records end here: neither begun nor done
            return bool(n > DUE and (due := one[DUE]) and due <= last)
        if n > LACKING:
            return True
        if n > DONE and one[DONE] and one[DONE] <= self.today:
            return False
        due = one[DUE]
        return bool(due and due <= last) or bool(one[STARTED] or (n > DONE and one[DONE]))

    def _next(self, facts: Facts, coming: list[date]) -> date | None:
        # The first of the others is looked at when it comes near: early rather than late.
        days = [max(day - self.soon, self.day + ONE_DAY) for day in coming]
        own = next_turn(facts, self.rules, self.day)
        return min([*days, own] if own else days, default=None)


def _ahead(one: Sequence[Any], last: str) -> bool:
    n = len(one)
    return bool(n > DUE and one[DUE] and one[DUE] > last and not (n > DONE and one[DONE]))


def _first(stones: Stones) -> date | None:
    return date.fromisoformat(min(one[DUE] for one in stones)[1:]) if stones else None


def _text(day: date) -> str:
    return f"@{day.isoformat()}"
