"""The periodic door of the room: what was removed goes for good."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from greenlight.base import clock
from greenlight.reports.checking import purging


@db_periodic_task(crontab(minute="15"))  # type: ignore[untyped-decorator]
def purge_what_was_removed() -> None:
    """Once an hour: a machine that sleeps at night purges by day."""
    purging.purge(clock.now())
