"""Reasons as they are stored, and told again on a later day. Pure: no query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from greenlight.base.imports.items import text
from greenlight.kernel import lights
from greenlight.kernel.lights.reasons import Plain
from greenlight.kernel.months import add_months, months_apart

Numbers = Mapping[str, Plain]

# Reasons kept in one snapshot: a red plan of sixty nodes is told by its twenty worst.
KEPT = 20
ONE_DAY = timedelta(days=1)
# What grows by itself from day to day: it does not make a new light.
GROWING = frozenset({"today", "days", "months", "behind", "percent"})


def kept(own: Sequence[lights.Reason]) -> list[lights.Reason]:
    """Return the reasons worth storing of a light's own, given worst first.

    All that call for somebody, else the one that is told and what was done late.
    """
    loud = [reason for reason in own if reason.colour >= lights.Colour.YELLOW]
    if loud:
        return [*loud[:KEPT], *[reason for reason in own if is_waived(reason)]][:KEPT]
    # That nobody entered 入统 is the last thing a grey light has to say.
    own = sorted(own, key=lambda reason: reason.what == "no_registration_data")
    told = [reason for reason in own[1:] if reason.what == "milestone_done_late" or is_waived(reason)]
    return [*own[:1], *told][:KEPT]


def is_waived(reason: lights.Reason) -> bool:
    """Tell whether a reason would colour the light but for a waiver."""
    return "waived_until" in reason.numbers


def plain(reasons: Iterable[lights.Reason]) -> list[dict[str, object]]:
    """Return reasons as the JSON column holds them."""
    return [reason.as_plain() for reason in reasons]


def read(stored: Iterable[Mapping[str, Any]]) -> tuple[lights.Reason, ...]:
    """Return stored reasons as the kernel knows them."""
    return tuple(lights.Reason.from_plain(one) for one in stored)


def shape(reasons: Iterable[lights.Reason]) -> str:
    """Return the hash of what makes a light the same light: everything but what grows by itself."""
    fixed = f"[{', '.join([_fixed(one) for one in reasons])}]"
    return blake2b(fixed.encode(), digest_size=16).hexdigest()


def _fixed(one: lights.Reason) -> str:
    """Write a reason as Python writes the tuple of its fields, without what grows."""
    key = (int(one.colour), one.scene, one.what, one.rule, one.version)
    if (head := _HEADS.get(key)) is None:
        head = _HEADS[key] = repr((one.scene, one.colour, one.what, one.rule, one.version))[1:-1]
    late = one.what == "milestone_done_late"  # by so many days, for ever
    own = [
        repr(item) for item in one.numbers.items() if item[0] not in GROWING or (late and item[0] == "days")
    ]
    return f"({', '.join([head, repr(one.about), *own])})"


_HEADS: dict[tuple[int, str, str, str, int], str] = {}


# The shapes of lights that say no more than that nothing is known, or that no rule speaks.
SILENT = frozenset(shape([one]) for own in lights.SILENT.values() for one in own)


class Lit(NamedTuple):
    """A project's light as it is on record, its reasons told on `day`; `main` is the first as JSON."""

    colour: str
    since: date
    day: date
    reasons: Sequence[lights.Reason]
    main: str


def lit(colour: str, since: date, day: date, stored: Sequence[Mapping[str, Any]]) -> Lit:
    """Return a light with its reasons as they were stored."""
    return Lit(colour, since, day, read(stored), text(stored[0]) if stored else "")


