"""Ways to see a project that rooms above add: whoever acts on a record always sees it (DESIGN §8)."""

from collections.abc import Callable

from django.db.models import Q

from greenlight.people.models import User

Way = Callable[[User], Q]
_ways: dict[Way, bool] = {}


def add(way: Way, *, acts: bool = True) -> None:
    """Let a room above widen who sees a project, e.g. units that own a milestone.

    Who comes by a way that `acts` also hands in papers and reports the site; by another, only looks.
    """
    _ways[way] = acts


def ways(user: User, *, acting: bool = False) -> Q:
    """Return everything the rooms above add, or-ed together; with `acting` only the ways that act."""
    total = Q(pk__in=[])
    for way, acts in _ways.items():
        if acts or not acting:
            total |= way(user)
    return total
