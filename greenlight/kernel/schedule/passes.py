"""The forward and backward pass, any clocks and links, for one plan or for many at once.

Everything is in boundaries (see `paces`). For many plans every value is an array over the plans,
and a date only some of them have comes with the mask of those that have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

from greenlight.kernel.schedule.paces import Pace, T
from greenlight.kernel.schedule.shape import Arc, Shape


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """Starts and finishes by position."""

    starts: list[T]
    finishes: list[T]


@dataclass(frozen=True, slots=True)
class Given(Generic[T]):
    """What is fixed, by position: the paces and the dated limits.

    `started` and `done` pair a value with where it is known (True, or a mask over the plans).
    """

    shape: Shape
    paces: Sequence[Pace[T]]
    earliest: dict[int, T]
    deadlines: dict[int, T]
    started: dict[int, tuple[Any, T]]
    done: dict[int, tuple[Any, T, T]]


def given_of(shape: Shape, paces: Sequence[Pace[int]]) -> Given[int]:
    """Return what is fixed in one plan."""
    started = {at: (True, day) for at, day in shape.started.items()}
    done = {at: (True, *done_span(paces[at], shape, at, day)) for at, day in shape.finished.items()}
    done = {at: (True, shape.started.get(at, start), end) for at, (_, start, end) in done.items()}
    return Given(shape, paces, shape.earliest, shape.deadlines, started, done)


def done_span(pace: Pace[T], shape: Shape, at: int, day: T) -> tuple[T, T]:
    """Return start and finish of what was done on a day; the start is the last that fits."""
    if not shape.durations[at]:
        return day + shape.evening[at], day + shape.evening[at]
    return pace.ruler.sooner(pace.latest(day + 1, None), day), day + 1


def pushed(arc: Arc, span: Span[T], pace: Pace[T]) -> T:
    """Return the first boundary an arc leaves to its successor, whose pace is given."""
    at = (span.starts if arc.from_start else span.finishes)[arc.pred]
    if arc.bump:
        at = at + 1
    if not arc.lag:
        return at
    return pace.ruler.pushed(at, arc.lag) if arc.works else at + arc.lag


def pulled(arc: Arc, span: Span[T], pace: Pace[T]) -> T:
    """Return the last boundary an arc leaves to its predecessor; the pace is the successor's."""
    at = (span.starts if arc.to_start else span.finishes)[arc.succ]
    if arc.lag:
        at = pace.ruler.pulled(at, arc.lag) if arc.works else at - arc.lag
    return at - 1 if arc.bump else at


def forward(given: Given[T], begin: T) -> Span[T]:
    """Return the earliest starts and finishes of a plan that goes on from the morning of `begin`.

    What is done stays; what is started finishes no earlier than `begin`.
    """
    span = Span([begin] * len(given.paces), [begin] * len(given.paces))
    for at in given.shape.order:
        start, finish = _place(given, at, span, begin)
        span.starts[at], span.finishes[at] = start, finish
    return span


def _place(given: Given[T], at: int, span: Span[T], begin: T) -> tuple[T, T]:
    pace = given.paces[at]
    later = pace.ruler.later
    start, finish = _floor(given, at, begin), None
    for arc in given.shape.arcs_in[at]:
        bound = pushed(arc, span, pace)
        if arc.to_start:
            start = later(start, bound)
        else:
            finish = bound if finish is None else later(finish, bound)
    begins = pace.earliest(start, finish)
    ends = pace.finish(begins)
    if at in given.started:
        known, day = given.started[at]
        least = begin + 1 if finish is None else later(finish, begin + 1)
        ends = pace.ruler.chosen(known, later(pace.finish(day), pace.stretched(least)), ends)
        begins = pace.ruler.chosen(known, day, begins)
    return _settled(given, at, begins, ends)


def _floor(given: Given[T], at: int, begin: T) -> T:
    side, day = given.paces[at].side, begin
    if at in given.earliest:
        day = given.paces[at].ruler.later(day, given.earliest[at])
    return day + side if side else day


def _settled(given: Given[T], at: int, begins: T, ends: T) -> tuple[T, T]:
    if at not in given.done:
        return begins, ends
    known, start, finish = given.done[at]
    chosen = given.paces[at].ruler.chosen
    return chosen(known, start, begins), chosen(known, finish, ends)


