"""Facts and questions as the JSON of the command and of the bench."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from greenlight.kernel.facts.fact import Conflict, Fact


def as_json(facts: Iterable[Fact], conflicts: Iterable[Conflict]) -> dict[str, Any]:
    """Return `{"facts": […], "conflicts": […]}`: plain numbers, offsets into the text read."""
    return {"facts": [_fact(fact) for fact in facts], "conflicts": [_conflict(one) for one in conflicts]}


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "indicator": fact.indicator,
        "value": _number(fact.value),
        "unit": fact.unit,
        "value_kind": fact.kind.value,
        "comparator": fact.comparator.value,
        "is_target": fact.is_target,
        "period": fact.period,
        "scope": fact.scope,
        "start": fact.start,
        "end": fact.end,
    }


def _conflict(one: Conflict) -> dict[str, Any]:
    return {
        "relation": one.relation,
        "rule": one.rule,
        "computed": _number(one.computed),
        "stated": _number(one.stated),
        "unit": one.unit,
        "tolerance": _number(one.tolerance),
        "worked": one.worked,
        "values": [_number(fact.value) for fact in one.facts],
        "start": one.start,
        "end": one.end,
        "places": [list(place) for place in one.places],
        "question": one.question,
        "answers": list(one.answers),
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
