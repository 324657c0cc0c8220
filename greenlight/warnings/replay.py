"""Judge another day, or by another pack, without storing anything (DESIGN §2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from greenlight.base.refusals import Refused
from greenlight.kernel import lights
from greenlight.people.models import User
from greenlight.plans.page import PlanPage
from greenlight.projects.models import Project
from greenlight.warnings import facts, packs, reasons, why
from greenlight.warnings.actions.judging import AT_ONCE
from greenlight.warnings.models import KnownFacts, LightSnapshot, RulePack


@dataclass(frozen=True)
class Replay:
    """What a day's records, or another pack, would have shown; nothing is stored."""

    day: date
    packs: tuple[str, ...]
    colour: str
    word: str
    told: str
    scenes: tuple[tuple[str, str, str], ...]
    reasons: tuple[why.Because, ...]
    shown: LightSnapshot | None
    kept: bool = True

    @property
    def shown_told(self) -> str:
        """What the light shown on that day said then."""
        return self.shown.told(self.day) if self.shown else ""


@dataclass(frozen=True)
class Then:
    """What was known of a project on a day; `kept` false: nobody judged it yet, so today's records tell."""

    facts: lights.Facts
    kept: bool


def known_on(ids: Sequence[int], day: date) -> dict[int, Then]:
    """Return what was known of projects at the end of a day, as it was kept when they were judged.

    The dates approved by then, what was reported by then, the waivers then. Of a day before a project
    was first judged nothing was kept: what happened after it is left out, and a date that was changed
    since is the one of now. One query, sixteen more when something was not kept.
    """
    rows = KnownFacts.objects.on(day).filter(project__in=ids).values_list("project_id", "facts")
    found = {pk: Then(lights.facts_from_plain(plain), True) for pk, plain in rows}
    if others := [pk for pk in ids if pk not in found]:
        found |= {pk: Then(one.facts, False) for pk, one in facts.collect(others, day).items()}
    return found


def judged(
    known: lights.Facts, rules: Sequence[lights.Rule], day: date, *, own: bool = True
) -> lights.Verdict:
    """Judge what was known; by another pack (`own` false) nothing is remembered of months before."""
    return lights.judge(known if own else replace(known, memory={}), rules, day)


def replay_project(project: Project, day: date, pack: RulePack | None = None) -> Replay:
    """Judge one project on another day as it was known then, by the packs of that day or by one other."""
    chosen = [pack] if pack else packs.chosen(project.zone_id, day)
    then = known_on([project.pk], day).get(project.pk, Then(lights.Facts(), False))
    verdict = judged(then.facts, packs.rules_on(chosen, day), day, own=pack is None)
    shown = LightSnapshot.objects.on(day).filter(project=project).first()
    kept = reasons.kept(verdict.reasons)
    return Replay(
        day=day,
        packs=tuple(one.name for one in chosen),
        colour=verdict.colour.code,
        word=verdict.colour.word,
        told=lights.headline(verdict),
        scenes=tuple(
            (lights.SCENE_WORDS[scene], verdict.of(scene).code, scene_told(verdict, scene))
            for scene in lights.JUDGED_SCENES
        ),
        reasons=why.explained(PlanPage(project), kept, day),
        shown=shown,
        kept=then.kept,
    )


def scene_told(verdict: lights.Verdict, scene: str) -> str:
    """Say the main reason of one scene."""
    own = verdict.about(scene)
    return lights.headline(lights.Verdict(verdict.of(scene), own)) if own else ""


# ---- a whole zone ----
def replay(user: User, zone_id: int, day: date, *, pack: str | None = None) -> list[dict[str, Any]]:
    """Judge every project of a zone a person sees on a day, red first.

    `pack` is the code or name of one pack, else the zone's packs of that day. Each entry has id, name,
    colour, word and why (sentences). Raises Refused when there is no such pack.
    """
    rules = packs.rules_on(_packs(zone_id, day, pack), day)
    seen = Project.objects.visible_to(user).counted().filter(zone_id=zone_id).order_by("pk")
    names = dict(seen.values_list("pk", "name"))
    ids, found = list(names), []
    for start in range(0, len(ids), AT_ONCE):
        for pk, then in known_on(ids[start : start + AT_ONCE], day).items():
            found.append((judged(then.facts, rules, day, own=not pack), pk))
    found.sort(key=lambda one: (-one[0].colour, one[1]))
    return [
        {
            "id": pk,
            "name": names[pk],
            "colour": verdict.colour.code,
            "word": verdict.colour.word,
            "why": [lights.sentence(one) for one in reasons.kept(verdict.reasons)],
        }
        for verdict, pk in found
    ]


def _packs(zone_id: int, day: date, code: str | None) -> Sequence[RulePack]:
    if not code:
        return packs.chosen(zone_id, day)
    offered = packs.for_zone(zone_id) or []
    found = [one for one in offered if code in (one.code, one.name)]
    if not found:
        known = "、".join(one.code for one in offered)
        raise Refused(f"没有“{code}”这个规则包，可用：{known}。", status=400)
    return found
