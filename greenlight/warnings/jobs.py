"""The door of the night's job: the consumer asks every ten minutes whether today has been judged."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from greenlight.base import clock
from greenlight.warnings import actions
from greenlight.warnings.actions.nightly import LIGHTS
from greenlight.warnings.models import Nightly


@db_periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
def judge_tonight() -> None:
    """Judge the new day, once; a machine that slept at midnight catches up when it wakes."""
    day = clock.today()
    if not Nightly.objects.filter(job=LIGHTS, day=day, ended_at__isnull=False).exists():
        actions.run_night(day, clock.now(), clock.now)
