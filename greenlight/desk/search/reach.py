"""Who finds what: whoever may see the record, nobody else.

Zones one reads as a whole need no list of records (`visible_to` asks for the zone and nothing else); in
the others `visible_to` gives the records one sees, once a search, and only those are asked for and drawn.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from greenlight.base.models import File
from greenlight.desk.models import Kind
from greenlight.enterprises.models import Enterprise
from greenlight.people.models import Role, User
from greenlight.projects.models import Project
from greenlight.projects.models.record import reads_zones_only

Ids = NDArray[np.int64]


@dataclass
class Reach:
    """What a person may find on a day; asked of the database once a search."""

    user: User

    @cached_property
    def whole(self) -> frozenset[int]:
        """Return the zones read as a whole."""
        return self.user.scope.zones

    @cached_property
    def staff(self) -> frozenset[int]:
        """Return the zones whose units and people one knows: where one works, and those one reads."""
        works = {zone for role, zone in self.user.scope.roles if zone and role != Role.ENTERPRISE}
        return self.whole | works

    @cached_property
    def projects(self) -> dict[int, Ids]:
        """Return the projects seen one by one, by zone: outside the zones read as a whole."""
        if reads_zones_only(self.user):
            return {}
        return self._singly(Project.objects.visible_to(self.user))

    @cached_property
    def enterprises(self) -> dict[int, Ids]:
        """Return the enterprises seen one by one: of one's grid, one's own."""
        if reads_zones_only(self.user):
            return {}
        return self._singly(Enterprise.objects.visible_to(self.user))

    @cached_property
    def files(self) -> dict[int, Ids]:
        """Return the papers of the projects seen one by one."""
        mine = [pk for ids in self.projects.values() for pk in ids.tolist()]
        if not mine:
            return {}
        return self._singly(File.objects.filter(subject_kind="project", subject_id__in=mine))

    def _singly(self, rows: QuerySet[Any]) -> dict[int, Ids]:
        found: dict[int, list[int]] = defaultdict(list)
        for zone, pk in rows.exclude(zone_id__in=self.whole).order_by().values_list("zone_id", "pk"):
            found[zone].append(pk)
        return {zone: np.array(sorted(ids), np.int64) for zone, ids in found.items()}

    def singly(self, kind: int) -> dict[int, Ids]:
        """Return the records of a kind that are seen one by one, by zone."""
        if kind == Kind.PROJECT:
            return self.projects
        if kind == Kind.ENTERPRISE:
            return self.enterprises
        return self.files if kind == Kind.FILE else {}

    def zones(self, kind: int) -> frozenset[int]:
        """Return the zones in which records of a kind can be found.

        The name of a milestone is looked for wherever there are projects; whether it is shown depends on
        the milestones one sees.
        """
        if kind in (Kind.PERSON, Kind.NAMED, Kind.UNIT):
            return self.staff
        if kind == Kind.MILESTONE:
            return self.whole | frozenset(self.projects)
        return self.whole | frozenset(self.singly(kind))

    def where(self, kinds: frozenset[int]) -> Q:
        """Return the condition on rows of the index: kinds in the zones where they can be found."""
        by_zones: dict[frozenset[int], list[int]] = defaultdict(list)
        for kind in sorted(kinds):
            by_zones[self.zones(kind)].append(kind)
        found = Q(pk__in=[])
        for zones, some in by_zones.items():
            found |= Q(zone_id__in=zones, kind__in=some)
        return found

    def sees(self, kind: int, zone: int, pk: int) -> bool:
        """Tell whether a record of a zone may be drawn: what `visible_to` says, without asking it again.

        Beside a list of ids a condition on the zone leads SQLite to read the whole zone, 20 ms instead
        of 0.1.
        """
        if zone in self.whole:
            return True
        single = self.singly(kind).get(zone)
        return single is not None and bool(np.isin(pk, single))

    def allowed(self, kind: int, zone: int, ids: Ids) -> Ids:
        """Return those of some records of a zone that may be found."""
        if zone not in self.zones(kind):
            return ids[:0]
        single = self.singly(kind)
        if zone in self.whole or kind not in (Kind.PROJECT, Kind.ENTERPRISE, Kind.FILE):
            return ids
        return ids[np.isin(ids, single[zone])]