def backward(given: Given[T], promise: T) -> Span[T]:
    """Return the latest starts and finishes that end all by the evening of day `promise`.

    What is done asks nothing of its predecessors and keeps its dates.
    """
    span = Span([promise] * len(given.paces), [promise] * len(given.paces))
    for at in reversed(given.shape.order):
        start, finish = _place_late(given, at, span, promise)
        span.starts[at], span.finishes[at] = start, finish
    return span


def _place_late(given: Given[T], at: int, span: Span[T], promise: T) -> tuple[T, T]:
    pace = given.paces[at]
    sooner = pace.ruler.sooner
    start, finish = None, _ceiling(given, at, promise)
    for arc in given.shape.arcs_out[at]:
        bound = _bound(given, arc, span, promise)
        if not arc.from_start:
            finish = sooner(finish, bound)
        else:
            start = bound if start is None else sooner(start, bound)
    begins = pace.latest(finish, start)
    ends = pace.finish(begins)
    if at in given.started:
        known, day = given.started[at]
        ends = pace.ruler.chosen(known, pace.shrunk(finish), ends)
        begins = pace.ruler.chosen(known, day, begins)
    return _settled(given, at, begins, ends)


def _ceiling(given: Given[T], at: int, promise: T) -> T:
    day = promise
    if at in given.deadlines:
        day = given.paces[at].ruler.sooner(day, given.deadlines[at])
    return day + 1 if given.shape.evening[at] else day


def _bound(given: Given[T], arc: Arc, span: Span[T], promise: T) -> T:
    """Return what an arc asks of its predecessor; nothing if its successor has its dates."""
    pace = given.paces[arc.succ]
    bound = pulled(arc, span, pace)
    if arc.to_start and arc.succ in given.started:
        bound = pace.ruler.chosen(given.started[arc.succ][0], promise + 1, bound)
    if arc.succ in given.done:
        bound = pace.ruler.chosen(given.done[arc.succ][0], promise + 1, bound)
    return bound


def latest_begin(given: Given[T], late: Span[T], default: T) -> T:
    """Return the last morning on which a plan may begin so that nothing starts after its latest.

    `default` if nothing is still to start.
    """
    morning = default
    for at in given.shape.order:
        pace = given.paces[at]
        start = late.starts[at] - pace.side
        for facts in (given.started, given.done):
            if at in facts:
                start = pace.ruler.chosen(facts[at][0], default, start)
        morning = pace.ruler.sooner(morning, start)
    return morning


def free_floats(given: Given[int], early: Span[int], total: list[int]) -> list[int]:
    """Return for each activity how far it may slip without moving any successor's earliest date."""
    free = list(total)
    for at in given.shape.order:
        arcs = [arc for arc in given.shape.arcs_out[at] if _binds(given.shape, arc)]
        slack = [_slack(given, arc, early) for arc in arcs]
        free[at] = 0 if at in given.done else min(slack, default=total[at])
    return free


def _binds(shape: Shape, arc: Arc) -> bool:
    # A start that has been made can neither slip nor be held up.
    if (arc.from_start and arc.pred in shape.started) or arc.succ in shape.finished:
        return False
    return not (arc.to_start and arc.succ in shape.started)


def _slack(given: Given[int], arc: Arc, early: Span[int]) -> int:
    own = (early.starts if arc.from_start else early.finishes)[arc.pred]
    bound = pulled(arc, early, given.paces[arc.succ])
    return given.paces[arc.pred].between(own, bound)


def shown(shape: Shape, at: int, span: Span[T]) -> tuple[T, T]:
    """Return the first and last day of an activity; a milestone has one day."""
    finish = span.finishes[at]
    if shape.evening[at]:
        finish = finish - 1
    return (span.starts[at] if shape.durations[at] else finish), finish


def boundaries(shape: Shape, starts: list[int], finishes: list[int]) -> Span[int]:
    """Return the boundaries of first and last days: the inverse of `shown`."""
    ends = [day + evening for day, evening in zip(finishes, shape.evening, strict=True)]
    begins = list(starts)
    for at in shape.milestones:
        begins[at] = ends[at]
    return Span(begins, ends)
