"""Which projects hang on the wall, in which groups and order; a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from greenlight.base import bulk, keeping
from greenlight.enterprises.models import in_force
from greenlight.kernel import stages
from greenlight.people.models import User
from greenlight.plans.models import Milestone
from greenlight.plans.wall.drawing import ZOOMS
from greenlight.projects.models import Assignment, Project
from greenlight.warnings.models import Colour, LightSnapshot

LEDGER = "projects"
GROUPS = {"stage": "阶段", "unit": "责任单位", "sponsor": "责任领导"}
BARS = {"phases": ("按环节", 500), "nodes": ("按节点", 100)}  # word, projects a page
COLOURS = tuple(Colour.values)  # by rank, red first
GREY = COLOURS.index("grey")
# The chains of all kinds, merged in the order a project walks them.
STAGES = (
    "lead", "pipeline_reserve", "negotiating", "signed", "registration", "land_secured", "land",
    "groundbreaking", "completed", "in_production", "full_capacity", "settlement", "commitment_review",
    "post_review", "performance",
)  # fmt: skip
NOBODY = {"unit": "没有责任单位", "sponsor": "没有责任领导"}


@dataclass(frozen=True)
class Asked:
    """What the address asks of the wall: conditions, and how it is drawn."""

    conditions: Mapping[str, str]
    group: str = "stage"
    bars: str = "phases"
    zoom: str = "quarter"
    folded: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Mapping[str, str], folded: Sequence[str] = ()) -> Asked:
        """Read an address; what is unknown is passed over."""
        known = keeping.binding(LEDGER).filters
        group, bars, zoom = (words.get(name, "") for name in ("group", "bars", "zoom"))
        return cls(
            {key: str(value)[:200] for key, value in words.items() if value and key in known},
            group if group in GROUPS else "stage", bars if bars in BARS else "phases",
            zoom if zoom in ZOOMS else "quarter", tuple(one[:100] for one in folded[:200]),
        )  # fmt: skip

    @property
    def at_once(self) -> int:
        """Return how many projects one page holds: some 5,000 bars."""
        return BARS[self.bars][1]

    def words(self) -> dict[str, str]:
        """Return the words of the address, folds apart."""
        usual = Asked({})
        drawn = {
            name: value for name in ("group", "bars", "zoom")
            if (value := getattr(self, name)) != getattr(usual, name)
        }  # fmt: skip
        return {**self.conditions, **drawn}


@dataclass
class Item:
    """One project of the page."""

    pk: int
    name: str
    kind: str
    stage: str
    halt: str
    group: str
    rank: int
    site: float
    next: tuple[str, date] | None = None

    @property
    def colour(self) -> str:
        """Return the light; what nobody judged is grey."""
        return COLOURS[self.rank]

    @property
    def stage_word(self) -> str:
        """Return the stage in the words of the kind."""
        return stages.word(self.kind, self.stage)


@dataclass
class Group:
    """A group: its word, how many projects and lights it has in all, and those of this page."""

    key: str
    word: str
    count: int = 0
    lights: dict[str, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)


def chosen(user: User, asked: Asked) -> QuerySet[Any]:
    """Return the projects one sees under the conditions, with `group` and the rank of the light."""
    rows = Project.objects.visible_to(user).counted()
    rows = keeping.binding(LEDGER).narrow(rows, asked.conditions, user)
    light = LightSnapshot.objects.now().filter(project=OuterRef("pk")).values("rank")[:1]
    return rows.annotate(wall_group=_group(asked.group, user), wall_rank=Coalesce(Subquery(light), GREY))


def _group(name: str, user: User) -> Any:
    if name == "stage":
        return F("stage")
    role = Assignment.Role.LEAD if name == "unit" else Assignment.Role.SPONSOR
    held = Assignment.objects.filter(in_force(user.scope.day), project=OuterRef("pk"), role=role)
    held = held.order_by("order", "pk")
    word = held.annotate(who=_who(name)).values("who")[:1]
    return Coalesce(Subquery(word), Value(""))


def _who(name: str) -> Any:
    if name == "unit":
        return F("unit__name")
    person = Case(When(person="", then=None), default=F("person"))
    return Coalesce(person, F("user__name"), F("unit__name"))


def ordered(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Order by group, in it the worst light first."""
    if asked.group != "stage":
        nobody = Case(When(wall_group="", then=1), default=0, output_field=IntegerField())
        return rows.order_by(nobody, "wall_group", "wall_rank", "pk")
    places = [When(stage=code, then=Value(place)) for place, code in enumerate(STAGES)]
    place = Case(*places, default=Value(len(STAGES)), output_field=IntegerField())
    return rows.order_by(place, "wall_rank", "pk")


def page(rows: QuerySet[Any], asked: Asked, number: int) -> list[Item]:
    """Return one page of projects with their next milestones; two queries."""
    start = (number - 1) * asked.at_once
    names = ("pk", "name", "kind", "stage", "halt", "wall_group", "wall_rank", "site_percent")
    found = [
        Item(*row[:-1], site=float(row[-1] or 0) / 100)
        for row in ordered(rows, asked).values_list(*names)[start : start + asked.at_once]
    ]
    coming = _next([one.pk for one in found])
    for one in found:
        one.next = coming.get(one.pk)
    return found


def _next(ids: Sequence[int]) -> dict[int, tuple[str, date]]:
    """Return each project's earliest open milestone."""
    rows = Milestone.objects.filter(bulk.among("project_id", ids), in_plan=True, done_on=None)
    rows = rows.filter(due__isnull=False)
    found: dict[int, tuple[str, date]] = {}
    for pk, name, due in rows.order_by("-due", "-seq").values_list("project_id", "name", "due"):
        if due:
            found[pk] = (name, due)
    return found


def groups(rows: QuerySet[Any], items: Sequence[Item], asked: Asked) -> list[Group]:
    """Return the groups this page shows, each with its count and lights over all pages; one query."""
    found: dict[str, Group] = {}
    for one in items:
        key = one.group or ""
        found.setdefault(key, Group(key, _word(asked.group, one))).items.append(one)
    counted = rows.order_by().values_list("wall_group", "wall_rank").annotate(n=Count("pk"))
    for key, rank, n in counted:
        if group := found.get(key or ""):
            group.count += n
            group.lights[COLOURS[rank]] = group.lights.get(COLOURS[rank], 0) + n
    return list(found.values())


def _word(name: str, one: Item) -> str:
    """Name a group; a stage is called by its words in all kinds of project: 立项、备案."""
    if name != "stage":
        return one.group or NOBODY[name]
    words = (own.word for chain in stages.CHAINS.values() for own in chain if own.code == one.stage)
    return "、".join(dict.fromkeys(words))


def lit(ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return the red and yellow milestones by project, as last judged: {project: {key: colour}}."""
    rows = LightSnapshot.objects.now("milestones").filter(
        bulk.among("project_id", ids), colour__in=("red", "yellow")
    )
    found: dict[int, dict[str, str]] = {}
    for pk, reasons in rows.values_list("project_id", "reasons"):
        own = found.setdefault(pk, {})
        for one in reasons:
            if one.get("about") and one.get("colour") in ("red", "yellow"):
                own.setdefault(one["about"], one["colour"])
    return found
