"""Ways to see a project that rooms above add: whoever acts on a record always sees it (DESIGN §8)."""

from collections.abc import Callable

from django.db.models import Q

from greenlight.people.models import User

Way = Callable[[User], Q]
_ways: list[Way] = []


def add(way: Way) -> None:
    """Let a room above widen who sees a project, e.g. units that own a milestone."""
    if way not in _ways:
        _ways.append(way)


def ways(user: User) -> Q:
    """Return everything the rooms above add, or-ed together."""
    total = Q(pk__in=[])
    for way in _ways:
        total |= way(user)
    return total
