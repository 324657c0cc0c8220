"""Judge projects and keep what was found: snapshots when a light changes, turns when it turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from greenlight.kernel import lights
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs, reasons
from greenlight.warnings.models import LightSnapshot, LightTurn, Scene, ZoneJudged

AT_ONCE = 2000  # projects judged with one set of queries
SCENES = {
    Scene.PROJECT: lights.WARNINGS,  # 异常预警 is the light of the whole
    Scene.MILESTONES: lights.MILESTONES,
    Scene.INVESTMENT: lights.INVESTMENT,
    Scene.SITE: lights.SITE,
    Scene.WARNINGS: lights.WARNINGS,
}
RANK = {colour.code: 4 - colour.value for colour in lights.Colour}
Latest = dict[tuple[int, str], LightSnapshot]


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
) -> int:
    """Judge a zone's projects (all, or those of `ids`) on `day`; return how many projects' lights turned.

    Eleven queries for every 2,000 projects, writes aside. Judging again changes nothing.
    """
    rules = packs.in_force(zone_id, day)
    seen = ZoneJudged.objects.filter(zone_id=zone_id).values_list("day", flat=True).first()
    why = Cause(day, at, cause, batch_id, seen)
    turned = 0
    for part in _parts(zone_id, ids):
        with transaction.atomic():
            turned += _judge_part(part, rules, why)
    return turned


def ensure_judged(zone_id: int, day: date, at: datetime) -> bool:
    """Judge a zone once a day: the first door of a new day does it. Tell whether it did."""
    last = ZoneJudged.objects.filter(zone_id=zone_id).values_list("day", flat=True).first()
    if last is not None and last >= day:
        return False
    with transaction.atomic():
        row, made = ZoneJudged.objects.select_for_update().get_or_create(
            zone_id=zone_id, defaults={"day": day, "at": at}
        )
        if not made and row.day >= day:
            return False
        judge_projects(zone_id, day=day, at=at, cause="day")
        row.day, row.at = day, at
        row.save(update_fields=["day", "at"])
    return True


def _parts(zone_id: int, ids: Iterable[int] | None) -> Iterable[list[int]]:
    if ids is None:
        asked = list(Project.objects.filter(zone_id=zone_id).counted().values_list("pk", flat=True))
    else:
        asked = sorted(set(ids))
    for start in range(0, len(asked), AT_ONCE):
        yield asked[start : start + AT_ONCE]


def _judge_part(ids: Sequence[int], rules: Sequence[lights.Rule], why: Cause) -> int:
    zones = dict(Project.objects.filter(pk__in=ids).values_list("pk", "zone_id"))
    known = facts.collect(ids, why.day)
    latest: Latest = {
        (row.project_id, row.scene): row
        for row in LightSnapshot.objects.select_for_update().filter(project__in=ids, latest=True)
    }
    changed, turned = [], []
    for pk, one in known.items():
        verdict = lights.judge(one.facts, rules, why.day)
        for fresh in _lights(pk, zones[pk], verdict, one, why):
            before = latest.get((pk, fresh.scene))
            if before is None or not _same(before, fresh):
                changed.append((before, _with_since(fresh, before, verdict, why)))
            if fresh.scene != Scene.WARNINGS and (before is None or before.colour != fresh.colour):
                turned.append(_turn(fresh, before, why))
    _store(changed, turned)
    return sum(1 for one in turned if one.scene == Scene.PROJECT)


def _lights(
    pk: int, zone_id: int, verdict: lights.Verdict, one: facts.Known, why: Cause
) -> list[LightSnapshot]:
    actor = reasons.owner_to_act(verdict, one.owners, one.lead)
    made = []
    for scene, judged in SCENES.items():
        colour = verdict.of(judged).code
        made.append(
            LightSnapshot(
                project_id=pk, zone_id=zone_id, scene=scene, day=why.day, colour=colour,
                reasons=reasons.plain(reasons.kept(verdict, judged)), rank=RANK[colour],
                must_act_unit_id=actor if judged == lights.WARNINGS else None, at=why.at,
            )
        )  # fmt: skip
    return made


def _same(before: LightSnapshot, fresh: LightSnapshot) -> bool:
    return (
        before.colour == fresh.colour
        and before.must_act_unit_id == fresh.must_act_unit_id
        and reasons.shape(before.reasons) == reasons.shape(fresh.reasons)
    )


def _with_since(
    fresh: LightSnapshot, before: LightSnapshot | None, verdict: lights.Verdict, why: Cause
) -> LightSnapshot:
    told = verdict.reasons if SCENES[Scene(fresh.scene)] == lights.WARNINGS else verdict.about(fresh.scene)
    began = min((one.since for one in told if one.colour.code == fresh.colour and one.since), default=None)
    run = (before.colour, before.since) if before else None
    shown = max((day for day in (before.day if before else None, why.seen) if day), default=None)
    fresh.since = reasons.first_day(began, why.day, run, fresh.colour, shown)
    return fresh


def _turn(fresh: LightSnapshot, before: LightSnapshot | None, why: Cause) -> LightTurn:
    return LightTurn(
        project_id=fresh.project_id, zone_id=fresh.zone_id, scene=fresh.scene,
        from_colour=before.colour if before else "", to_colour=fresh.colour, day=why.day,
        cause=why.why, batch_id=why.batch_id, reasons=fresh.reasons, at=why.at,
    )  # fmt: skip


def _store(changed: list[tuple[LightSnapshot | None, LightSnapshot]], turned: list[LightTurn]) -> None:
    # A row of the same day is written anew, an earlier one stays as history. Should the clock have
    # gone back, the newest row keeps its day.
    again = [before for before, fresh in changed if before and before.day >= fresh.day]
    past = [before.pk for before, fresh in changed if before and before.day < fresh.day]
    for before, fresh in changed:
        if before and before.day > fresh.day:
            fresh.day = before.day
    LightSnapshot.objects.filter(pk__in=[row.pk for row in again]).delete()
    LightSnapshot.objects.filter(pk__in=past).update(latest=False)
    LightSnapshot.objects.bulk_create([fresh for _, fresh in changed], batch_size=1000)
    LightTurn.objects.bulk_create(turned, batch_size=1000)
