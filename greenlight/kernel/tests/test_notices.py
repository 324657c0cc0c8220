"""Notices: told once, the worst first, cut to the channel, silent at night, never too often."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from greenlight.kernel.notices import Item, fitted, is_quiet, may_send, merged, wait_after

NOW = datetime(2026, 3, 5, 8, 30, tzinfo=UTC)


def test_the_same_thing_is_told_once_in_its_newest_words_and_red_comes_first() -> None:
    items = [
        Item("a", "旧", colour="yellow"),
        Item("b", "乙"),
        Item("c", "丙", colour="red"),
        Item("a", "新", colour="yellow"),
    ]
    assert [one.text for one in merged(items)] == ["丙", "新", "乙"]


def test_what_does_not_fit_is_counted() -> None:
    lines = [f"第{n}条很长的预警" for n in range(100)]
    cut = fitted(lines, 300, "标题")
    assert len("\n".join(["标题", *cut]).encode()) <= 300
    assert cut[-1] == f"……还有 {100 - (len(cut) - 1)} 条，请到平台看"
    assert fitted(["短"], 300) == ["短"]


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [
        (time(22, 0), True),
        (time(3, 0), True),
        (time(7, 29), True),
        (time(7, 30), False),
        (time(12, 0), False),
    ],
)
def test_quiet_hours_go_over_midnight(hour: time, quiet: bool) -> None:
    assert is_quiet(hour, time(22, 0), time(7, 30)) is quiet


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert is_quiet(time(12, 30), time(12, 0), time(14, 0))
    assert not is_quiet(time(14, 0), time(12, 0), time(14, 0))
    assert not is_quiet(time(3, 0), None, None)


def test_a_channel_takes_so_many_a_minute_and_then_waits() -> None:
    sent = [NOW - timedelta(seconds=n) for n in range(18)]
    assert not may_send(sent, NOW, 18, timedelta(minutes=1))
    assert may_send(sent, NOW + timedelta(seconds=50), 18, timedelta(minutes=1))


def test_failures_are_tried_again_ever_more_slowly() -> None:
    assert [wait_after(n) for n in (1, 2, 3, 6)] == [
        timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25), timedelta(hours=2),
    ]  # fmt: skip
