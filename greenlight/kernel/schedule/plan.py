"""Plan one network: forward from a first day, backward from a promise, or both."""

from datetime import date

from greenlight.kernel.schedule import quick
from greenlight.kernel.schedule.answer import Answer
from greenlight.kernel.schedule.network import Network
from greenlight.kernel.schedule.paces import paces_of
from greenlight.kernel.schedule.passes import Span, backward, forward, given_of, latest_begin, shown
from greenlight.kernel.schedule.refusals import NoDates
from greenlight.kernel.schedule.shape import ORIGIN, Shape
from greenlight.kernel.workdays import FIRST, LAST, SIZE, OutOfRange


def schedule(network: Network, *, start: date | None = None, finish: date | None = None) -> Answer:
    """Plan a network.

    `start`: the first day on which anything not yet started may start (forward). `finish`: the day
    by whose end all must be done, the promise (backward, 倒排工期). With `finish` alone the plan
    starts on the last day that still keeps the promise. With both, the late dates are those of the
    promise and the answer says whether it can be kept.

    Raises NoDates, and OutOfRange if a date leaves 1990-2100.
    """
    if start is None and finish is None:
        raise NoDates
    for day in (start, finish):
        if day is not None and not FIRST <= day <= LAST:
            raise OutOfRange(day)
    begin = None if start is None else start.toordinal() - ORIGIN
    promise = None if finish is None else finish.toordinal() - ORIGIN
    shape = network.shape
    if shape.quick_in is not None and not (shape.started or shape.finished) and shape.order:
        return _quick(network, begin, promise)
    return _general(network, begin, promise)


def _quick(network: Network, begin: int | None, promise: int | None) -> Answer:
    shape = network.shape
    before, opens = shape.calendars[shape.order[0]].tables
    late = None if promise is None else quick.backward(shape, before, promise)
    if begin is None:
        begin = quick.latest_begin(shape, opens, late or [])
    early = quick.forward(shape, before, begin)
    starts, finishes = quick.days(shape, opens, early)
    last = max(finishes) if len(shape.order) == len(finishes) else _last(shape.order, finishes)
    if late is None:
        late = quick.backward(shape, before, last)
    late_starts, late_finishes = quick.days(shape, opens, late)
    return Answer(
        network,
        date.fromordinal(begin + ORIGIN),
        None if promise is None else date.fromordinal(promise + ORIGIN),
        starts,
        finishes,
        late_starts,
        late_finishes,
        [second - first for first, second in zip(early, late, strict=True)],
        0 if promise is None else before[promise + 1] - before[last + 1],
    )


def _general(network: Network, begin: int | None, promise: int | None) -> Answer:
    shape = network.shape
    given = given_of(shape, paces_of(shape))
    if begin is None:
        latest = backward(given, promise or 0)
        begin = latest_begin(given, latest, default=promise or 0)
    if begin < 0:
        raise OutOfRange
    early = forward(given, begin)
    last = max((shown(shape, at, early)[1] for at in shape.order), default=begin)
    target = last if promise is None else promise
    late = backward(given, target)
    starts, finishes = _days(shape, early)
    late_starts, late_finishes = _days(shape, late)
    ends = zip(given.paces, early.finishes, late.finishes, strict=True)
    return Answer(
        network,
        date.fromordinal(begin + ORIGIN),
        None if promise is None else date.fromordinal(promise + ORIGIN),
        starts,
        finishes,
        late_starts,
        late_finishes,
        [pace.between(first, second) for pace, first, second in ends],
        [pace.between(last + 1, target + 1) for pace in given.paces],
    )


def _days(shape: Shape, span: Span[int]) -> tuple[list[int], list[int]]:
    pairs = [shown(shape, at, span) for at in range(len(span.starts))]
    if not all(0 <= day < SIZE for at in shape.order for day in pairs[at]):
        raise OutOfRange
    return [first for first, _ in pairs], [last for _, last in pairs]


def _last(order: list[int], finishes: list[int], default: int = 0) -> int:
    return max((finishes[at] for at in order), default=default)
