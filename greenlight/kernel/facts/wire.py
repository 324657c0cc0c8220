"""Facts and questions as the JSON of the command and of the bench."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from greenlight.kernel.facts.fact import Conflict, Fact


def as_json(facts: Iterable[Fact], conflicts: Iterable[Conflict]) -> dict[str, Any]:
    """Return `{"facts": […], "conflicts": […]}`: plain numbers, offsets into the text read."""
    return {"facts": [_fact(fact) for fact in facts], "conflicts": [_conflict(one) for one in conflicts]}


def in_pieces(facts: Iterable[Fact], conflicts: Iterable[Conflict], lines: bool = False) -> Iterator[str]:
    """Yield the text of `as_json` bit by bit, so that a long report never is in memory as JSON.

    With `lines` each fact and each question stands in a line of its own.
    """
    yield '{"facts": '
    yield from _in_list(map(_fact, facts), lines)
    yield ',\n"conflicts": ' if lines else ', "conflicts": '
    yield from _in_list(map(_conflict, conflicts), lines)
    yield "}"


def _in_list(rows: Iterable[dict[str, Any]], lines: bool) -> Iterator[str]:
    before = "[\n" if lines else "["
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n" if lines else ", "
    yield "[]" if before[0] == "[" else "]"


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
