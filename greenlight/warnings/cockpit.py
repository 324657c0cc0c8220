"""What the leader's screen asks: lights by investment, stages, the red list. Constant queries each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from greenlight.base.figures import Scope
from greenlight.investment.figures import projects_in
from greenlight.kernel import stages
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Project
from greenlight.warnings import reasons, sentences, why
from greenlight.warnings.models import Colour, LightSnapshot, Nudge, Scene

TILES = 24  # tiles of one colour; what is smaller is one tile together


# ---- lights by investment ----
@dataclass(frozen=True)
class Tile:
    """One project of the treemap, or the rest of its colour (project_id None, count > 1)."""

    project_id: int | None
    name: str
    total_wan: Decimal
    count: int = 1


@dataclass(frozen=True)
class TileGroup:
    """The projects of one colour, the largest first."""

    colour: str
    total_wan: Decimal
    count: int
    tiles: tuple[Tile, ...]


def light_tiles(scope: Scope) -> list[TileGroup]:
    """Return the investment under each light, in the order 红 黄 绿 灰 蓝 of the picture; two queries.

    Projects without a total investment are counted and take no room.
    """
    rows = _coloured(projects_in(scope).order_by())
    sums = {
        row["colour"]: (row["n"], row["total"] or Decimal(0))
        for row in rows.values("colour").annotate(n=Count("pk"), total=Sum("total_wan"))
    }
    rank = Window(RowNumber(), partition_by=[F("colour")], order_by=[F("total_wan").desc(), F("pk").asc()])
    largest = rows.filter(total_wan__gt=0).annotate(nth=rank).filter(nth__lte=TILES).order_by("colour", "nth")
    tiles: dict[str, list[Tile]] = {}
    for pk, name, colour, total in largest.values_list("pk", "name", "colour", "total_wan"):
        tiles.setdefault(colour, []).append(Tile(pk, name, total))
    groups = []
    for colour in (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.GREY, Colour.BLUE):
        count, total = sums.get(colour.value, (0, Decimal(0)))
        if count:
            shown = _with_rest(tiles.get(colour.value, []), count, total)
            groups.append(TileGroup(colour.value, total, count, shown))
    return groups


def _coloured(rows: QuerySet[Project]) -> QuerySet[Any]:
    # Joined, not asked row by row: the colour is needed three times over for the largest of each.
    now = FilteredRelation("lights", condition=Q(lights__latest=True, lights__scene=Scene.PROJECT))
    return rows.annotate(now=now, colour=Coalesce("now__colour", Value(Colour.GREY.value)))


def _with_rest(tiles: list[Tile], count: int, total: Decimal) -> tuple[Tile, ...]:
    rest = total - sum((one.total_wan for one in tiles), Decimal(0))
    # SQLite adds in floating point: a rest below 1 元 is noise.
    if rest > Decimal("0.001") and count > len(tiles):
        more = count - len(tiles)
        return (*tiles, Tile(None, f"其余 {more:,} 项", rest, more))
    return tuple(tiles)


# ---- stages ----
@dataclass(frozen=True)
class StageCount:
    """How many projects stand at a stage; `early`: before 签约, where nothing is promised yet."""

    code: str
    word: str
    count: int
    early: bool


EARLY = frozenset({"lead", "negotiating", "pipeline_reserve"})
STAGE_ORDER = (
    "lead", "pipeline_reserve", "negotiating", "signed", "registration", "land", "land_secured",
    "groundbreaking", "completed", "in_production", "full_capacity", "settlement", "performance",
    "commitment_review", "post_review",
)  # fmt: skip


def stage_counts(scope: Scope) -> list[StageCount]:
    """Return the stages that occur, in the order of a project's life; one query."""
    rows = projects_in(scope).order_by().values("stage").annotate(n=Count("pk"))
    found = {row["stage"]: row["n"] for row in rows}
    return [
        StageCount(code, stage_word(code), found[code], code in EARLY)
        for code in STAGE_ORDER
        if found.get(code)
    ]


