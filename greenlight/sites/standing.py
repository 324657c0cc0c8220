"""What the logs of a project say together: the state of its parts, and what the ledger shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from greenlight.kernel import works
from greenlight.projects.models import Project
from greenlight.sites.models import Part, PartProgress, SiteLog


@dataclass(frozen=True)
class Standing:
    """What stands of a project when a log comes: its parts in force, and what was told of them."""

    parts: Mapping[int, Part]
    told: tuple[works.Told, ...]
    whole: tuple[works.Told, ...]  # of a project without parts, as part 0


def of(project: Project, *, without: int | None = None) -> Standing:
    """Return the parts in force and all that standing logs told of them; three queries."""
    parts = {one.pk: one for one in Part.objects.filter(project=project, in_force=True).order_by("seq")}
    logs = SiteLog.objects.standing().filter(project=project)
    logs = logs if without is None else logs.exclude(pk=without)
    rows = PartProgress.objects.filter(log__in=logs, part__in=parts)
    told = rows.values_list("part_id", "log__day", "log_id", "percent")
    whole = logs.filter(percent__isnull=False).values_list("day", "pk", "percent") if not parts else ()
    return Standing(
        parts,
        tuple(works.Told(*one) for one in told),
        tuple(works.Told(0, day, pk, percent) for day, pk, percent in whole if percent is not None),
    )


def newest(project: Project) -> SiteLog | None:
    """Return the newest standing log that says how far the works are."""
    rows = SiteLog.objects.standing().filter(project=project)
    return rows.exclude(words="", percent__isnull=True).order_by("-day", "-pk").first()


def facts(project: Project) -> dict[str, Any]:
    """Return words, per cent and day of the site as its logs tell them.

    Nothing when there is no log, or when the ledger or a report of a later day has spoken since.
    """
    last = newest(project)
    if last is None or (project.site_updated_on and last.day < project.site_updated_on):
        return {}
    stands = of(project)
    found: dict[str, Any] = {"site_updated_on": last.day}
    if words := _words(project):
        found["site_progress"] = words
    percents = {pk: one.percent for pk, one in works.state(stands.told or stands.whole).items()}
    parts = weights(stands.parts.values())
    percent = works.whole(parts, percents) if parts else percents.get(0)
    return found if percent is None else found | {"site_percent": percent}


def _words(project: Project) -> str:
    rows = SiteLog.objects.standing().filter(project=project).exclude(words="")
    return rows.order_by("-day", "-pk").values_list("words", flat=True).first() or ""


def weights(parts: Iterable[Part]) -> dict[int, Decimal]:
    """Return the weights of parts by their ids."""
    return {one.pk: one.weight for one in parts}
