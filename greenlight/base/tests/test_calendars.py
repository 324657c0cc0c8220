"""The packaged calendar."""

from datetime import date

from greenlight.base.calendars import china


def test_the_packaged_calendar_knows_the_notices_of_2023_to_2026() -> None:
    assert china().announced == {2023, 2024, 2025, 2026}
    assert china().add(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_the_calendar_is_read_once() -> None:
    assert china() is china()
