"""The chain that proves a date: each step starts as early as the one before it allows."""

from dataclasses import dataclass
from datetime import date

from greenlight.kernel.schedule.network import Link, LinkType, Network
from greenlight.kernel.schedule.paces import Pace, paces_of
from greenlight.kernel.schedule.passes import Span, pushed, shown
from greenlight.kernel.schedule.shape import ORIGIN, Arc
from greenlight.kernel.workdays import Clock

LINK_TYPES = {
    (False, True): LinkType.FS,
    (True, True): LinkType.SS,
    (False, False): LinkType.FF,
    (True, False): LinkType.SF,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One activity of a chain and what fixes its date.

    `cause`: link (`link` says which; it may join over switched-off activities), actual,
    not_earlier_than or start (the plan's first day).
    """

    key: str
    start: date
    finish: date
    cause: str
    link: Link | None


def chain_to(network: Network, at: int, span: Span[int], start: date) -> tuple[Step, ...]:
    """Return the chain of driving links that ends in the activity at a position."""
    paces = paces_of(network.shape)
    steps = []
    while True:
        arc = driver(network, at, span, paces)
        steps.append(_step(network, at, span, arc, start))
        if arc is None:
            return tuple(reversed(steps))
        at = arc.pred


def driver(network: Network, at: int, span: Span[int], paces: list[Pace[int]]) -> Arc | None:
    """Return the arc that fixes the earliest dates of an activity, None if no arc does."""
    shape = network.shape
    if at in shape.finished:
        return None
    for arc in shape.arcs_in[at]:
        bound = pushed(arc, span, paces[at])
        if at in shape.started:
            if not arc.to_start and paces[at].stretched(bound) == span.finishes[at]:
                return arc
        elif _start_for(arc, bound, paces[at]) == span.starts[at]:
            return arc
    return None


def _start_for(arc: Arc, bound: int, pace: Pace[int]) -> int:
    return pace.earliest(bound, None) if arc.to_start else pace.earliest(0, bound)


def _step(network: Network, at: int, span: Span[int], arc: Arc | None, begin: date) -> Step:
    first, last = shown(network.shape, at, span)
    start, finish = date.fromordinal(first + ORIGIN), date.fromordinal(last + ORIGIN)
    key = network.activities[at].key
    if arc is None:
        return Step(key, start, finish, _cause(network, at, begin), None)
    kind = LINK_TYPES[arc.from_start, arc.to_start]
    clock = Clock.WORKDAY if arc.works else Clock.CALENDAR
    return Step(key, start, finish, "link", Link(network.activities[arc.pred].key, key, kind, arc.lag, clock))


def _cause(network: Network, at: int, begin: date) -> str:
    activity, shape = network.activities[at], network.shape
    if at in shape.finished or at in shape.started:
        return "actual"
    floor = activity.not_earlier_than
    return "not_earlier_than" if floor and floor > begin else "start"
