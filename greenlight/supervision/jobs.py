"""The door of the ladder's walk: the consumer asks every ten minutes whether a zone was judged today."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from greenlight.base import clock
from greenlight.supervision import walking


@db_periodic_task(crontab(minute="5-59/10"))  # type: ignore[untyped-decorator]
def walk_tonight() -> None:
    """Go up the ladder once a day, after the lights were judged."""
    walking.walk_by_night(clock.today(), clock.now(), clock.now)
