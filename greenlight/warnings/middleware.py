"""The first request of a new day judges the zone: a light must not wait for somebody's edit."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from greenlight.base import clock
from greenlight.people.models import User
from greenlight.warnings.actions import ensure_judged
from greenlight.warnings.models import ZoneJudged


class JudgeToday:
    """Judge the zones of the signed-in person that have not been judged today; one query when they have."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        if isinstance(user, User) and hasattr(user, "scope_of_day"):
            for zone_id in unjudged(user):
                ensure_judged(zone_id, user.scope.day, clock.now())
        return self.get_response(request)


def unjudged(user: User) -> list[int]:
    """Return the zones a person sees that nobody has judged today."""
    mine = set(user.scope.zones) | ({user.scope.home} if user.scope.home else set())
    judged = ZoneJudged.objects.filter(zone_id__in=mine, day__gte=user.scope.day)
    return sorted(mine - set(judged.values_list("zone_id", flat=True)))
