"""The periodic doors of notices: every minute what waits is sent, in the morning the digest is made."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from greenlight.base import clock
from greenlight.desk.notices import morning, sending


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def send_what_waits() -> None:
    """Make the morning's digest when it is time, then send what is due."""
    now = clock.now()
    morning.run(now)
    sending.send_due(now)
