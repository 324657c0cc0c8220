"""Facts as plain values and back: what was known on a day is kept, and judged again years later.

A record is a list of its fields in order, its trailing defaults left out, so that a field added later
is read as its default. A day is written "@2026-01-01", a Decimal "#1.5"; a text that begins like one
has "~" before it.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from decimal import Decimal
from typing import Any

from greenlight.kernel.bonds import BondFact
from greenlight.kernel.lights.facts import (
    AreaFact,
    Facts,
    InvestmentFact,
    MilestoneFact,
    RegistrationFact,
    SiteFact,
    StartFact,
    WaiverFact,
)

# Which record stands in which field of Facts; the other fields are plain values.
PARTS: dict[str, type[Any]] = {
    "milestones": MilestoneFact,
    "investment": InvestmentFact,
    "start": StartFact,
    "registration": RegistrationFact,
    "site": SiteFact,
    "area": AreaFact,
    "waivers": WaiverFact,
    "bonds": BondFact,
}
MANY = frozenset({"milestones", "waivers", "bonds"})
_MARKS = ("@", "#", "~")


def facts_plain(facts: Facts) -> dict[str, object]:
    """The facts as JSON holds them; what is empty is left out."""
    found: dict[str, object] = {}
    for name in (field.name for field in fields(Facts)):
        value = getattr(facts, name)
        if not value:
            continue
        if name in MANY:
            found[name] = [_record(one) for one in value]
        else:
            found[name] = _record(value) if name in PARTS else _plain(value)
    return found


def facts_from_plain(plain: Mapping[str, Any]) -> Facts:
    """The facts `facts_plain` wrote; raises KeyError, TypeError or ValueError for anything else."""
    found: dict[str, Any] = {}
    for name, value in plain.items():
        if name in MANY:
            found[name] = tuple(_read_record(PARTS[name], one) for one in value)
        else:
            found[name] = _read_record(PARTS[name], value) if name in PARTS else _read(value)
    return Facts(**found)


def _record(one: object) -> list[object]:
    named = _SHAPES[type(one)]
    values = [getattr(one, name) for name, _ in named]
    while values and values[-1] == named[len(values) - 1][1]:
        values.pop()
    return [_plain(value) for value in values]


def _read_record(kind: type[Any], values: list[Any]) -> Any:
    return kind(*[value if value.__class__ in _BARE else _read(value) for value in values])


def _plain(value: Any) -> Any:
    if value.__class__ is str:
        return f"~{value}" if value.startswith(_MARKS) else value
    if value.__class__ is date:
        return f"@{value.isoformat()}"
    if value.__class__ is Decimal:
        return f"#{value}"
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _read(value: Any) -> Any:
    if value.__class__ is str:
        return _READERS[value[0]](value[1:]) if value[:1] in _MARKS else value
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if isinstance(value, Mapping):
        return {name: _read(one) for name, one in value.items()}
    return value


_BARE = frozenset({int, bool, type(None)})  # read as they are
_READERS: dict[str, Any] = {"@": date.fromisoformat, "#": Decimal, "~": str}
_SHAPES: dict[type[Any], list[tuple[str, object]]] = {
    kind: [(one.name, one.default if one.default is not MISSING else MISSING) for one in fields(kind)]
    for kind in PARTS.values()
}
