"""预警 opened, coloured anew and closed by judging; nobody else writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from greenlight.base import bulk
from greenlight.kernel import lights
from greenlight.warnings import reasons
from greenlight.warnings.facts import Known
from greenlight.warnings.models import Warning as Held
from greenlight.warnings.signals import warnings_changed

Key = tuple[int, str, str, str]
STATE = ("colour", "waived_until", "unit_id", "shape")
NEW = ("project", "zone", "scene", "rule", "about", "since", "red_on", "colour", "waived_until", "unit",
       "shape", "reason")  # fmt: skip
CHANGED = ("red_on", "colour", "waived_until", "unit", "shape", "reason")


class Open(NamedTuple):
    """An open warning on record."""

    pk: int
    red_on: date | None
    state: tuple[Any, ...]


@dataclass
class Openings:
    """What differs from the open warnings of projects, as rows to write; one query and writes."""

    ids: Sequence[int]
    day: date
    opened: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    reddened: list[int] = field(default_factory=list)
    made: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        among = bulk.one_of("project_id", self.ids)
        rows = Held.objects.filter(among, until__isnull=True)
        names = ("project_id", "rule", "about", "scene", "pk", "red_on", *STATE)
        self.gone: dict[Key, Open] = {
            (project, rule, about, scene): Open(pk, red_on, tuple(state))
            for project, rule, about, scene, pk, red_on, *state in rows.values_list(*names)
        }
        self.seen: set[Key] = set()

    def compare(
        self, whose: tuple[int, int], verdict: lights.Verdict, known: Known, written: reasons.Written
    ) -> None:
        """Open, change or leave the warnings of one project; what is not found again is gone."""
        for reason in verdict.reasons:
            if reason.colour >= lights.Colour.YELLOW or reasons.is_waived(reason):
                key = (whose[0], reason.rule, reason.about, reason.scene)
                if key not in self.seen:
                    self.seen.add(key)
                    self._compare(whose, key, reason, known, written)

    def _compare(
        self, whose: tuple[int, int], key: Key, reason: lights.Reason, known: Known, written: reasons.Written
    ) -> None:
        before = self.gone.pop(key, None)
        until = reason.numbers.get("waived_until")
        colour = str(reason.numbers["waived_colour"]) if until else reason.colour.code
        waived = date.fromisoformat(str(until)) if until else None
        unit = known.owners.get(reason.about) or known.lead
        state = (colour, waived, unit, written.shape([reason]))
        if before and before.state == state:
            return
        red_on = (before.red_on if before else None) or (self.day if colour == "red" else None)
        told = (red_on, *state, written.text(reason))
        if before is None:
            since = min(reason.since or self.day, self.day)
            self.opened.append((*whose, reason.scene, reason.rule, reason.about, since, *told))
            return
        self.changed.append((before.pk, *told))
        if red_on and not before.red_on:
            self.reddened.append(before.pk)

    def store(self) -> None:
        """Write."""
        self.made = bulk.insert_new(Held, NEW, self.opened, opened_on=self.day)
        bulk.update(Held, CHANGED, self.changed)
        if gone := [one.pk for one in self.gone.values()]:
            Held.objects.filter(bulk.among("pk", gone)).update(until=self.day)

    def tell(self, zones: Mapping[int, int], at: datetime) -> None:
        """Say what opened, turned red and closed, zone by zone."""
        gone = {one.pk: zones.get(key[0]) for key, one in self.gone.items()}
        made = {pk: row[1] for pk, row in zip(self.made, self.opened, strict=True)}
        for zone_id in {*gone.values(), *made.values(), *(zones.values() if self.reddened else ())}:
            if zone_id is not None:
                warnings_changed.send(
                    sender=Held,
                    zone_id=zone_id,
                    day=self.day,
                    at=at,
                    opened=[pk for pk, zone in made.items() if zone == zone_id],
                    reddened=list(self.reddened),
                    closed=[pk for pk, zone in gone.items() if zone == zone_id],
                )
