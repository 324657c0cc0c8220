"""My projects of today: which, in what order, and what is shown of each; a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, Subquery

from greenlight.people.models import User
from greenlight.projects import sight
from greenlight.projects.models import Assignment, Project, ProjectQuerySet
from greenlight.sites.models import Fence, Photo, SiteLog
from greenlight.sites.phone import around
from greenlight.sites.phone.around import NOTHING, Around
from greenlight.sites.phone.phrases import STARTED

MOST = 60
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Row:
    """One project as its card shows it."""

    project: Project
    around: Around
    fence: Fence | None
    photo: Photo | None
    sent: tuple[SiteLog, ...]  # of today, by anybody
    mine: bool  # whether one of them is the reader's own


def acting(user: User) -> ProjectQuerySet:
    """Return the projects a person tells of: those of the zone for its clerks and leaders, else their own."""
    rows = Project.objects.visible_to(user).counted().filter(halt="")
    if user.scope.zones:
        return rows
    held = Assignment.objects.held_by(user).values("project_id")
    return rows.filter(Q(pk__in=held) | sight.ways(user, acting=True))


def asked(user: User) -> ProjectQuerySet:
    """Return the projects of which a log is asked today: those under construction that go on."""
    return acting(user).filter(stage=STARTED)


def found(user: User, words: str) -> ProjectQuerySet:
    """Return the projects of any stage whose name or place holds the words."""
    text = words.strip()[:LONGEST_SEARCH]
    return acting(user).filter(Q(name__icontains=text) | Q(location__icontains=text))


def rows(user: User, projects: ProjectQuerySet, day: date) -> list[Row]:
    """Return the first sixty as cards: the worst light first, then the longest silent."""
    newest = Photo.objects.standing().filter(project=OuterRef("pk")).order_by("-taken_at", "-pk")
    ordered = projects.annotate(newest_photo=Subquery(newest.values("pk")[:1])).order_by(
        *around.order(), F("site_updated_on").asc(nulls_first=True), "pk"
    )
    shown = list(ordered.select_related("fence")[:MOST])
    ids = [one.pk for one in shown]
    photos = {one.project_id: one for one in Photo.objects.filter(pk__in=[_newest(one) for one in shown])}
    logs, known = logs_of(ids, day), around.of(ids, day)
    return [
        Row(
            one, known.get(one.pk, NOTHING), getattr(one, "fence", None), photos.get(one.pk),
            tuple(logs.get(one.pk, ())), any(log.actor_id == user.pk for log in logs.get(one.pk, ())),
        )
        for one in shown
    ]  # fmt: skip


def _newest(project: Project) -> int:
    found: int | None = getattr(project, "newest_photo", None)
    return found or 0


def logs_of(ids: Iterable[int], day: date) -> dict[int, list[SiteLog]]:
    """Return the standing logs of a day by project, the first sent first."""
    found: dict[int, list[SiteLog]] = {}
    for log in SiteLog.objects.standing().filter(project__in=list(ids), day=day).order_by("pk"):
        found.setdefault(log.project_id, []).append(log)
    return found


def own(user: User, day: date) -> list[SiteLog]:
    """Return what a person sent of a day, the newest first."""
    rows = SiteLog.objects.visible_to(user).filter(actor_id=user.pk, day=day)
    shown = Count("photos", filter=Q(photos__retracted_at__isnull=True))
    return list(rows.select_related("project").annotate(shown=shown).order_by("-pk"))


def unsent(user: User) -> tuple[int, int]:
    """Return how many of my projects have no log of today yet, and of how many; two queries."""
    wanted = asked(user)
    sent = SiteLog.objects.standing().filter(project__in=wanted.values("pk"), day=user.scope.day)
    total = wanted.count()
    return total - sent.values("project_id").distinct().count(), total
