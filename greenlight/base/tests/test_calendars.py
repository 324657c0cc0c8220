"""The packaged calendar."""

from datetime import date
from pathlib import Path

import pytest

from greenlight.base.calendars import NAME, china, enter, entered, shipped
from greenlight.kernel.workdays import Exceptional


def test_the_packaged_calendar_knows_the_notices_of_2023_to_2026() -> None:
    assert china().announced == {2023, 2024, 2025, 2026}
    assert china().add(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_the_calendar_is_read_once() -> None:
    assert china() is china()


def test_a_notice_entered_by_hand_is_in_force_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_DATA", str(tmp_path))
    assert china().announced == shipped().announced
    days = [
        Exceptional(date(2027, 1, 1), "holiday", "元旦"),
        Exceptional(date(2027, 10, 1), "holiday", "国庆节"),
    ]
    enter(tmp_path / NAME, days)
    assert china().announced == shipped().announced | {2027}
    assert not china().is_workday(date(2027, 1, 1))
    assert entered(tmp_path / NAME) == days
