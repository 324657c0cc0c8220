"""A request whose user is a person of ours: what every view behind the sign-in receives."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from greenlight.base import clock, undoing
from greenlight.base.journal import By
from greenlight.people.models import User, Zone

if TYPE_CHECKING:

    class Request(HttpRequest):
        """Typed only: middleware guarantees the user."""

        user: User

else:
    Request = HttpRequest


KNOWN = "known_parts"
T = TypeVar("T")


def once(request: HttpRequest | None, name: Hashable, load: Callable[[], T]) -> T:
    """Return what `load` finds, asked once a request: a page is drawn from many parts."""
    if request is None:
        return load()
    known: dict[Hashable, Any] = request.__dict__.setdefault(KNOWN, {})
    if name not in known:
        known[name] = load()
    found: T = known[name]
    return found


def home_zone(request: Request) -> Zone:
    """Return the zone a person works for; Http404 for those who do not see whole zones."""
    scope = request.user.scope
    if scope.home is None or scope.home not in scope.zones:
        raise Http404
    return get_object_or_404(Zone, pk=scope.home)


def by(request: Request, zone_id: int | None = None) -> By:
    """Return who does what follows, for the journal."""
    user = request.user
    zone = zone_id if zone_id is not None else user.scope.home
    made = By(at=clock.now(), actor_id=user.pk, actor_name=user.name, zone_id=zone, user=user)
    request.META["greenlight.by"] = made  # what `told` offers to take back
    return made


def told(request: Request, sentence: str) -> None:
    """Tell what the request's deed did, in a toast; with 撤销 when it can be taken back."""
    made = request.META.get("greenlight.by")
    seq = undoing.latest(made) if made else None
    messages.success(request, sentence, extra_tags=f"undo:/undo/{seq}/" if seq else "")
