"""The first request of a new day judges the zone: a light must not wait for somebody's edit."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from greenlight.base import clock
from greenlight.people.models import User
from greenlight.warnings.actions import ensure_judged
from greenlight.warnings.models import ZoneJudged

log = logging.getLogger(__name__)
AT_ONCE = 3  # zones a request judges; a city user's next requests judge the others
PAUSE_SECONDS = 600  # a zone that cannot be judged is not tried again at every click


class JudgeToday:
    """Judge the zones of the signed-in person that have not been judged today; one query when they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User) and hasattr(user, "scope_of_day"):
            for zone_id in unjudged(user)[:AT_ONCE]:
                judged(zone_id, user)
        return self.get_response(request)


def judged(zone_id: int, user: User) -> None:
    """Judge a zone; should that fail, the page still opens with the lights of the day before."""
    key = f"judging-failed-{zone_id}"
    if cache.get(key):
        return
    try:
        ensure_judged(zone_id, user.scope.day, clock.now())
    except Exception:
        log.exception("zone %s could not be judged on %s", zone_id, user.scope.day)
        cache.set(key, True, PAUSE_SECONDS)


def unjudged(user: User) -> list[int]:
    """Return the zones a person sees that nobody has judged today."""
    mine = set(user.scope.zones) | ({user.scope.home} if user.scope.home else set())
    done = ZoneJudged.objects.filter(zone_id__in=mine, day__gte=user.scope.day)
    return sorted(mine - set(done.values_list("zone_id", flat=True)))
