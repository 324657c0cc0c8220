"""What the import of the project ledger must know of projects (base.imports.subject)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, F, Max, Sum

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.kernel.parse.text import name_key
from greenlight.people import may
from greenlight.people.models import Unit
from greenlight.projects.keeping import learn
from greenlight.projects.matching import ProjectMatcher
from greenlight.projects.models import Project
from greenlight.projects.units import NAME_LENGTH


class ProjectImport:
    """The projects behind the ledger `projects`."""

    kind = "project"
    noun = "项目"
    limits: Mapping[str, int] = {
        "project_name": 200, "location": 200, "unit": 300, "sponsor": 120, "contact": 60,
        "contact_phone": 60, "owner": 120,
    }  # fmt: skip
    computed = frozenset({"completion_rate_pct", "light"})

    def may(self, user: Any, zone_id: int) -> bool:
        """Clerks and leaders of the zone."""
        return user is not None and may.edit_zone(user, zone_id)

    def matcher(self, zone_id: int) -> ProjectMatcher:
        """Build the index of the zone's projects."""
        return ProjectMatcher(zone_id)

    def versions(self, ids: Sequence[int], *, lock: bool = False) -> dict[int, int]:
        """Return the versions; `lock` holds the rows to the end of the transaction."""
        rows = Project.objects.filter(bulk.among("pk", ids)).order_by("pk")
        return dict((rows.select_for_update() if lock else rows).values_list("pk", "version"))

    def fingerprint(self, zone_id: int) -> str:
        """Return count, newest id and sum of versions: every deed moves one of them."""
        found = Project.objects.filter(zone_id=zone_id).aggregate(
            n=Count("pk"), last=Max("pk"), sum=Sum("version")
        )
        return f"{found['n']}-{found['last'] or 0}-{found['sum'] or 0}"

    def reserve(self, n: int) -> list[int]:
        """Reserve ids for new projects."""
        return bulk.reserve(Project, n)

    def learn(self, by: By, pairs: Sequence[tuple[int, str]], batch_id: int) -> None:
        """Keep confirmed spellings."""
        assert by.zone_id is not None  # noqa: S101  a batch has a zone
        learn(
            [(pk, by.zone_id, name[:200], name_key(name)[:200]) for pk, name in pairs], by.zone_id, batch_id
        )

    def make_units(self, by: By, names: Sequence[str], batch_id: int) -> None:
        """Make the units a clerk agreed to."""
        rows: list[tuple[Any, ...]] = [(by.zone_id, name[:NAME_LENGTH], []) for name in dict.fromkeys(names)]
        bulk.insert_new(Unit, ("zone", "name", "also_called"), rows, batch_id)

    def touch(self, by: By, ids: Sequence[int]) -> None:
        """Count the versions up by one."""
        for part in bulk.chunks(ids):
            Project.objects.filter(bulk.among("pk", part)).update(version=F("version") + 1, updated_at=by.at)
