"""A whole zone judged again on a past day: colours of every project in bulk, reasons for the rows shown.

The facts are those kept on that day (KnownFacts), laid out once as columns and judged by the kernel's
batch form under any rules; what has no batch form is judged one by one from facts without their milestones,
and from the whole only where it must be (a waiver, a memory, papers that lack). Three queries, whatever the
number; of a thousand projects at once the milestones are in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from greenlight.kernel import lights
from greenlight.kernel.lights import batch
from greenlight.kernel.lights.memory import YELLOW_KEPT
from greenlight.kernel.months import DAY, period_end
from greenlight.projects.models import Project
from greenlight.warnings import replay
from greenlight.warnings.models import KnownFacts, LightSnapshot, Scene

PROJECT = Scene.PROJECT.value
SCENES = (PROJECT, *lights.JUDGED_SCENES)
AT_ONCE = 1000
UNKNOWN = -1  # nothing was kept of the project on that day
# Places of a milestone's fields in a stored record (kernel.lights.stored).
DUE, PRECISION, STARTED, DONE, PERCENT, LACKING = 2, 4, 5, 6, 7, 10
PAPERS, MILESTONE = "papers_missing", "milestone_days_late"
BATCHED = frozenset({MILESTONE, "start_months_late", "points_below_elapsed", "registration_months_late"})
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
        self.lean = [lights.facts_from_plain(_without_milestones(one)) for one in plains]
        self.columns = replace(batch.columns_of(self.lean), milestones=milestone_columns(plains))
        lacking = {n for n, one in enumerate(plains) if any(map(_lacks, one.get("milestones", ())))}
        self.lacking, self.whole = lacking, whole
        odd = {n for n, one in enumerate(self.lean) if one.waivers or one.memory} | lacking
        self.plains = {n: one for n, one in enumerate(plains) if whole or n in odd}

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
            return list(range(len(self.lean)))
        found = {n for n, one in enumerate(self.lean) if one.waivers}
        if own and YELLOW_KEPT in kinds:
            found |= {n for n, one in enumerate(self.lean) if one.memory}
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


def milestone_columns(plains: Sequence[Plain]) -> batch.MilestoneColumns:
    """Lay out the milestones of stored facts, without making a record of each."""
    own = [one.get("milestones", ()) for one in plains]
    flat = [stone for stones in own for stone in stones]
    return batch.MilestoneColumns(
        offsets=np.cumsum([0, *map(len, own)], dtype=np.int64),
        due=_days([_last_day(one[DUE], one[PRECISION] if len(one) > PRECISION else DAY) for one in flat]),
        started=_days([_ordinal(one[STARTED]) if len(one) > STARTED else 0 for one in flat]),
        done=_days([_ordinal(one[DONE]) if len(one) > DONE else 0 for one in flat]),
        moving=np.array([len(one) > PERCENT and _moves(one[PERCENT]) for one in flat], np.bool_),
    )


def _days(days: Sequence[int]) -> NDArray[np.int32]:
    return np.array(days, np.int32)


@cache
def _ordinal(text: str | None) -> int:
    return date.fromisoformat(text[1:]).toordinal() if text else batch.NO_DAY


@cache
def _last_day(text: str | None, precision: str) -> int:
    return period_end(date.fromisoformat(text[1:]), precision).toordinal() if text else batch.NO_DAY


def _moves(percent: object) -> bool:
    return percent is not None and any(digit in "123456789" for digit in str(percent))


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
        found = {scene: np.full(len(self.ids), UNKNOWN, np.int8) for scene in SCENES}
        known = {code: lights.Colour.of(code).value for code in ("red", "yellow", "green", "blue", "grey")}
        for pk, scene, colour in rows.values_list("project_id", "scene", "colour"):
            if scene in found and pk in self.place:
                found[scene][self.place[pk]] = known[colour]
        return found
