"""The forward and backward pass of one network, any clocks and links, in boundaries."""

from dataclasses import dataclass

from greenlight.kernel.schedule.paces import FOREVER, NEVER, Pace
from greenlight.kernel.schedule.shape import Arc, Shape


@dataclass(frozen=True, slots=True)
class Span:
    """Starts and finishes by position, as boundaries (see `paces`)."""

    starts: list[int]
    finishes: list[int]


def pushed(arc: Arc, span: Span, pace: Pace) -> int:
    """Return the first boundary an arc leaves to its successor, whose pace is given."""
    at = (span.starts if arc.from_start else span.finishes)[arc.pred] + arc.bump
    if not arc.lag:
        return at
    return pace.ruler.pushed(at, arc.lag) if arc.works else at + arc.lag


def pulled(arc: Arc, span: Span, pace: Pace) -> int:
    """Return the last boundary an arc leaves to its predecessor; the pace is the successor's."""
    at = (span.starts if arc.to_start else span.finishes)[arc.succ]
    if arc.lag:
        at = pace.ruler.pulled(at, arc.lag) if arc.works else at - arc.lag
    return at - arc.bump


def facts(shape: Shape, paces: list[Pace]) -> Span:
    """Return a span that holds what is done: actual starts and finishes."""
    n = len(paces)
    span = Span([0] * n, [0] * n)
    for at, day in shape.finished.items():
        span.finishes[at] = day + shape.evening[at]
        span.starts[at] = span.finishes[at]
        if shape.durations[at]:
            start = min(paces[at].latest(day + 1, FOREVER), day)
            span.starts[at] = shape.started.get(at, start)
    return span


def forward(shape: Shape, paces: list[Pace], begin: int) -> Span:
    """Return the earliest starts and finishes of a plan that goes on from the morning of `begin`.

    What is done stays; what is started finishes no earlier than `begin`.
    """
    span = facts(shape, paces)
    for at in shape.order:
        if at not in shape.finished:
            _place(shape, paces, at, span, begin)
    return span


def _place(shape: Shape, paces: list[Pace], at: int, span: Span, begin: int) -> None:
    pace = paces[at]
    start, finish = max(begin, shape.earliest.get(at, begin)) + pace.side, NEVER
    for arc in shape.arcs_in[at]:
        bound = pushed(arc, span, pace)
        if arc.to_start:
            start = max(start, bound)
        else:
            finish = max(finish, bound)
    if at in shape.started:
        span.starts[at] = shape.started[at]
        least = pace.stretched(max(finish, begin + 1))
        span.finishes[at] = max(pace.finish(span.starts[at]), least)
    else:
        span.starts[at] = pace.earliest(start, finish)
        span.finishes[at] = pace.finish(span.starts[at])


def backward(shape: Shape, paces: list[Pace], promise: int) -> Span:
    """Return the latest starts and finishes that end all by the evening of day `promise`.

    What is done asks nothing of its predecessors and keeps its dates.
    """
    span = facts(shape, paces)
    for at in reversed(shape.order):
        if at not in shape.finished:
            _place_late(shape, paces, at, span, promise)
    return span


def _place_late(shape: Shape, paces: list[Pace], at: int, span: Span, promise: int) -> None:
    pace = paces[at]
    start, finish = FOREVER, min(promise, shape.deadlines.get(at, promise)) + shape.evening[at]
    for arc in shape.arcs_out[at]:
        if holds(shape, arc):
            bound = pulled(arc, span, paces[arc.succ])
            if arc.from_start:
                start = min(start, bound)
            else:
                finish = min(finish, bound)
    if at in shape.started:
        span.starts[at], span.finishes[at] = shape.started[at], pace.shrunk(finish)
    else:
        span.starts[at] = pace.latest(finish, start)
        span.finishes[at] = pace.finish(span.starts[at])


def holds(shape: Shape, arc: Arc) -> bool:
    """Say whether an arc still binds: not into what has already started, or is done."""
    return arc.succ not in shape.finished and not (arc.to_start and arc.succ in shape.started)


def latest_begin(shape: Shape, late: Span | None, default: int) -> int:
    """Return the last morning on which a plan may begin so that nothing starts after its latest.

    `default` if nothing is still to start.
    """
    mornings = [
        late.starts[at] - (shape.evening[at] and not shape.durations[at])
        for at in shape.order
        if late and at not in shape.finished and at not in shape.started
    ]
    return min(mornings, default=default)


def free_floats(shape: Shape, paces: list[Pace], early: Span, total: list[int]) -> list[int]:
    """Return for each activity how far it may slip without moving any successor's earliest date."""
    free = list(total)
    for at in shape.order:
        bound = [_slack(arc, early, paces) for arc in shape.arcs_out[at] if holds(shape, arc)]
        free[at] = 0 if at in shape.finished else min(bound, default=total[at])
    return free


def _slack(arc: Arc, early: Span, paces: list[Pace]) -> int:
    own = (early.starts if arc.from_start else early.finishes)[arc.pred]
    return paces[arc.pred].between(own, pulled(arc, early, paces[arc.succ]))


def shown(shape: Shape, at: int, span: Span) -> tuple[int, int]:
    """Return the first and last day of an activity; a milestone has one day."""
    finish = span.finishes[at] - shape.evening[at]
    return (span.starts[at] if shape.durations[at] else finish), finish


def boundaries(shape: Shape, starts: list[int], finishes: list[int]) -> Span:
    """Return the boundaries of first and last days: the inverse of `shown`."""
    ends = [day + evening for day, evening in zip(finishes, shape.evening, strict=True)]
    begins = list(starts)
    for at in shape.milestones:
        begins[at] = ends[at]
    return Span(begins, ends)
