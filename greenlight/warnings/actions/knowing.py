"""What was known of projects when they were judged, kept when it differs; and what a light remembers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from greenlight.base import bulk
from greenlight.base.imports.items import text
from greenlight.kernel import lights
from greenlight.kernel.lights.memory import YELLOW_KEPT
from greenlight.warnings.actions.ahead import Ahead, Owners
from greenlight.warnings.facts import Known
from greenlight.warnings.models import KnownFacts


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest facts on record of a project."""

    pk: int
    day: date
    shape: str
    facts: Mapping[str, Any]


FIELDS = ("project", "zone", "day", "facts", "shape")


class Memory:
    """Judge projects with what is remembered of them, and keep what was known; one query and writes."""

    def __init__(self, ids: Sequence[int], rules: Sequence[lights.Rule], day: date, ahead: Ahead) -> None:
        self.rules, self.day, self.ahead = rules, day, ahead
        self.remembers = any(rule.kind == YELLOW_KEPT for rule in rules)
        self.kept = self._newest(ids)
        self.rows: list[tuple[Any, ...]] = []
        self.replaced: list[Kept] = []

    def _newest(self, ids: Sequence[int]) -> dict[int, Kept]:
        rows = KnownFacts.objects.filter(bulk.among("project_id", ids), latest=True)
        names = ("project_id", "pk", "day", "shape", *(("facts",) if self.remembers else ()))
        found = {}
        for pk, own, day, shape, *facts in rows.values_list(*names):
            found[pk] = Kept(own, day, shape, facts[0] if facts else {})
        return found

    def judged(self, whose: tuple[int, int], known: Known, yellow: Mapping[str, date]) -> lights.Verdict:
        """Judge one project and keep its facts; `yellow` is since when its scenes are shown yellow."""
        before, facts = self.kept.get(whose[0]), known.facts
        if self.remembers:
            facts = replace(facts, memory=self._remembered(facts, yellow, before))
        self._keep(whose, facts, known.owners, before)
        return lights.judge(facts, self.rules, self.day)

    def _remembered(
        self, facts: lights.Facts, yellow: Mapping[str, date], before: Kept | None
    ) -> dict[str, date]:
        known = lights.facts_from_plain({"memory": before.facts.get("memory", {})} if before else {}).memory
        base = lights.judge(facts, self.rules, self.day)
        return lights.memory_after(base.reasons, {**yellow, **known}, self.day)

    def _keep(self, whose: tuple[int, int], facts: lights.Facts, owners: Owners, before: Kept | None) -> None:
        plain = lights.facts_plain(facts)
        told = text(plain)
        shape = blake2b(told.encode(), digest_size=16).hexdigest()
        self.ahead.found(whose, lights.next_turn(facts, self.rules, self.day), plain, owners)
        if before is None or before.shape != shape:
            day = max(before.day, self.day) if before else self.day
            self.rows.append((*whose, day, told, shape))
            self.replaced += [before] if before else []

    def store(self, at: datetime) -> None:
        """Write; a row of the same day is written anew, one of an earlier day stays as history."""
        again = [one.pk for one in self.replaced if one.day >= self.day]
        past = [one.pk for one in self.replaced if one.day < self.day]
        if again:
            KnownFacts.objects.filter(bulk.among("pk", again)).delete()
        if past:
            KnownFacts.objects.filter(bulk.among("pk", past)).update(latest=False)
        bulk.append(KnownFacts, FIELDS, self.rows, at=at)
        self.ahead.store()
