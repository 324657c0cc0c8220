"""The clock. Only doors (views, API, command line, jobs) call it; everything below takes the day."""

import os
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def fixed() -> date | None:
    """Return the day set by GREENLIGHT_TODAY (to rehearse with old files), else None."""
    text = os.environ.get("GREENLIGHT_TODAY", "")
    return date.fromisoformat(text) if text else None


def today() -> date:
    """Return the day in the zone's time, or the rehearsal day."""
    return fixed() or datetime.now(SHANGHAI).date()


def now() -> datetime:
    """Return the moment in UTC; on a rehearsal day, that day with the real time of day."""
    moment = datetime.now(SHANGHAI)
    day = fixed()
    if day is not None:
        moment = datetime.combine(day, time(moment.hour, moment.minute, moment.second), SHANGHAI)
    return moment.astimezone(UTC)
