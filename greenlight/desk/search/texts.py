"""What a record is found by: lines of words with what each line is; the first is the title.

Every function takes the ids of one zone and answers with a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from greenlight.base import bulk
from greenlight.base.models import File
from greenlight.desk.models import Kind, SearchTerm
from greenlight.enterprises.models import Enterprise, EnterpriseName
from greenlight.kernel.search.letters import squash
from greenlight.people.models import Membership, Role, Unit
from greenlight.projects.models import Project, ProjectAlias, ProjectCode, ProjectParty

Line = tuple[str, str]  # what it is, and as it is written
Lines = dict[int, list[Line]]
LONGEST = 300  # characters of a line that are indexed
MOST_LINES = 24


def projects(zone_id: int, ids: Sequence[int]) -> Lines:
    """Name, former and other names, codes, enterprises, location."""
    rows = Project.objects.filter(bulk.among("pk", ids)).values_list("pk", "zone_id", "name", "location")
    found: Lines = {}
    places: dict[int, str] = {}
    for pk, zone, name, location in rows:
        if zone == zone_id:  # not asked of the database: see reach.sees
            found[pk] = [("项目", name)]
            places[pk] = location
    mine = Q(bulk.among("project_id", ids))
    # Sorted here: asked for the order of the keys, SQLite walks through the whole table.
    _add(found, "代码", ProjectCode.objects.filter(mine).values_list("pk", "project_id", "code"))
    _add(found, "又名", ProjectAlias.objects.filter(mine).values_list("pk", "project_id", "name"))
    roles = dict(ProjectParty.Role.choices)
    parties = ProjectParty.objects.filter(mine).values_list("pk", "project_id", "role", "enterprise__name")
    for _, pk, role, name in sorted(parties):
        _add(found, roles.get(role, "企业"), [(0, pk, name)])
    _add(found, "地点", ((0, *one) for one in places.items()))
    return found


def enterprises(zone_id: int, ids: Sequence[int]) -> Lines:
    """Name, former names, 统一社会信用代码."""
    rows = Enterprise.objects.filter(bulk.among("pk", ids)).values_list("pk", "zone_id", "name", "uscc")
    found: Lines = {}
    codes: dict[int, str] = {}
    for pk, zone, name, uscc in rows:
        if zone == zone_id:
            found[pk] = [("企业", name)]
            codes[pk] = uscc or ""
    _add(found, "统一社会信用代码", ((0, *one) for one in codes.items()))
    former = EnterpriseName.objects.filter(bulk.among("enterprise_id", ids))
    _add(found, "曾用名", former.values_list("pk", "enterprise_id", "name"))
    return found


def people(zone_id: int, ids: Sequence[int]) -> Lines:
    """Those who are something in the zone, by name."""
    rows = Membership.objects.filter(bulk.among("user_id", ids), zone_id=zone_id)
    told = rows.exclude(role=Role.ENTERPRISE).values_list("user_id", "user__name").distinct()
    return {pk: [("姓名", name)] for pk, name in told}


def units(zone_id: int, ids: Sequence[int]) -> Lines:
    """Name, and what else a unit is called."""
    rows = Unit.objects.filter(bulk.among("pk", ids), zone_id=zone_id).values_list(
        "pk", "name", "also_called"
    )
    found: Lines = {}
    for pk, name, others in rows:
        found[pk] = [("单位", name), *(("又称", one) for one in others if isinstance(one, str))]
    return found


def terms(zone_id: int, ids: Sequence[int]) -> Lines:
    """Names that records share."""
    rows = SearchTerm.objects.filter(bulk.among("pk", ids)).values_list("pk", "zone_id", "name")
    return {pk: [("名称", name)] for pk, zone, name in rows if zone == zone_id}


def files(zone_id: int, ids: Sequence[int]) -> Lines:
    """What the file is called, and the project it was handed in for."""
    rows = File.objects.filter(bulk.among("pk", ids))
    found: Lines = {}
    of_project: dict[int, int] = {}
    told = rows.values_list("pk", "zone_id", "name", "subject_kind", "subject_id")
    for pk, zone, name, kind, subject in told:
        if zone != zone_id:
            continue
        found[pk] = [("文件", name)]
        if kind == "project" and subject:
            of_project[pk] = subject
    names = dict(
        Project.objects.filter(bulk.among("pk", sorted(set(of_project.values())))).values_list("pk", "name")
    )
    _add(found, "项目", ((0, pk, names.get(project, "")) for pk, project in of_project.items()))
    return found


def _add(found: Lines, label: str, told: Iterable[tuple[int, int, Any]]) -> None:
    """Add lines told as (place, id, text), in the order of their places."""
    for _, pk, text in sorted(told):
        if pk in found and text:
            found[pk].append((label, str(text)))


LINES: dict[int, Callable[[int, Sequence[int]], Lines]] = {
    Kind.PROJECT: projects, Kind.MILESTONE: terms, Kind.ENTERPRISE: enterprises, Kind.PERSON: people,
    Kind.NAMED: terms, Kind.UNIT: units, Kind.FILE: files,
}  # fmt: skip


def lines(kind: int, zone_id: int, ids: Sequence[int]) -> Lines:
    """Return the lines of records of a kind, each spelling once, as many as an entry holds."""
    return {pk: kept(told) for pk, told in LINES[kind](zone_id, ids).items()} if ids else {}


def kept(told: Iterable[Line]) -> list[Line]:
    """Return the lines an entry holds: the title, and what says something the lines before do not."""
    title, *others = told
    seen = {squash(title[1][:LONGEST]), ""}
    found = [title]
    for one in others:
        if (key := squash(one[1][:LONGEST])) not in seen:
            seen.add(key)
            found.append(one)
    return found[:MOST_LINES]


def entries(kind: int, zone_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Return what the entries of some records say now; who has none is not there any more."""
    return {pk: text(told) for pk, told in lines(kind, zone_id, ids).items()}


def text(told: Sequence[Line]) -> str:
    """Return lines as an entry keeps them."""
    return "\n".join(squash(one[:LONGEST]) for _, one in told)


def all_ids(kind: int, zone_id: int) -> list[int]:
    """Return the ids of all records of a kind in a zone, in order."""
    rows: Mapping[int, Any] = {
        Kind.PROJECT: Project.objects.filter(zone_id=zone_id).values_list("pk", flat=True),
        Kind.ENTERPRISE: Enterprise.objects.filter(zone_id=zone_id).values_list("pk", flat=True),
        Kind.PERSON: Membership.objects.filter(zone_id=zone_id).values_list("user_id", flat=True),
        Kind.UNIT: Unit.objects.filter(zone_id=zone_id).values_list("pk", flat=True),
        Kind.FILE: File.objects.filter(zone_id=zone_id).values_list("pk", flat=True),
    }
    if kind not in rows:
        return sorted(SearchTerm.objects.filter(zone_id=zone_id, kind=kind).values_list("pk", flat=True))
    return sorted(set(rows[kind]))
