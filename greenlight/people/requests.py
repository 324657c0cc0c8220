"""A request whose user is a person of ours: what every view behind the sign-in receives."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from greenlight.base import clock
from greenlight.base.journal import By
from greenlight.people.models import User

if TYPE_CHECKING:

    class Request(HttpRequest):
        """Typed only: middleware guarantees the user."""

        user: User

else:
    Request = HttpRequest


def by(request: Request, zone_id: int | None = None) -> By:
    """Return who does what follows, for the journal."""
    user = request.user
    zone = zone_id if zone_id is not None else user.scope.home
    return By(at=clock.now(), actor_id=user.pk, actor_name=user.name, zone_id=zone, user=user)