def stage_word(code: str) -> str:
    """Return a stage's word in the first chain that has it."""
    chains = stages.CHAINS.values()
    return next((one.word for chain in chains for one in chain if one.code == code), code)


# ---- red list ----
@dataclass(frozen=True)
class RedRow:
    """A red project: why, since when, who must act, what came of the last nudge, what comes then."""

    project_id: int
    name: str
    total_wan: Decimal | None
    reason: str
    since: date
    days: int
    unit: str
    contact: str
    nudged: str
    nudge_late: bool
    waiting: bool
    then: str = ""


@dataclass(frozen=True)
class RedSum:
    """All red projects together; `unnudged`: nobody was reminded, or everybody answered."""

    count: int
    total_wan: Decimal
    unnudged: int


def _red(user: User, colour: str) -> QuerySet[LightSnapshot]:
    seen = Project.objects.visible_to(user).counted()
    return LightSnapshot.objects.now().filter(colour=colour, project__in=seen)


def red_list(user: User, day: date, *, limit: int = 50, colour: str = Colour.RED) -> list[RedRow]:
    """Return the red projects a person sees, the longest red first; three queries."""
    lit = _red(user, colour).select_related("project", "must_act_unit").order_by("since", "project_id")
    shown = list(lit[:limit])
    ids = [one.project_id for one in shown]
    nudges, people = _nudges(ids), _people(ids, day)
    return [_red_row(one, nudges.get(one.project_id), people.get(one.project_id, ""), day) for one in shown]


def red_sum(user: User, *, colour: str = Colour.RED) -> RedSum:
    """Return how many are red, the investment under them, how many nobody is asked about."""
    lit = _red(user, colour).order_by()
    waiting = Nudge.objects.filter(answered_at__isnull=True).values("project")
    found = lit.aggregate(
        n=Count("pk"), total=Sum("project__total_wan"), quiet=Count("pk", filter=~Q(project__in=waiting))
    )
    return RedSum(found["n"], found["total"] or Decimal(0), found["quiet"])


def _red_row(one: LightSnapshot, nudge: Nudge | None, contact: str, day: date) -> RedRow:
    waiting = nudge is not None and nudge.answered_at is None
    return RedRow(
        project_id=one.project_id,
        name=one.project.name,
        total_wan=one.project.total_wan,
        reason=one.told(day),
        since=one.since,
        days=(day - one.since).days,
        unit=one.must_act_unit.name if one.must_act_unit else "",
        contact=contact,
        nudged=why.nudge_state(nudge, day) if nudge else "无人催办",
        nudge_late=bool(nudge and waiting and nudge.answer_by < day),
        waiting=waiting,
        then=_then(one, day),
    )


def _then(one: LightSnapshot, day: date) -> str:
    """Say what happens if nobody acts, by the reason told first."""
    told = reasons.read(one.reasons)
    return sentences.then(reasons.as_of(told[0], day), day) if told else ""


def _nudges(ids: list[int]) -> dict[int, Nudge]:
    """Return the last nudge of each project, an open one before an answered one."""
    rows = Nudge.objects.filter(project__in=ids).select_related("unit").order_by("at", "pk")
    found: dict[int, Nudge] = {}
    for row in rows:
        held = found.get(row.project_id)
        if held is None or held.answered_at or not row.answered_at:
            found[row.project_id] = row
    return found


PEOPLE = (Assignment.Role.LIAISON, Assignment.Role.CONTACT)


def _people(ids: list[int], day: date) -> dict[int, str]:
    """Return whom to ring: the liaison, else the contact the ledger names."""
    rows = Assignment.objects.filter(project__in=ids, role__in=PEOPLE).select_related("user")
    held = [row for row in rows.order_by("order", "pk") if row.valid_to is None or row.valid_to >= day]
    found: dict[int, str] = {}
    for row in sorted(held, key=lambda row: PEOPLE.index(Assignment.Role(row.role))):
        name = row.user.name if row.user else row.person
        if name:
            found.setdefault(row.project_id, name)
    return found
