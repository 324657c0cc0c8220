"""交叉核对 as pages show it: the hits of a reader, counted by check, with the precision known so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from greenlight.investment import rules
from greenlight.kernel import crosschecks, series
from greenlight.kernel.crosschecks import MoneyRule
from greenlight.people.models import User
from greenlight.warnings.checks.models import CheckHit, CheckHitQuerySet

OPEN, GONE = "open", "gone"
# word of the address → what it is called
STATES = {
    OPEN: "待说明", CheckHit.State.EXPLAINED.value: "已说明",
    CheckHit.State.CONFIRMED.value: "已确认有问题", GONE: "已消除",
}  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """One check: whether it is on, its hits by what became of them, and its precision in per cent.

    Precision is confirmed ÷ (confirmed + explained); None while nobody has decided any.
    """

    rule: MoneyRule
    on: bool
    open: int
    explained: int
    confirmed: int
    gone: int

    @property
    def hits(self) -> int:
        """All of them."""
        return self.open + self.explained + self.confirmed + self.gone

    @property
    def decided(self) -> int:
        """Those somebody has decided."""
        return self.explained + self.confirmed

    @property
    def precision(self) -> Decimal | None:
        """How many of the decided were right."""
        return series.percent(Decimal(self.confirmed), Decimal(self.decided))


def names() -> dict[str, str]:
    """Return the checks by code, as they are called."""
    return {one.code: one.name for one in rules.shipped() if one.code in crosschecks.CHECKS}


def chosen(user: User, asked: Mapping[str, str]) -> QuerySet[CheckHit]:
    """Return the hits a person sees, narrowed by `state`, `code` and `project` of the address."""
    rows = CheckHit.objects.visible_to(user)
    state, code, project = (asked.get(name, "") for name in ("state", "code", "project"))
    if state in STATES:
        rows = of_state(rows, state)
    if code in crosschecks.CHECKS:
        rows = rows.filter(code=code)
    if project.isdecimal() and len(project) <= 18:
        rows = rows.filter(project_id=int(project))
    return rows.select_related("project").order_by("-period", "code", "-pk")


def of_state(rows: CheckHitQuerySet, state: str) -> CheckHitQuerySet:
    """Narrow to one state; an open hit that the check no longer sees is gone."""
    if state == GONE:
        return rows.filter(state=CheckHit.State.OPEN, holds=False)
    return rows.filter(Q(holds=True) | ~Q(state=CheckHit.State.OPEN), state=state)


def tallies(user: User, zone_switched: Mapping[str, bool]) -> list[Tally]:
    """Count the hits a person sees by check; one query."""
    rows = CheckHit.objects.visible_to(user).order_by().values_list("code", "state", "holds")
    counts: Counter[tuple[str, str]] = Counter()
    for code, state, holds, n in rows.annotate(n=Count("pk")):
        counts[code, _word(state, holds)] += n
    checks: Iterable[MoneyRule] = (one for one in rules.shipped() if one.code in crosschecks.CHECKS)
    return [
        Tally(
            one, zone_switched.get(one.code, one.on),
            *(counts[(one.code, word)] for word in (OPEN, "explained", "confirmed", GONE)),
        )
        for one in checks
    ]  # fmt: skip


def _word(state: str, holds: bool) -> str:
    return GONE if state == CheckHit.State.OPEN and not holds else state
