"""Judge projects and keep what was found: snapshots when a light changes, turns when it turns."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction

from greenlight.base import bulk
from greenlight.kernel import lights
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs, reasons
from greenlight.warnings.actions.ahead import Ahead
from greenlight.warnings.actions.knowing import Memory
from greenlight.warnings.actions.opening import Openings
from greenlight.warnings.models import LightSnapshot, LightTurn, Scene, ZoneJudged
from greenlight.warnings.signals import lights_judged

AT_ONCE = 1000  # projects judged with one set of queries
KEPT_AT_ONCE = 5000  # of what is kept less is read
PROJECT = Scene.PROJECT.value
SHOWN = ("pk", "day", "colour", "since", "must_act_unit_id", "shape")
NOTHING = lights.Facts()
RANK = {colour.code: 4 - colour.value for colour in lights.Colour}


@dataclass(frozen=True)
class Cause:
    """Why lights are judged now: an import, a deed, new rules, or a day that passed."""

    day: date
    at: datetime
    why: str
    batch_id: int | None = None
    seen: date | None = None


def judge_projects(
    zone_id: int,
    ids: Iterable[int] | None = None,
    *,
    day: date,
    at: datetime,
    cause: str = "deed",
    batch_id: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    kept: bool = False,
) -> int:
    """Judge a zone's projects (all, or those of `ids`) on `day`; return how many projects' lights turned.

    Twenty queries for every 1,000 projects, writes aside. Judging again changes nothing. `progress`
    hears (done, total) between two thousands and may raise to stop. With `kept` the facts are those of
    the last judging: only the day is another one.
    """
    rules = packs.in_force(zone_id, day)
    seen = ZoneJudged.objects.filter(zone_id=zone_id).values_list("day", flat=True).first()
    why = Cause(day, at, cause, batch_id, seen)
    turned, asked, many = 0, _asked(zone_id, ids), KEPT_AT_ONCE if kept else AT_ONCE
    for start in range(0, len(asked), many):
        if progress:
            progress(start, len(asked))
        with transaction.atomic():
            part = asked[start : start + many]
            turned += _judge_kept(part, rules, why) if kept else _judge_part(part, rules, why)
        if progress:
            gc.collect()  # many: no_collecting
    return turned


def _asked(zone_id: int, ids: Iterable[int] | None) -> list[int]:
    if ids is None:
        return list(Project.objects.filter(zone_id=zone_id).counted().values_list("pk", flat=True))
    return sorted(set(ids))


Judged = Iterable[tuple[int, facts.Known, lights.Verdict]]


def _judge_part(ids: Sequence[int], rules: Sequence[lights.Rule], why: Cause) -> int:
    zones = dict(Project.objects.filter(pk__in=ids).values_list("pk", "zone_id"))
    memory = Memory(ids, rules, why.day, Ahead(ids, rules, why.day))
    known, latest = facts.collect(ids, why.day), _latest(ids)
    judged = (
        (pk, one, memory.judged((pk, zones[pk]), one, _yellow(pk, latest))) for pk, one in known.items()
    )
    turned = _write(judged, zones, latest, why)
    memory.store(why.at)
    return turned


def _judge_kept(ids: Sequence[int], rules: Sequence[lights.Rule], why: Cause) -> int:
    """Judge what was kept: the day is another one, the facts are not. Six queries, writes aside.

    A scene that is silent now and was silent then says what it said: such lights are not read.
    """
    ahead, known = Ahead(ids, rules, why.day), facts.Known
    leads, latest = facts.leads_of(ids, why.day), _latest(ids, silent=False)
    found = list(ahead.judged())
    if woken := [pk for pk, verdict, _ in found if _speaks_anew(pk, verdict, latest)]:
        latest |= _latest(woken)
    judged = ((pk, known(NOTHING, owners, leads.get(pk)), verdict) for pk, verdict, owners in found)
    turned = _write(judged, ahead.zones, latest, why, unread=reasons.SILENT)
    ahead.store()
    return turned


def _speaks_anew(pk: int, verdict: lights.Verdict, latest: Latest) -> bool:
    """Whether a scene of a project has something to say of which no light was read that says anything."""
    scenes = {one.scene for one in verdict.reasons if one.what not in lights.SILENT}
    return any((pk, scene) not in latest for scene in scenes) or bool(scenes and (pk, PROJECT) not in latest)


def _write(
    judged: Judged,
    zones: dict[int, int],
    latest: Latest,
    why: Cause,
    unread: frozenset[str] = frozenset(),
) -> int:
    """Keep what differs from the lights and warnings on record; tell the rooms above.

    A light not found in `latest` whose shape is one of `unread` is the one on record.
    """
    ids = list(zones)
    found, openings = _Changes(why), Openings(ids, why.day)
    for pk, one, verdict in judged:
        written = reasons.Written()
        openings.compare((pk, zones[pk]), verdict, one, written)
        actor = reasons.owner_to_act(verdict, one.owners, one.lead)
        for light in _lights(verdict, written):
            before = latest.get((pk, light.scene))
            if before or light.shape not in unread:
                unit = actor if light.scene == PROJECT else None
                found.compare((pk, zones[pk]), light, unit, before, written)
    found.store()
    openings.store()
    _tell(ids, zones, found)
    openings.tell(zones, why.at)
    return sum(1 for turn in found.turns if turn[2] == PROJECT)


def _yellow(pk: int, latest: Latest) -> dict[str, date]:
    """Return since when the scenes of a project are shown yellow."""
    shown = ((scene, latest.get((pk, scene))) for scene in lights.JUDGED_SCENES)
    return {scene: one.since for scene, one in shown if one and one.colour == "yellow"}


def _tell(ids: Sequence[int], zones: dict[int, int], found: _Changes) -> None:
    written = {row[0] for row in found.rows}
    for zone_id in set(zones.values()):
        own = [pk for pk in ids if zones.get(pk) == zone_id]
        turned = [pk for pk in own if pk in written]
        lit = {pk: found.lit[pk] for pk in turned if pk in found.lit}
        lights_judged.send(
            sender=LightSnapshot, zone_id=zone_id, ids=own, turned=turned, lit=lit, cause=found.why.why
        )


class Shown(NamedTuple):
    """The newest light on record of a project in one scene."""

    pk: int
    day: date
    colour: str
    since: date
    unit: int | None
    shape: str


Latest = dict[tuple[int, str], Shown]


class Light(NamedTuple):
    """The light of one scene as judged now."""

    scene: str
    colour: str
    kept: Sequence[lights.Reason]
    shape: str
    began: date | None


def _latest(ids: Sequence[int], silent: bool = True) -> Latest:
    rows = LightSnapshot.objects.filter(bulk.one_of("project_id", ids), latest=True)
    if not silent:
        rows = rows.exclude(shape__in=reasons.SILENT)
    found = rows.values_list("project_id", "scene", *SHOWN)
    return {(project, scene): Shown._make(told) for project, scene, *told in found}


def _lights(verdict: lights.Verdict, written: reasons.Written) -> list[Light]:
    """Return the light of the project, which is that of 异常预警 too, and of the scenes that are judged."""
    # Reasons come worst first: the first of a scene has its colour.
    own: dict[str, list[lights.Reason]] = {scene: [] for scene in lights.JUDGED_SCENES}
    for reason in verdict.reasons:
        own[reason.scene].append(reason)
    own[PROJECT] = list(verdict.reasons)
    return [_light(scene, found, written) for scene, found in own.items()]


def _light(scene: str, own: Sequence[lights.Reason], written: reasons.Written) -> Light:
    if len(own) == 1 and not own[0].numbers:  # no plan, no report: most say no more
        return Light(scene, own[0].colour.code, own, written.shape(own), own[0].since)
    colour = own[0].colour if own else lights.Colour.GREY
    kept = reasons.kept(own)
    began = min([one.since for one in own if one.since and one.colour == colour], default=None)
    return Light(scene, colour.code, kept, written.shape(kept), began)


def _since(light: Light, before: Shown | None, why: Cause) -> date:
    if before is None:
        return reasons.first_day(light.began, why.day, None, light.colour, why.seen)
    shown = max(before.day, why.seen or before.day)
    return reasons.first_day(light.began, why.day, (before.colour, before.since), light.colour, shown)


ROW = (
    "project", "zone", "scene", "day", "colour", "since", "reasons", "rank", "shape", "must_act_unit",
)  # fmt: skip
TURN = ("project", "zone", "scene", "from_colour", "to_colour", "reasons")


class _Changes:
    """What differs from the lights on record, as rows to write."""

    def __init__(self, why: Cause) -> None:
        self.why = why
        self.rows: list[tuple[Any, ...]] = []
        self.turns: list[tuple[Any, ...]] = []
        self.lit: dict[int, reasons.Lit] = {}
        self.replaced: list[Shown] = []

    def compare(
        self,
        whose: tuple[int, int],
        light: Light,
        unit: int | None,
        before: Shown | None,
        written: reasons.Written,
    ) -> None:
        """Keep a light that is new, or told by other reasons, or another's to act on; and its turn."""
        same_colour = before is not None and before.colour == light.colour
        if before and same_colour and (before.shape, before.unit) == (light.shape, unit):
            return
        told = written.texts(light.kept)
        since = _since(light, before, self.why)
        # Should the clock have gone back, the newest row keeps its day.
        day = max(before.day, self.why.day) if before else self.why.day
        rank = RANK[light.colour]
        self.rows.append((*whose, light.scene, day, light.colour, since, told, rank, light.shape, unit))
        self.replaced += [before] if before else []
        if light.scene == PROJECT:
            main = written.text(light.kept[0]) if light.kept else ""
            self.lit[whose[0]] = reasons.Lit(light.colour, since, day, light.kept, main)
        # Judged for the first time is news of the project, not of each of its scenes.
        if not same_colour and (before or light.scene == PROJECT):
            self._turn(whose, light, before, told)

    def _turn(self, whose: tuple[int, int], light: Light, before: Shown | None, told: str) -> None:
        colours = (before.colour if before else "", light.colour)
        self.turns.append((*whose, light.scene, *colours, told))

    def store(self) -> None:
        """Write; a row of the same day is written anew, one of an earlier day stays as history."""
        again = [one.pk for one in self.replaced if one.day >= self.why.day]
        past = sorted(one.pk for one in self.replaced if one.day < self.why.day)
        if again:
            LightSnapshot.objects.filter(bulk.among("pk", again)).delete()
        bulk.update(LightSnapshot, ("latest",), [(pk, False) for pk in past])  # one after the other on disk
        why = self.why
        bulk.append(LightSnapshot, ROW, self.rows, at=why.at)
        bulk.append(LightTurn, TURN, self.turns, day=why.day, cause=why.why, batch_id=why.batch_id, at=why.at)
