"""What may turn next: of each project the day, and the facts that can turn its light. A night reads these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from greenlight.base import bulk
from greenlight.kernel import lights
from greenlight.kernel.lights.thin import Near, Thin
from greenlight.warnings import facts
from greenlight.warnings.models import KnownFacts, NextTurn

Owners = Mapping[str, int | None]
Judged = tuple[int, lights.Verdict, Owners]
KEEPS = ("next_on", "near", "beyond", "owners")


class Held(NamedTuple):
    """The next turn on record of a project."""

    zone: int
    next_on: date | None
    near: Near | None
    owners: Owners


class Ahead:
    """The next turns of projects, held to the end of the transaction; one query and writes.

    Whoever judges makes this first: what is read after it was written by nobody who judges at the same time.
    """

    def __init__(self, ids: Sequence[int], rules: Sequence[lights.Rule], day: date) -> None:
        self.thin = Thin(rules, day)
        rows = NextTurn.objects.select_for_update(no_key=True).filter(bulk.one_of("project_id", ids))
        names = ("project_id", "zone_id", "next_on", "near", "beyond", "owners")
        self.held = {
            pk: Held(zone, next_on, None if near is None else Near(near, beyond), owners)
            for pk, zone, next_on, near, beyond, owners in rows.order_by("project_id").values_list(*names)
        }
        self.fresh: list[tuple[object, ...]] = []
        self.moved: list[tuple[int, date | None]] = []
        self.cut: list[tuple[object, ...]] = []

    @property
    def zones(self) -> dict[int, int]:
        """The zone of each project that has a next turn."""
        return {pk: one.zone for pk, one in self.held.items()}

    def judged(self) -> Iterator[Judged]:
        """Judge what was kept: by what is near, the whole only of those it is not enough for; two queries."""
        rest: list[int] = []
        for pk, one in self.held.items():
            found = self.thin.glance(one.near) if one.near else None
            if found is None:
                rest.append(pk)
                continue
            self.moved.append((pk, found[1]))
            yield pk, found[0], one.owners
        if rest:
            yield from self._judged_whole(rest)

    def _judged_whole(self, ids: Sequence[int]) -> Iterator[Judged]:
        owners = facts.owners(ids)
        rows = KnownFacts.objects.filter(bulk.among("project_id", ids), latest=True)
        for pk, plain in rows.values_list("project_id", "facts"):
            verdict, next_on = self.thin.judge(plain)
            near = self.thin.near(plain)
            self.cut.append((pk, next_on, *near, _near(near, owners[pk])))
            yield pk, verdict, owners[pk]

    def found(
        self, whose: tuple[int, int], next_on: date | None, plain: Mapping[str, object], owners: Owners
    ) -> None:
        """Keep the next turn of a project that was judged whole."""
        near = self.thin.near(plain)
        own = Held(whose[1], next_on, near, _near(near, owners))
        before = self.held.get(whose[0])
        if before is None:
            self.fresh.append((*whose, next_on, *near, own.owners))
        elif before != own:
            self.cut.append((whose[0], next_on, *near, own.owners))

    def store(self) -> None:
        """Write."""
        bulk.append(NextTurn, ("project", "zone", *KEEPS), self.fresh)
        bulk.update(NextTurn, ("next_on",), self.moved)
        bulk.update(NextTurn, KEEPS, self.cut)


def _near(near: Near, owners: Owners) -> dict[str, int]:
    """Return who owns the milestones that are near."""
    keys = (str(one[0]) for one in near.plain.get("milestones", ()))
    return {key: unit for key in keys if (unit := owners.get(key)) is not None}
