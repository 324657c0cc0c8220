"""Conditions and sortable columns of the project ledger that room projects knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from greenlight.base.keeping import Filter
from greenlight.enterprises.models import in_force
from greenlight.kernel import stages
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Halt, Kind, Listing, Nature, Project

Rows = QuerySet[Any]
Apply = Callable[[Rows, str, User], Rows]
LONGEST = 200
YES_NO = (("yes", "是"), ("no", "否"))
STARTED = ("groundbreaking", "completed", "in_production", "full_capacity", "commitment_review",
           "settlement", "post_review", "performance")  # fmt: skip


def among(field: str, allowed: frozenset[str]) -> Apply:
    """Narrow to one of several values, comma separated; unknown ones leave nothing."""

    def apply(rows: Rows, value: str, _user: User) -> Rows:
        wanted = {part for part in value.split(",") if part} & allowed
        return rows.filter(**{f"{field}__in": wanted}) if wanted else rows.none()

    return apply


def readable(value: str) -> str:
    """Return a text a database can be asked for: nothing invisible, no half characters, not too long."""
    return value[:LONGEST].replace("\x00", "").encode("utf-8", "ignore").decode()


def text(rows: Rows, value: str, _user: User) -> Rows:
    """Every word in the name, an alias, the code, the owner or the location."""
    for word in readable(value).split()[:5]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(name_norm__icontains=word) | Q(location__icontains=word)
            | Q(pk__in=Project.objects.filter(codes__code__istartswith=word).values("pk"))
            | Q(pk__in=Project.objects.filter(aliases__name__icontains=word).values("pk"))
            | Q(pk__in=Project.objects.filter(parties__enterprise__name__icontains=word).values("pk"))
        )  # fmt: skip
    return rows


def halt(rows: Rows, value: str, _user: User) -> Rows:
    """Paused, terminated, or going on (active)."""
    wanted = {"active": Halt.NONE, "paused": Halt.PAUSED, "terminated": Halt.TERMINATED}.get(value)
    return rows.none() if wanted is None else rows.filter(halt=wanted)


def unit(rows: Rows, value: str, user: User) -> Rows:
    """A unit answers for the project today, as lead or co-unit."""
    if not value.isdecimal() or len(value) > 18:
        return rows.none()
    return rows.filter(pk__in=current(user).filter(unit_id=int(value)).values("project_id"))


def sponsor(rows: Rows, value: str, user: User) -> Rows:
    """The name of the responsible leader."""
    named = current(user).filter(role=Assignment.Role.SPONSOR)
    name = readable(value)
    found = named.filter(Q(person=name) | Q(user__name=name))
    return rows.filter(pk__in=found.values("project_id"))


def mine(rows: Rows, value: str, user: User) -> Rows:
    """Assigned to me, to my units, or to my task force."""
    if value != "1":
        return rows.none()
    own = current(user).filter(person=user.name, role__in=(Assignment.Role.SPONSOR, Assignment.Role.LIAISON))
    held = Assignment.objects.held_by(user)
    return rows.filter(
        Q(pk__in=own.values("project_id"), zone_id=user.scope.home) | Q(pk__in=held.values("project_id"))
    )


def current(user: User) -> QuerySet[Assignment]:
    """Return the assignments in force on the reader's day."""
    return Assignment.objects.filter(in_force(user.scope.day))


def started(rows: Rows, value: str, _user: User) -> Rows:
    """Broken ground, or not yet."""
    if value not in ("yes", "no"):
        return rows.none()
    return rows.filter(stage__in=STARTED) if value == "yes" else rows.exclude(stage__in=STARTED)


def listing(rows: Rows, value: str, _user: User) -> Rows:
    """Stands on a list of that name, in any year; 'any' for every list."""
    lists = Listing.objects.all() if value == "any" else Listing.objects.filter(name=readable(value))
    return rows.filter(pk__in=lists.values("project_id"))


def year(rows: Rows, value: str, _user: User) -> Rows:
    """Stands on a list of that year."""
    if not value.isdecimal() or len(value) > 4:
        return rows.none()
    return rows.filter(pk__in=Listing.objects.filter(year=int(value)).values("project_id"))


def planned_new(rows: Rows, value: str, _user: User) -> Rows:
    """Planned to start in a year: the base of the start rate."""
    if not value.isdecimal() or len(value) > 4:
        return rows.none()
    found = Listing.objects.filter(year=int(value), planned_new=True)
    return rows.filter(pk__in=found.values("project_id"))


def example(rows: Rows, value: str, _user: User) -> Rows:
    """Invented for demonstration, or real."""
    return rows.filter(is_example=value == "yes") if value in ("yes", "no") else rows.none()


def stage_choices() -> tuple[tuple[str, str], ...]:
    """Return every stage once, with the words of the chains that have it."""
    words: dict[str, list[str]] = {}
    for chain in stages.CHAINS.values():
        for one in chain:
            if one.word not in words.setdefault(one.code, []):
                words[one.code].append(one.word)
    return tuple((code, "/".join(found)) for code, found in words.items())


def filters() -> tuple[Filter, ...]:
    """Return the room's conditions, in the order of 加条件."""
    chosen_stages = stage_choices()
    return (
        Filter("q", "搜索", text),
        Filter("stage", "阶段", among("stage", frozenset(code for code, _ in chosen_stages)), chosen_stages),
        Filter("kind", "类别", among("kind", frozenset(Kind.values)), tuple(Kind.choices)),
        Filter("nature", "建设性质", among("nature", frozenset(Nature.values)), tuple(Nature.choices)),
        Filter("started", "是否开工", started, YES_NO),
        Filter(
            "halt", "推进状态", halt, (("active", "正常推进"), ("paused", "暂停"), ("terminated", "终止"))
        ),
        Filter("unit", "责任单位", unit),
        Filter("sponsor", "责任领导", sponsor),
        Filter("mine", "范围", mine, (("1", "我负责的"),)),
        Filter("listing", "名录", listing),
        Filter("year", "名录年度", year),
        Filter("planned_new", "计划新开工年度", planned_new),
        Filter("example", "示例", example, YES_NO),
    )


def orders() -> dict[str, Any]:
    """Return what the list sorts by: a stage by its place in its chain, a unit by the lead's name."""
    places = [
        When(kind=kind, stage=one.code, then=Value(n))
        for kind, chain in stages.CHAINS.items()
        for n, one in enumerate(chain)
    ]
    lead = Assignment.objects.filter(
        project=OuterRef("pk"), role=Assignment.Role.LEAD, valid_to__isnull=True
    ).order_by("order", "pk")
    return {
        "project_name": F("name_norm"),
        "stage": Case(*places, default=Value(99), output_field=IntegerField()),
        "total_investment": F("total_wan"),
        "unit": Coalesce(Subquery(lead.values("unit__name")[:1]), Value("")),
        "updated": F("updated_at"),
    }