class Written:
    """Reasons of one verdict as they are stored: each is written, each set of them hashed, once."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._shapes: dict[tuple[int, ...], str] = {}

    def text(self, reason: lights.Reason) -> str:
        """Return one reason as canonical JSON."""
        if (found := self._texts.get(id(reason))) is None:
            found = self._texts[id(reason)] = _text(reason)
        return found

    def texts(self, kept: Sequence[lights.Reason]) -> str:
        """Return reasons as a canonical JSON list."""
        return f"[{','.join([self.text(one) for one in kept])}]"

    def shape(self, kept: Sequence[lights.Reason]) -> str:
        """Return their shape."""
        if len(kept) == 1 and not kept[0].numbers:
            return _bare(kept[0])
        key = tuple([id(one) for one in kept])
        if (found := self._shapes.get(key)) is None:
            found = self._shapes[key] = shape(kept)
        return found


def _text(one: lights.Reason) -> str:
    """Return a reason as canonical JSON, which is text(one.as_plain()); what many share is written once."""
    key = (one.scene, one.what, one.rule, one.version, one.paper)
    if (shared := _SHARED.get(key)) is None:
        scene, what, rule, version, paper = [text(part) for part in key]
        shared = _SHARED[key] = (
            f'"paper":{paper},"rule":{rule},"scene":{scene},"since":',
            f',"version":{version},"what":{what}}}',
        )
    since = f'"{one.since.isoformat()}"' if one.since else "null"
    head = f'{{"about":{quoted(one.about)},"colour":"{one.colour.code}","numbers":{text(one.numbers)}'
    return f"{head},{shared[0]}{since}{shared[1]}"


_SHARED: dict[tuple[str, str, str, int, str], tuple[str, str]] = {}


def _bare(one: lights.Reason) -> str:
    """Return the shape of a reason without numbers: no plan, no report; half of all lights say no more."""
    key = (one.scene, one.colour, one.what, one.rule, one.version, one.about)
    if (found := _BARE.get(key)) is None:
        found = _BARE[key] = shape([one])
    return found


_BARE: dict[tuple[Any, ...], str] = {}


# ---- told on a later day ----
def as_of(reason: lights.Reason, day: date) -> lights.Reason:
    """Return a stored reason with the days and months it has grown to by `day`."""
    grow = _GROWN.get(reason.what)
    if "today" not in reason.numbers or grow is None:
        return reason
    numbers = {**reason.numbers, "today": day.isoformat()}
    return replace(reason, numbers=numbers | grow(numbers, day))


def _days_from(name: str) -> Callable[[Numbers, date], dict[str, Plain]]:
    return lambda numbers, day: {"days": (day - _date(numbers[name])).days}


def _months_to_start(numbers: Numbers, day: date) -> dict[str, Plain]:
    return {"months": months_apart(_date(numbers["planned"]), day)}


def _months_since(numbers: Numbers, day: date) -> dict[str, Plain]:
    return {"months": months_apart(_date(numbers["since"]), day)}


def _whole_months(numbers: Numbers, day: date) -> dict[str, Plain]:
    started = _date(numbers["started"])
    months = months_apart(started, day)
    return {"months": months - (add_months(started, months) > day)}


def _unchanged(_numbers: Numbers, _day: date) -> dict[str, Plain]:
    return {}


_GROWN: dict[str, Callable[[Numbers, date], dict[str, Plain]]] = {
    "milestone_late": _days_from("due"),
    "milestone_due_soon": _unchanged,
    "milestone_ahead": _unchanged,
    "milestone_on_way": _unchanged,
    "not_started": _months_to_start,
    "not_registered": _whole_months,
    "site_silent": _days_from("updated"),
    "site_heard": _days_from("updated"),
    "papers_missing": _days_from("done"),
    "yellow_kept": _months_since,
}


def _date(value: Plain) -> date:
    return date.fromisoformat(str(value))


# ---- what the light as a whole says ----
def sentence(reason: lights.Reason, day: date) -> str:
    """Return one stored reason in words on a day."""
    return lights.sentence(as_of(reason, day))


def told(reasons: Sequence[lights.Reason], colour: lights.Colour, day: date) -> str:
    """Return the headline of stored reasons on a day: 净地移交晚 52 天，另 1 条."""
    main = next((one for one in reasons if one.colour == colour), None)
    grown = (as_of(one, day) if one is main else one for one in reasons)  # no other is told
    return lights.headline(lights.Verdict(colour, tuple(grown)))


def first_day(
    verdict_since: date | None, day: date, before: tuple[str, date] | None, colour: str, seen: date | None
) -> date:
    """Return since when a light has had its colour.

    `before` is the last light (colour, since), `seen` the last day it was shown. A run goes on; a
    new light begins on the day its reason began to hold, but not before the day another was shown.
    """
    if before and before[0] == colour:
        return before[1]
    began = min(verdict_since or day, day)
    if before is None or seen is None:
        return began
    return min(day, max(began, seen + ONE_DAY))


def owner_to_act(verdict: lights.Verdict, owners: Mapping[str, int | None], lead: int | None) -> int | None:
    """Return the unit that must act, nobody on a light that asks for nothing.

    The owner of the earliest open milestone of the light's own colour, else the 责任单位.
    """
    if verdict.colour < lights.Colour.YELLOW:
        return None
    own = [
        (str(reason.numbers.get("due") or "9999"), place, unit)
        for place, reason in enumerate(verdict.reasons)
        if reason.about and reason.colour == verdict.colour and (unit := owners.get(reason.about)) is not None
    ]
    return min(own)[2] if own else lead
