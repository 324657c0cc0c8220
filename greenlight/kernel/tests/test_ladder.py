"""The ladder says which step a warning calls for, and why."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from greenlight.kernel import ladder
from greenlight.kernel.ladder import BadLadder, Facts, next_step, steps_due

STORED = json.loads((Path(ladder.__file__).parent / "data" / "ladder.json").read_text("utf-8"))
STEPS = ladder.read(STORED)
RED = next(one for one in STORED if one["act"] == "order")
TODAY = date(2026, 11, 20)
NEW, OLD = date(2026, 11, 18), date(2026, 9, 18)


def act(facts: Facts) -> str:
    found = next_step(facts, STEPS, TODAY)
    return found.step.act if found else ""


def test_a_new_yellow_light_goes_to_the_liaison() -> None:
    assert act(Facts("yellow", NEW)) == "tell_liaison"
    assert act(Facts("yellow", NEW, done=frozenset({"tell_liaison"}))) == ""


def test_two_months_or_two_yellows_go_to_the_sponsor() -> None:
    assert act(Facts("yellow", OLD)) == "tell_sponsor"
    assert act(Facts("yellow", NEW, alike=2)) == "tell_sponsor"
    assert act(Facts("yellow", NEW, alike=2, done=frozenset({"tell_sponsor"}))) == ""


def test_a_red_light_calls_for_an_order_and_a_late_order_for_a_talk() -> None:
    assert act(Facts("red", NEW)) == "order"
    assert act(Facts("red", NEW, ordered=True)) == ""
    assert act(Facts("red", NEW, ordered=True, order_late=True)) == "talk"
    assert act(Facts("red", NEW, ordered=True, order_late=True, done=frozenset({"talk"}))) == ""


def test_an_ordered_yellow_warning_is_past_the_liaison() -> None:
    assert act(Facts("yellow", NEW, ordered=True)) == ""


def test_every_step_says_where_it_comes_from() -> None:
    assert all(one.source and one.grade in ("G", "N", "M", "weak", "own") for one in STEPS)
    assert all(not one.on for one in STEPS if one.is_unsure)


def test_a_step_out_of_force_is_not_due() -> None:
    later = ladder.read([STORED[0] | {"valid_from": "2027-01-01"}, RED | {"on": False}])
    assert steps_due(Facts("yellow", NEW), later, TODAY) == []
    assert steps_due(Facts("red", NEW), later, TODAY) == []


@pytest.mark.parametrize(
    "wrong", [{"act": "shout"}, {"colour": "blue"}, {"source": ""}, {"valid_from": "soon"}, {"else": 1}]
)
def test_a_ladder_that_cannot_be_read_names_the_step(wrong: dict[str, object]) -> None:
    with pytest.raises(BadLadder) as told:
        ladder.read([STORED[0] | wrong])
    assert told.value.code == "ladder-1"


def test_a_skipped_step_below_is_due_as_well_until_the_higher_is_done() -> None:
    both = Facts("yellow", OLD)
    assert [one.step.act for one in ladder.steps_above(both, STEPS, TODAY)] == [
        "tell_liaison", "tell_sponsor",
    ]  # fmt: skip
    done = Facts("yellow", OLD, done=frozenset({"tell_sponsor"}))
    assert ladder.steps_above(done, STEPS, TODAY) == []
