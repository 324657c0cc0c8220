"""Plan and done of everything a reader sees, added up from the lines as the ledger's 合计 row is."""

from __future__ import annotations

from django.db.models import Count

from greenlight.base.figures import Scope
from greenlight.desk.models import ProjectLine
from greenlight.desk.table import sums
from greenlight.investment.figures import Money, Sums


def money(scope: Scope, projects: int) -> Money:
    """Return period and sums of the cockpit; three queries.

    `projects` is how many the reader sees: while lines are being built anew some are missing, and
    the rooms themselves are asked.
    """
    lines = ProjectLine.objects.visible_to(scope.user)
    known = sums.period_of(lines, scope.user)
    asked = sums.expressions((), known) | {"n": Count("pk")}
    found = sums.prepared(lines.order_by(), known).aggregate(**asked)
    if found["n"] != projects:
        return Money(scope)
    added = (sums.exact(found[f"sum_{one}"]) for one in ("plan", "both", "done"))
    return Money.known(scope, known.period, Sums(*added), found["late"])
