"""What of many milestones can colour a light on one day: enough to judge a plan that is late.

A night looks at thousands of plans of sixty milestones, of which one or two matter. The rest is read
only where none of those is yellow or red: then the first reason of all is told, whatever it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

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


class Thin:
    """Judge stored facts on one day by some rules, reading no more milestones than it takes."""

    def __init__(self, rules: Iterable[Rule], day: date) -> None:
        self.rules, self.day = tuple(rules), day
        self.whole_only = any(rule.kind == YELLOW_KEPT for rule in self.rules)
        soon = [int(one) for rule in self.rules if (one := rule.params.get("due_soon_days")) is not None]
        self.soon = timedelta(days=max(soon, default=0))
        self.today, self.last = f"@{day.isoformat()}", f"@{(day + self.soon).isoformat()}"

    def judge(self, plain: Mapping[str, Any]) -> tuple[Verdict, date | None]:
        """The verdict on stored facts, and the next day it may turn by itself (see next_turn).

        Of a plan with a red or yellow milestone the verdict holds what calls for somebody; its quiet
        milestones are left out.
        """
        stones: Sequence[Sequence[Any]] = plain.get("milestones", ())
        if stones and not self.whole_only:
            near = [one for one in stones if self._matters(one)]
            if near:
                facts = facts_from_plain({**plain, "milestones": near})
                verdict = judge(facts, self.rules, self.day)
                if verdict.of(MILESTONES) >= Colour.YELLOW:
                    return verdict, self._next(facts, stones)
        whole = facts_from_plain(plain)
        return judge(whole, self.rules, self.day), next_turn(whole, self.rules, self.day)

    def _matters(self, one: Sequence[Any]) -> bool:
        """Whether a milestone may be yellow or red, or is told of a day to come."""
        n = len(one)
        if n > LACKING:
            return True
        if n > DONE and one[DONE] and one[DONE] <= self.today:
            return False
        due = one[DUE] if n > DUE else None
        return bool(due and due <= self.last) or (
            n > STARTED and bool(one[STARTED] or (n > DONE and one[DONE]))
        )

    def _next(self, facts: Facts, stones: Iterable[Sequence[Any]]) -> date | None:
        ahead = [
            one[DUE] for one in stones
            if len(one) > DUE and one[DUE] and one[DUE] > self.last and not self._matters(one)
            and not (len(one) > DONE and one[DONE])
        ]  # fmt: skip
        own = next_turn(facts, self.rules, self.day)
        if not ahead:
            return own
        # The first of the others is looked at when it comes near: early rather than late.
        first = max(date.fromisoformat(min(ahead)[1:]) - self.soon, self.day + timedelta(days=1))
        return min(own, first) if own else first
