"""Keeping entries true: in the transaction of the deed for what it touched, all of a zone on demand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Q, QuerySet

from greenlight.base import bulk
from greenlight.base.models import File
from greenlight.desk.models import Kind, SearchEntry, SearchPage, SearchTerm
from greenlight.desk.search import packing, texts
from greenlight.plans.models import Milestone
from greenlight.projects.models import Assignment, ProjectParty

CHUNK = 2000
NAME_LENGTH = 120
NAMES_AT_ONCE = 400
Progress = Callable[[int, int], None]


@transaction.atomic
def refresh(zone_id: int, kind: int, ids: Iterable[int]) -> int:
    """Write the entries of some records that differ, drop those whose record is gone; return how many.

    What is written waits to be packed; enough of it is packed when the deed is through.
    """
    written = sum(_write(zone_id, kind, part) for part in bulk.chunks(sorted(set(ids)), CHUNK))
    if written:
        packing.soon(zone_id)
    return written


def _write(zone_id: int, kind: int, ids: list[int]) -> int:
    wanted = texts.entries(kind, zone_id, ids)
    rows = SearchEntry.objects.filter(bulk.among("object_id", ids), zone_id=zone_id, kind=kind)
    stored = dict(rows.values_list("object_id", "text"))
    gone = [pk for pk in stored if pk not in wanted]
    if gone:
        rows.filter(bulk.among("object_id", gone)).delete()
    changed = [pk for pk in sorted(wanted) if stored.get(pk) != wanted[pk]]
    SearchEntry.objects.bulk_create(
        [SearchEntry(zone_id=zone_id, kind=kind, object_id=pk, text=wanted[pk]) for pk in changed],
        update_conflicts=True, unique_fields=["zone", "kind", "object_id"], update_fields=["text", "packed"],
    )  # fmt: skip
    return len(gone) + len(changed)


def projects(zone_id: int, ids: Sequence[int]) -> None:
    """Keep some projects, and what hangs on them: their files, enterprises, milestones, named people."""
    if not ids:
        return
    refresh(zone_id, Kind.PROJECT, ids)
    papers = File.objects.filter(bulk.among("subject_id", ids), zone_id=zone_id, subject_kind="project")
    refresh(zone_id, Kind.FILE, papers.values_list("pk", flat=True))
    parties = ProjectParty.objects.filter(bulk.among("project_id", ids))
    refresh(zone_id, Kind.ENTERPRISE, parties.values_list("enterprise_id", flat=True).distinct())
    for kind, names in _borne(zone_id, Q(bulk.among("project_id", ids))).items():
        know(zone_id, kind, names)


def know(zone_id: int, kind: int, names: Collection[str]) -> None:
    """Know the names that some records bear; one that nobody bears any more finds nothing and stays."""
    known = SearchTerm.objects.filter(zone_id=zone_id, kind=kind)
    have: set[str] = set()
    for part in bulk.chunks(sorted(names), NAMES_AT_ONCE):
        have.update(known.filter(name__in=part).values_list("name", flat=True))
    fresh = sorted(set(names) - have)
    if not fresh:
        return
    made = [SearchTerm(zone_id=zone_id, kind=kind, name=one) for one in fresh]
    SearchTerm.objects.bulk_create(made, ignore_conflicts=True)
    for part in bulk.chunks(fresh, NAMES_AT_ONCE):
        refresh(zone_id, kind, known.filter(name__in=part).values_list("pk", flat=True))


def _names(rows: QuerySet[Milestone] | QuerySet[Assignment], field: str) -> set[str]:
    told = rows.order_by().values_list(field, flat=True).distinct()
    return {str(one)[:NAME_LENGTH] for one in told if one}


def _borne(zone_id: int, mine: Q | None = None) -> dict[int, set[str]]:
    """Return the names that milestones in force and people in ledgers bear, of a zone or some projects."""
    mine = mine or Q()
    stones = Milestone.objects.filter(mine, zone_id=zone_id, in_plan=True)
    return {
        Kind.MILESTONE: _names(stones, "name"),
        Kind.NAMED: _names(Assignment.objects.filter(mine, zone_id=zone_id), "person"),
    }


def sweep(zone_id: int, kind: int) -> None:
    """Bring a kind's entries in step as a whole: what went without a word, what came without one."""
    stored = SearchEntry.objects.filter(zone_id=zone_id, kind=kind).values_list("object_id", flat=True)
    wanted = set(texts.all_ids(kind, zone_id))
    if odd := set(stored) ^ wanted:
        refresh(zone_id, kind, odd)


def rebuild(zone_id: int, progress: Progress | None = None) -> int:
    """Build the index of a zone anew and pack it; return how many entries it holds.

    Two thousand records are a transaction; whoever searches meanwhile finds what stands already.
    """
    _terms(zone_id)
    known = {kind: texts.all_ids(kind, zone_id) for kind in Kind.values}
    total, done = sum(len(ids) for ids in known.values()), 0
    for kind, ids in known.items():
        stored = SearchEntry.objects.filter(zone_id=zone_id, kind=kind).values_list("object_id", flat=True)
        refresh(zone_id, kind, set(stored) - set(ids))
        for start in range(0, len(ids), CHUNK):
            refresh(zone_id, kind, ids[start : start + CHUNK])
            done += len(ids[start : start + CHUNK])
            if progress:
                progress(done, total)
    SearchPage.objects.filter(zone_id=zone_id).delete()
    SearchEntry.objects.filter(zone_id=zone_id).update(packed=False)
    if packing.waits(zone_id):
        packing.pack(zone_id)
    return SearchEntry.objects.filter(zone_id=zone_id).count()


def _terms(zone_id: int) -> None:
    """Know exactly the names that are borne now."""
    for kind, names in _borne(zone_id).items():
        known = dict(SearchTerm.objects.filter(zone_id=zone_id, kind=kind).values_list("name", "pk"))
        gone = [pk for name, pk in known.items() if name not in names]
        SearchTerm.objects.filter(bulk.among("pk", gone)).delete()
        know(zone_id, kind, names)


def differences(zone_id: int) -> dict[str, tuple[str, str]]:
    """Tell what a zone's index says otherwise than the rooms: {kind/id: (stored, should be)}."""
    found: dict[str, tuple[str, str]] = {}
    for kind in Kind.values:
        ids = texts.all_ids(kind, zone_id)
        stored = dict(SearchEntry.objects.filter(zone_id=zone_id, kind=kind).values_list("object_id", "text"))
        wanted: dict[int, str] = {}
        for part in bulk.chunks(ids, CHUNK):
            wanted |= texts.entries(kind, zone_id, part)
        for pk in sorted(stored.keys() | wanted.keys()):
            if stored.get(pk) != wanted.get(pk):
                found[f"{Kind(kind).name} {pk}"] = stored.get(pk, ""), wanted.get(pk, "")
    known = SearchTerm.objects.filter(zone_id=zone_id)
    for kind, names in _borne(zone_id).items():
        for name in names - set(known.filter(kind=kind).values_list("name", flat=True)):
            found[f"{Kind(kind).name} {name}"] = "", name
    return found
