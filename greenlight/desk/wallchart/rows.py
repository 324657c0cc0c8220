"""Which projects hang on the wall, in which groups and order; a constant number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, IntegerField, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from greenlight.base import bulk
from greenlight.desk.table.seen import Seen
from greenlight.kernel import stages
from greenlight.people.models import User
from greenlight.plans.wall.drawing import ZOOMS
from greenlight.warnings.models import Colour, LightSnapshot

GROUPS = {"stage": "阶段", "unit": "责任单位", "sponsor": "责任领导"}
COLUMNS = {"stage": "stage", "unit": "lead_unit", "sponsor": "sponsor"}  # of the lines
BARS = {"phases": ("按环节", 500), "nodes": ("按节点", 100)}  # word, projects a page
COLOURS = tuple(Colour.values)  # by rank, red first
# The chains of all kinds, merged in the order a project walks them; what is only thought of hangs last,
# for it has no dates yet.
STAGES = (
    "negotiating", "signed", "registration", "land_secured", "land",
    "groundbreaking", "completed", "in_production", "full_capacity", "settlement", "commitment_review",
    "post_review", "performance", "lead", "pipeline_reserve",
)  # fmt: skip
NOBODY = {"unit": "没有责任单位", "sponsor": "没有责任领导"}


@dataclass(frozen=True)
class Asked:
    """What the address asks of the wall: the ledger's conditions, and how it is drawn."""

    seen: Seen
    group: str = "stage"
    bars: str = "phases"
    zoom: str = "quarter"
    folded: tuple[str, ...] = ()

    @classmethod
    def of(cls, user: User, words: Any) -> Asked:
        """Read an address (a QueryDict); what is unknown is passed over.

        Raises Http404 for a saved view this person may not open.
        """
        group, bars, zoom = (words.get(name, "") for name in ("group", "bars", "zoom"))
        return cls(
            Seen.of(user, words), group if group in GROUPS else "stage", bars if bars in BARS else "phases",
            zoom if zoom in ZOOMS else "quarter", tuple(one[:100] for one in words.getlist("fold")[:200]),
        )  # fmt: skip

    @property
    def at_once(self) -> int:
        """Return how many projects one page holds: some 5,000 bars."""
        return BARS[self.bars][1]

    @property
    def conditions(self) -> dict[str, str]:
        """Return the conditions as words of an address, those of a saved view written out."""
        return self.seen.look.conditions().words()

    def words(self) -> dict[str, str]:
        """Return the words of the address, folds apart."""
        usual = {"group": "stage", "bars": "phases", "zoom": "quarter"}
        return self.conditions | {
            name: getattr(self, name) for name, value in usual.items() if getattr(self, name) != value
        }


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
    next_name: str | None
    next_due: date | None
    site_percent: Decimal | None
    unit: str | None = None

    @property
    def site(self) -> float:
        """Return how far the site is, 0-1."""
        return float(self.site_percent or 0) / 100

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


def chosen(asked: Asked) -> QuerySet[Any]:
    """Return the lines of the projects one sees under the conditions, each with its `wall_group`."""
    column = COLUMNS[asked.group]
    own = Coalesce(F(column), Value(""), output_field=TextField())
    rows: QuerySet[Any] = asked.seen.rows.annotate(wall_group=own)
    return rows


def ordered(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    """Order by group, in it the worst light first; who has nobody stands last."""
    if asked.group != "stage":
        nobody = Case(When(wall_group="", then=1), default=0, output_field=IntegerField())
        return rows.order_by(nobody, "wall_group", "light_rank", "pk")
    places = [When(stage=code, then=Value(place)) for place, code in enumerate(STAGES)]
    place = Case(*places, default=Value(len(STAGES)), output_field=IntegerField())
    return rows.order_by(place, "light_rank", "pk")


NAMES = (
    "pk", "project_name", "kind", "stage", "halt", "wall_group", "light_rank", "next_name", "next_due",
    "project__site_percent", "lead_unit",
)  # fmt: skip


def page(rows: QuerySet[Any], asked: Asked, number: int) -> list[Item]:
    """Return one page of projects; one query."""
    start = (number - 1) * asked.at_once
    return some(rows, asked, start, asked.at_once)


def some(rows: QuerySet[Any], asked: Asked, start: int, count: int) -> list[Item]:
    """Return `count` projects from one on, in the order of the wall; one query."""
    found = ordered(rows, asked).values_list(*NAMES)[start : start + count]
    return [Item(*row) for row in found]


def groups(rows: QuerySet[Any], items: Sequence[Item], asked: Asked) -> list[Group]:
    """Return the groups this page shows, each with its count and lights over all pages; one query."""
    found: dict[str, Group] = {}
    for one in items:
        key = one.group or ""
        found.setdefault(key, Group(key, _word(asked.group, one))).items.append(one)
    counted = rows.order_by().values_list("wall_group", "light_rank").annotate(n=Count("pk"))
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
