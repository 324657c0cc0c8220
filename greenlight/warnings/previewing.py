"""换规则以前先看: how many lights would turn if other rules judged what is known today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from greenlight.kernel import lights
from greenlight.projects.models import Project
from greenlight.warnings import packs, reasons, replay
from greenlight.warnings.actions.judging import AT_ONCE
from greenlight.warnings.models import Rule, RulePack

MOST_PROJECTS = 5000
MOST_ROWS = 30


@dataclass(frozen=True)
class Turning:
    """One project that would turn."""

    pk: int
    name: str
    before: str
    after: str
    told: str


@dataclass(frozen=True)
class Preview:
    """How many lights of how many projects would turn, from what to what, and the first of them."""

    projects: int
    turns: list[tuple[str, str, int]]
    rows: list[Turning]
    partial: bool

    @property
    def count(self) -> int:
        """How many lights would turn."""
        return sum(n for _, _, n in self.turns)


Rules = Sequence[lights.Rule]


def of_packs(zone_id: int, wanted: Sequence[RulePack], valid_from: date, day: date) -> Preview:
    """Say what would turn if these packs judged from `valid_from` on, by what is known today."""
    return _compared(zone_id, packs.in_force(zone_id, day), packs.rules_on(wanted, valid_from), day)


def of_rule(
    zone_id: int, rule: Rule, params: dict[str, lights.rules.Param], is_on: bool, day: date
) -> Preview:
    """Say what would turn if one rule had other thresholds, or were off."""
    now = packs.in_force(zone_id, day)
    other = replace(packs.kernel_rule(rule), params=params)
    wanted = [one for one in now if one.code != rule.code] + ([other] if is_on else [])
    return _compared(zone_id, now, wanted, day)


def _compared(zone_id: int, now: Rules, wanted: Rules, day: date) -> Preview:
    """Judge every project twice; one query for every thousand."""
    rows = Project.objects.filter(zone_id=zone_id).counted().order_by("pk")
    names = dict(rows.values_list("pk", "name")[: MOST_PROJECTS + 1])
    ids, turns, found = list(names)[:MOST_PROJECTS], Counter[tuple[str, str]](), list[Turning]()
    for start in range(0, len(ids), AT_ONCE):
        for pk, then in replay.known_on(ids[start : start + AT_ONCE], day).items():
            before = lights.judge(then.facts, now, day)
            after = lights.judge(then.facts, wanted, day)
            if before.colour != after.colour:
                turns[before.colour.code, after.colour.code] += 1
                found.append(_turning(pk, names[pk], before, after))
    found.sort(key=lambda one: (-lights.Colour.of(one.after), one.pk))
    counted = [(before, after, n) for (before, after), n in turns.most_common()]
    return Preview(len(ids), counted, found[:MOST_ROWS], len(names) > len(ids))


def _turning(pk: int, name: str, before: lights.Verdict, after: lights.Verdict) -> Turning:
    kept = lights.Verdict(after.colour, tuple(reasons.kept(after.reasons)))
    return Turning(pk, name, before.colour.code, after.colour.code, lights.headline(kept))
