"""Hits as they are drawn: what it is, the matched part marked, what stands beside it, where it leads.

Only what the person's reach holds is drawn; an entry of the index alone draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from greenlight.base import subjects
from greenlight.base.models import File
from greenlight.base.writing import ymd
from greenlight.desk.models import Kind, ProjectLine, SearchTerm
from greenlight.desk.search import texts
from greenlight.enterprises.models import Enterprise, in_force
from greenlight.kernel import stages
from greenlight.kernel.search.letters import squashed
from greenlight.kernel.search.matching import Fit, Match
from greenlight.people.models import Membership, Role, Unit
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project

if TYPE_CHECKING:
    from greenlight.desk.search.finding import Seen
    from greenlight.desk.search.reach import Reach

Part = tuple[str, bool]  # text, and whether it is the matched one
WORD_START = 1  # what a match that begins a word of the title is better by


@dataclass(frozen=True)
class Hit:
    """One line of the answer."""

    kind: int
    pk: int
    url: str
    title: list[Part]
    second: list[Part] = field(default_factory=list)
    label: str = ""  # what the second line is, when it is what matched
    light: str = ""
    note: str = ""
    rank: int = 0
    newest: float = 0

    @property
    def order(self) -> tuple[int, float]:
        """Return what hits are ordered by: how well they fit, then the newest."""
        return self.rank, -self.newest

    @property
    def name(self) -> str:
        """Return the title without marks."""
        return "".join(text for text, _ in self.title)


def marked(text: str, matches: Iterable[Match]) -> list[Part]:
    """Return a text cut where words stand in it; matches count its squashed characters."""
    _, places = squashed(text)
    marks: set[int] = set()
    for one in matches:
        if one.start < one.end <= len(places):  # what stands between matched characters is marked too
            marks.update(range(places[one.start], places[one.end - 1] + 1))
    runs = groupby(enumerate(text), key=lambda at: at[0] in marks)
    return [("".join(char for _, char in run), mark) for mark, run in runs]


def _title(text: str, one: Seen) -> dict[str, Any]:
    """Return what a hit is by its title: the parts, how well it fits, what to say of a slip."""
    mine = [match for match in one.matches if match.line == 0]
    slip = any(match.fit in (Fit.SLIP, Fit.OTHER_LINE + Fit.SLIP) for match in one.matches)
    begins = any(_begins_word(text, match) for match in mine)
    return {
        "title": marked(text, mine), "rank": one.rank - (WORD_START if begins else 0),
        "note": "差一个字符" if slip else "",
    }  # fmt: skip


def _begins_word(text: str, match: Match) -> bool:
    """Tell whether a match inside a title begins a word of it: after a bracket, a blank, a dot."""
    _, places = squashed(text)
    if not match.start or match.start >= len(places):
        return False
    return places[match.start] - places[match.start - 1] > 1


def _other(told: Sequence[texts.Line], one: Seen) -> tuple[str, list[Part]]:
    """Return the line other than the title in which a word stands, with what it is."""
    for match in one.matches:
        if 0 < match.line < len(told):
            label, text = told[match.line]
            return label, marked(text, [each for each in one.matches if each.line == match.line])
    return "", []


def drawn(reach: Reach, kind: int, seen: Sequence[Seen]) -> list[Hit]:
    """Return the hits of a kind that a person may see, in the order given."""
    if not seen:
        return []
    draw = {Kind.PROJECT: _projects, Kind.ENTERPRISE: _enterprises, Kind.UNIT: _units, Kind.FILE: _files}
    return draw[Kind(kind)](reach, seen)


def _by_pk(rows: QuerySet[Any], ids: Iterable[int], reach: Reach, kind: int) -> dict[int, Any]:
    """Return some records by id, those that the person may see."""
    return {row.pk: row for row in rows.filter(pk__in=set(ids)) if reach.sees(kind, row.zone_id, row.pk)}


def _told(kind: int, seen: Sequence[Seen]) -> dict[int, list[texts.Line]]:
    """Return the lines of the records in which a word stands elsewhere than in the title."""
    found: dict[int, list[texts.Line]] = {}
    beside = [one for one in seen if any(match.line for match in one.matches)]
    for zone in {one.zone for one in beside}:
        found |= texts.lines(kind, zone, [one.pk for one in beside if one.zone == zone])
    return found


def _projects(reach: Reach, seen: Sequence[Seen]) -> list[Hit]:
    rows = _by_pk(Project.objects.all(), (one.pk for one in seen), reach, Kind.PROJECT)
    told = _told(Kind.PROJECT, seen)
    lines = ProjectLine.objects.filter(pk__in=list(rows)).values_list("pk", "light", "owner", "lead_unit")
    beside = {pk: (light, owner or unit) for pk, light, owner, unit in lines}
    found = []
    for one in seen:
        if (row := rows.get(one.pk)) is None:
            continue
        light, who = beside.get(one.pk, ("", ""))
        label, second = _other(told.get(one.pk, []), one)
        plain = " · ".join(part for part in (stages.word(row.kind, row.stage), who) if part)
        found.append(Hit(
            Kind.PROJECT, row.pk, reverse("desk:project", args=[row.pk]), second=second or [(plain, False)],
            label=label, light="" if row.is_group else light or "grey", newest=row.updated_at.timestamp(),
            **_title(row.name, one),
        ))  # fmt: skip
    return found


def _ledger(**conditions: Any) -> str:
    return f"{reverse('desk:projects')}?{urlencode(conditions)}"


def _enterprises(reach: Reach, seen: Sequence[Seen]) -> list[Hit]:
    rows = _by_pk(Enterprise.objects.all(), (one.pk for one in seen), reach, Kind.ENTERPRISE)
    told = _told(Kind.ENTERPRISE, seen)
    found = []
    for one in (each for each in seen if each.pk in rows):
        row = rows[one.pk]
        label, second = _other(told.get(one.pk, []), one)
        beside = second or [(row.uscc or row.industry, False)]
        found.append(Hit(Kind.ENTERPRISE, row.pk, _ledger(enterprise=row.pk), second=beside, label=label,
                         newest=row.pk, **_title(row.name, one)))  # fmt: skip
    return found


def _units(reach: Reach, seen: Sequence[Seen]) -> list[Hit]:
    known = Unit.objects.filter(zone_id__in=reach.staff).select_related("parent")
    rows = {row.pk: row for row in known.filter(pk__in={one.pk for one in seen})}
    told = _told(Kind.UNIT, seen)
    found = []
    for one in (each for each in seen if each.pk in rows):
        row = rows[one.pk]
        label, second = _other(told.get(one.pk, []), one)
        above = row.parent.name if row.parent else "已撤并" if row.dissolved_on else ""
        found.append(Hit(Kind.UNIT, row.pk, _ledger(unit=row.pk), second=second or [(above, False)],
                         label=label, newest=row.pk, **_title(row.name, one)))  # fmt: skip
    return found


def _files(reach: Reach, seen: Sequence[Seen]) -> list[Hit]:
    rows = {row.pk: row for row in File.objects.filter(pk__in={one.pk for one in seen})}
    about = _subjects(reach, rows.values())
    found = []
    for one in seen:
        row = rows.get(one.pk)
        record = about.get((row.subject_kind, row.subject_id)) if row else None
        if row is None or record is None:
            continue
        page = subjects.url(row.subject_kind, record)
        beside = f"{subjects.label(row.subject_kind)} {getattr(record, 'name', '')} · {ymd(row.at)}"
        address = f"{page}?tab=papers" if row.subject_kind == "project" else page
        found.append(Hit(Kind.FILE, row.pk, address, second=[(beside, False)], newest=row.pk,
                         **_title(row.name, one)))  # fmt: skip
    return found


def _subjects(reach: Reach, files: Iterable[File]) -> dict[tuple[str, int | None], Any]:
    """Return what some files were handed in for, where the person may see it."""
    by_kind: dict[str, set[int]] = {}
    for row in files:
        by_kind.setdefault(row.subject_kind, set()).add(row.subject_id or 0)
    projects = _by_pk(Project.objects.all(), by_kind.pop("project", ()), reach, Kind.PROJECT)
    found: dict[tuple[str, int | None], Any] = {("project", pk): one for pk, one in projects.items()}
    for kind, ids in by_kind.items():
        found |= {(kind, record.pk): record for record in subjects.several(kind, ids, reach.user)}
    return found


def people(reach: Reach, users: Sequence[Seen], named: Sequence[Seen]) -> list[Hit]:
    """Return people with an account and those a ledger names, each name of a zone once."""
    found = _users(reach, users)
    known = {(hit.name, zone) for hit, zone in found}
    terms = SearchTerm.objects.filter(pk__in={one.pk for one in named}, zone_id__in=reach.staff)
    names = dict(terms.values_list("pk", "name")) if named else {}
    others = [one for one in named if one.pk in names and (names[one.pk], one.zone) not in known]
    return [hit for hit, _ in found] + [_named(names[one.pk], one) for one in others]


def _named(name: str, one: Seen) -> Hit:
    beside = [("台账里的责任人", False)]
    return Hit(Kind.PERSON, one.pk, _ledger(person=name), second=beside, newest=one.pk, **_title(name, one))


def _users(reach: Reach, seen: Sequence[Seen]) -> list[tuple[Hit, int]]:
    held = Membership.objects.filter(
        in_force(reach.user.scope.day), user_id__in={one.pk for one in seen}, user__is_active=True,
        zone_id__in=reach.staff,
    ).exclude(role=Role.ENTERPRISE)  # fmt: skip
    roles = dict(Role.choices)
    beside: dict[tuple[int, int], list[str]] = {}
    names: dict[int, str] = {}
    for row in held.select_related("user", "unit").order_by("pk"):
        names[row.user_id] = row.user.name
        words = " ".join(part for part in (row.unit.name if row.unit else "", roles[row.role]) if part)
        beside.setdefault((row.user_id, row.zone_id or 0), []).append(words)
    found = []
    for one in (each for each in seen if (each.pk, each.zone) in beside):
        second = "、".join(dict.fromkeys(beside[one.pk, one.zone]))
        hit = Hit(Kind.PERSON, one.pk, _ledger(person=names[one.pk]), second=[(second, False)],
                  newest=one.pk, **_title(names[one.pk], one))  # fmt: skip
        found.append((hit, one.zone))
    return found


def milestones(rows: Iterable[Milestone], one: Seen, worse: int = 0) -> list[Hit]:
    """Return milestones of one name, each with its project and its day."""
    if isinstance(rows, QuerySet):
        rows = rows.select_related("project", "owner")
    found = []
    for row in rows:
        when = (
            f"{ymd(row.done_on)} 完成" if row.done_on else f"{ymd(row.due)} 到期" if row.due else "没有日期"
        )
        who = row.owner.name if row.owner else row.department
        beside = " · ".join(part for part in (row.project.name, when, who) if part)
        page = f"{reverse('desk:project', args=[row.project_id])}?tab=milestones"
        told = _title(row.name, one)
        told["rank"] += worse
        found.append(Hit(Kind.MILESTONE, row.pk, page, second=[(beside, False)],
                         newest=_soonest(row), **told))  # fmt: skip
    return found


def _soonest(row: Milestone) -> int:
    """Order milestones: open ones by the day they are due, then those without one, then what was done."""
    if row.done_on:
        return row.done_on.toordinal() - 10_000_000
    return -row.due.toordinal() if row.due else -4_000_000
