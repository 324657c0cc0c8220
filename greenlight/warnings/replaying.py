"""A whole zone judged again on a past day: colours of every project in bulk, reasons for the rows shown.

The facts are those kept on that day (KnownFacts), laid out once as columns and judged by the kernel's
batch form under any rules; what has no batch form is judged one by one from facts without their milestones,
and from the whole only where it must be (a waiver, a memory, papers that lack). Three queries, whatever the
number; of a thousand projects at once the milestones are in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from greenlight.kernel import lights
from greenlight.kernel.lights import batch
from greenlight.kernel.lights.memory import YELLOW_KEPT
from greenlight.projects.models import Project
from greenlight.warnings import laying, replay
from greenlight.warnings.models import KnownFacts, LightSnapshot, Scene

PROJECT = Scene.PROJECT.value
SCENES = (PROJECT, *lights.JUDGED_SCENES)
AT_ONCE = 1000
UNKNOWN = -1  # nothing was kept of the project on that day
LACKING = 10  # the place of the papers that lack in a stored milestone (kernel.lights.stored)
PAPERS, MILESTONE = "papers_missing", "milestone_days_late"
BATCHED = frozenset({
    MILESTONE, "start_months_late", "points_below_elapsed", "share_of_elapsed", "registration_months_late",
})  # fmt: skip
WITH_MILESTONES = frozenset({MILESTONE, PAPERS, YELLOW_KEPT})
EARLY = ("due_soon_days", "behind_points", "key_red_days")
Plain = Mapping[str, Any]
Rules = Sequence[lights.Rule]
Codes = NDArray[np.int8]


# ---- judging in bulk ----
class Bulk:
    """What was known of some projects on a day, laid out once, to be judged under any rules.

    `whole`: keep every plan as it is, for rules that look at milestones one by one; else of those only
    that have a waiver, a memory or papers that lack.
    """

    def __init__(self, plains: Sequence[Plain], *, whole: bool = False) -> None:
        self.columns, self.whole = laying.columns(plains), whole
        self.lacking = {n for n, one in enumerate(plains) if any(map(_lacks, one.get("milestones", ())))}
        self.waived = {n for n, one in enumerate(plains) if one.get("waivers")}
        self.remembered = {n for n, one in enumerate(plains) if one.get("memory")}
        odd = self.lacking | self.waived | self.remembered
        self.plains = {n: one for n, one in enumerate(plains) if whole or n in odd}
        self.slim = [_without_milestones(one) for one in plains]

    @cached_property
    def lean(self) -> list[lights.Facts]:
        """The facts without their milestones, made only for rules that have no batch form."""
        return [lights.facts_from_plain(one) for one in self.slim]

    def colours(self, rules: Rules, day: date, *, own: bool = True) -> dict[str, Codes]:
        """Return scene → colours (numbers of lights.Colour), the same as `replay.judged` one by one."""
        found = batch.judge_batch(self.columns, [one for one in rules if _is_batched(one)], day)
        if lean := [one for one in rules if one.kind not in WITH_MILESTONES and not _is_batched(one)]:
            self._add_lean(found, lean, day)
        for n in self._whole(rules, own=own):
            verdict = replay.judged(lights.facts_from_plain(self.plains[n]), rules, day, own=own)
            for scene in lights.JUDGED_SCENES:
                found[scene][n] = verdict.of(scene)
        own_scenes = {scene: found[scene] for scene in lights.JUDGED_SCENES}
        return own_scenes | {PROJECT: np.maximum.reduce(list(own_scenes.values()))}

    def _add_lean(self, found: dict[str, Codes], rules: Rules, day: date) -> None:
        verdicts = [lights.judge(one, rules, day) for one in self.lean]
        for scene in lights.JUDGED_SCENES:
            told = np.array([one.of(scene) for one in verdicts], np.int8)
            # Of the site judge() tells what is seen when no rule speaks: its word is the whole one.
            found[scene] = told if scene == lights.SITE else np.maximum(found[scene], told)

    def _whole(self, rules: Rules, *, own: bool) -> list[int]:
        """Return the places of the projects whose milestones must be read one by one."""
        kinds = {one.kind for one in rules}
        if looks_ahead(rules):
            return list(range(len(self.slim)))
        found = set(self.waived)
        if own and YELLOW_KEPT in kinds:
            found |= self.remembered
        if PAPERS in kinds:
            found |= self.lacking
        return sorted(found)


def looks_ahead(rules: Rules) -> bool:
    """Tell whether a rule of milestones has no batch form: it warns of what is due, or has key ones."""
    return any(one.kind == MILESTONE and not _is_batched(one) for one in rules)


def _without_milestones(plain: Plain) -> Plain:
    return {name: value for name, value in plain.items() if name != "milestones"}


def _is_batched(rule: lights.Rule) -> bool:
    return rule.kind in BATCHED and all(rule.params.get(name) is None for name in EARLY)


def _lacks(stone: Sequence[Any]) -> bool:
    return len(stone) > LACKING


# ---- a day of a zone beside another ----
@dataclass(frozen=True)
class Board:
    """Every project a person sees of a zone, with two colours in every scene: `left` then, `right` now.

    Codes are the numbers of lights.Colour, UNKNOWN where nothing was kept.
    """

    ids: NDArray[np.int64]
    left: Mapping[str, Codes]
    right: Mapping[str, Codes]

    def counts(self, scene: str, side: str) -> dict[int, int]:
        """Return colour → how many projects, on one side."""
        codes, n = np.unique(getattr(self, side)[scene], return_counts=True)
        return dict(zip(codes.tolist(), n.tolist(), strict=True))

    def matrix(self, scene: str) -> dict[tuple[int, int], int]:
        """Return (left, right) → how many projects."""
        pairs = np.stack([self.left[scene], self.right[scene]])
        found, n = np.unique(pairs, axis=1, return_counts=True)
        return {(int(a), int(b)): int(k) for a, b, k in zip(*found.tolist(), n.tolist(), strict=True)}

    def places(self, scene: str, before: int | None, after: int | None) -> NDArray[np.int64]:
        """Return the places of the projects of a number, the worst first; of no number: those that differ."""
        left, right = self.left[scene], self.right[scene]
        if before is None and after is None:
            chosen = left != right
        else:
            chosen = np.ones(len(left), np.bool_)
            chosen &= (left == before) if before is not None else chosen
            chosen &= (right == after) if after is not None else chosen
        places = np.flatnonzero(chosen)
        return places[np.lexsort((self.ids[places], -left[places], -right[places]))]


class Past:
    """A day of the projects of a query as it was kept: read once, judged under any packs; two queries."""

    def __init__(self, seen: QuerySet[Project], day: date, *, whole: bool = False) -> None:
        self.seen, self.day, self.whole = seen, day, whole
        self.ids = np.array(list(seen.order_by("pk").values_list("pk", flat=True)), np.int64)
        self.place = {pk: n for n, pk in enumerate(self.ids.tolist())}

    @cached_property
    def _kept(self) -> list[tuple[NDArray[np.int64], Bulk]]:
        rows = KnownFacts.objects.on(self.day).filter(project__in=self.seen.order_by())
        found, known = [], rows.values_list("project_id", "facts").iterator(chunk_size=AT_ONCE)
        while part := list(islice(known, AT_ONCE)):
            own = [(self.place[pk], facts) for pk, facts in part if pk in self.place]
            places = np.array([place for place, _ in own], np.int64)
            found.append((places, Bulk([facts for _, facts in own], whole=self.whole)))
        return found

    def colours(self, rules: Rules, *, own: bool) -> dict[str, Codes]:
        """Judge every project by some rules; UNKNOWN where nothing was kept."""
        found = {scene: np.full(len(self.ids), UNKNOWN, np.int8) for scene in SCENES}
        for places, bulk in self._kept:
            for scene, codes in bulk.colours(rules, self.day, own=own).items():
                found[scene][places] = codes
        return found

    def today(self) -> dict[str, Codes]:
        """Return the lights as they are now; one query."""
        rows = LightSnapshot.objects.filter(latest=True, project__in=self.seen.order_by())
        known = {code: lights.Colour.of(code).value for code in ("red", "yellow", "green", "blue", "grey")}
        told: dict[str, list[int]] = {scene: [UNKNOWN] * len(self.ids) for scene in SCENES}
        for pk, scene, colour in rows.filter(scene__in=SCENES).values_list("project_id", "scene", "colour"):
            if (place := self.place.get(pk)) is not None:
                told[scene][place] = known[colour]
        return {scene: np.array(codes, np.int8) for scene, codes in told.items()}
