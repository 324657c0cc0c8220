"""What a person may see on a day, worked out once a request from the memberships in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from greenlight.people.models import Membership, User

WHOLE_ZONE = frozenset({"leader", "clerk", "inspector"})
REGIONAL = WHOLE_ZONE | {"city"}  # who reads the zones below a region; the administrators do not
COUNTRY = "100000"


@dataclass(frozen=True)
class Scope:
    """Frozen facts about a user on a day. Ids only, so that no query hides in it.

    `zones` are read as a whole; `units` include the units below one's own; `home` is the zone whose
    pages open first.
    """

    user_id: int
    day: date
    home: int | None
    zones: frozenset[int]
    units: frozenset[int]
    grids: frozenset[int]
    roles: frozenset[tuple[str, int | None]]
    known: dict[str, bool] = field(default_factory=dict, compare=False)  # answers kept for the request

    @classmethod
    def of(cls, user: User, day: date) -> Scope:
        """Load the memberships in force on `day`; two or three queries."""
        from greenlight.people.models import Membership

        in_force = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        in_force &= Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        rows = list(
            Membership.objects.filter(in_force, user_id=user.pk).order_by("pk").only(
                "role", "zone_id", "unit_id", "grid_id", "region_id"
            )
        )  # fmt: skip
        zones = {m.zone_id for m in rows if m.zone_id and m.role in WHOLE_ZONE}
        below = zones_below([m.region_id for m in rows if m.region_id and m.role in REGIONAL])
        home = next((m.zone_id for m in rows if m.zone_id), min(below, default=None))
        return cls(
            user_id=user.pk, day=day, home=home,
            zones=frozenset(zones | below), units=units_below(rows),
            grids=frozenset(m.grid_id for m in rows if m.grid_id),
            roles=frozenset((m.role, m.zone_id) for m in rows),
        )  # fmt: skip

    def has(self, role: str, zone_id: int | None) -> bool:
        """Tell whether the person holds a role in a zone."""
        return (role, zone_id) in self.roles

    def is_only(self, role: str) -> bool:
        """Tell whether the person holds this role and no other."""
        return {name for name, _ in self.roles} == {role}


def zones_below(regions: list[str]) -> set[int]:
    """Return the zones whose region code lies below one of the given regions (GB/T 2260 prefix)."""
    from greenlight.people.models import Zone

    if not regions:
        return set()
    below = Q()
    for code in regions:
        below |= Q(region__code__startswith=prefix(code))
    return set(Zone.objects.filter(below).values_list("pk", flat=True))


def prefix(code: str) -> str:
    """Return what the codes below a region begin with: two digits a level (331000 台州 -> 3310)."""
    if code == COUNTRY:
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def units_below(memberships: list[Membership]) -> frozenset[int]:
    """Return one's units and all units below them, walking the zone's unit tree once."""
    from greenlight.people.models import Unit

    own = {m.unit_id for m in memberships if m.unit_id}
    if not own:
        return frozenset()
    zones = {m.zone_id for m in memberships if m.unit_id and m.zone_id}
    pairs = list(Unit.objects.filter(zone_id__in=zones).values_list("pk", "parent_id"))
    grown = True
    while grown:
        more = {pk for pk, parent in pairs if parent in own and pk not in own}
        own |= more
        grown = bool(more)
    return frozenset(own)
