"""A reason is written and hashed in parts: the same bytes as when it is written whole."""

from __future__ import annotations

from datetime import date
from hashlib import blake2b

from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.base.imports.items import text
from greenlight.kernel import lights
from greenlight.warnings import reasons

words = st.text(max_size=8) | st.sampled_from(['引"号', "\\", "行\n尾", "@", "，"])
names = st.sampled_from(
    ["due", "days", "today", "months", "name", "owner", "slip_pending", "percent", "done"]
)
values = st.none() | st.booleans() | st.integers(-400, 400) | words
kinds = st.sampled_from(["milestone_late", "milestone_done_late", "no_plan", "not_started"])
told = st.builds(
    lights.Reason,
    scene=st.sampled_from(lights.JUDGED_SCENES),
    colour=st.sampled_from(lights.Colour),
    what=kinds,
    rule=words,
    version=st.integers(0, 3),
    paper=words,
    numbers=st.dictionaries(names, values, max_size=6),
    about=words,
    since=st.none() | st.dates(),
)


def whole(own: list[lights.Reason]) -> str:
    """Hash the fields of reasons as tuples, without what grows."""
    grows = {"today", "days", "months", "behind", "percent"}
    fixed = [
        (one.scene, one.colour, one.what, one.rule, one.version, one.about,
         *(item for item in one.numbers.items()
           if item[0] not in grows or (one.what == "milestone_done_late" and item[0] == "days")))
        for one in own
    ]  # fmt: skip
    return blake2b(repr(fixed).encode(), digest_size=16).hexdigest()


@given(st.lists(told, min_size=1, max_size=3))
@settings(deadline=None, max_examples=200)
def test_reasons_are_written_and_hashed_as_if_each_were_written_whole(own: list[lights.Reason]) -> None:
    written = reasons.Written()
    assert written.texts(own) == text([one.as_plain() for one in own])
    assert written.shape(own) == reasons.shape(own) == whole(own)


def test_a_light_on_record_keeps_its_shape_from_release_to_release() -> None:
    late = lights.Reason(
        "milestones", lights.Colour.RED, "milestone_late", "default-1", 2, "—",
        {"name": "净地移交", "owner": "资规分局", "due": "2026-06-08", "today": "2026-07-30", "days": 52,
         "slip_pending": False, "yellow_days": 1, "red_days": 30}, "n1", date(2026, 7, 8),
    )  # fmt: skip
    assert reasons.shape([late]) == "9669f90e73a7ebe5dec6ec5d6e5f0b15"


def test_who_must_act_owns_the_earliest_node_of_the_lights_own_colour() -> None:
    def node(about: str, due: str | None, colour: lights.Colour) -> lights.Reason:
        return lights.Reason("milestones", colour, "milestone_late", numbers={"due": due}, about=about)

    red, yellow = lights.Colour.RED, lights.Colour.YELLOW
    own = (node("a", None, red), node("b", "2026-03-02", red), node("c", "2026-03-01", red),
           node("d", "2026-01-01", yellow))  # fmt: skip
    verdict = lights.Verdict(red, own)
    assert reasons.owner_to_act(verdict, {"a": 1, "b": 2, "c": 3, "d": 4}, 9) == 3
    assert reasons.owner_to_act(verdict, {"a": 1, "b": 2, "c": None, "d": 4}, 9) == 2
    assert reasons.owner_to_act(verdict, {"d": 4}, 9) == 9
    assert reasons.owner_to_act(lights.Verdict(lights.Colour.GREEN, own), {"a": 1}, 9) is None
