"""The same passes for the common case, as whole numbers: finish-start, one working calendar.

Everything is counted in working-day ordinals, in which the links are plain additions.
"""

from greenlight.kernel.schedule.shape import Shape
from greenlight.kernel.workdays import OutOfRange


def forward(shape: Shape, before: list[int], begin: int) -> list[int]:
    """Return the earliest finish ordinals of a plan that goes on from the morning of `begin`."""
    floor, pairs = before[begin], shape.quick_in or []
    finishes = [floor + 1] * len(shape.durations)
    durations, earliest = shape.durations, _starts_bound(shape, before, begin)
    for at in shape.order:
        ordinal = earliest.get(at, floor) if earliest else floor
        for pred, lag in pairs[at]:
            bound = finishes[pred] + lag
            if bound > ordinal:  # `max` costs three times as much, and this runs once a link
                ordinal = bound
        finishes[at] = ordinal + durations[at]
    return finishes


def backward(shape: Shape, before: list[int], promise: int) -> list[int]:
    """Return the latest finish ordinals that end all by the evening of day `promise`."""
    ceiling, pairs = before[promise + 1], shape.quick_out or []
    latest = _finishes_bound(shape, before, promise)
    starts = [0] * len(shape.durations)
    finishes, durations = [ceiling] * len(starts), shape.durations
    for at in reversed(shape.order):
        ordinal = latest.get(at, ceiling) if latest else ceiling
        for succ, lag in pairs[at]:
            bound = starts[succ] - lag
            if bound < ordinal:
                ordinal = bound
        finishes[at] = ordinal
        starts[at] = ordinal - durations[at]
    return finishes


def latest_begin(shape: Shape, opens: list[int], latest: list[int]) -> int:
    """Return the last morning that lets every activity start by its latest start ordinal."""
    ordinal = min(latest[at] - shape.durations[at] for at in shape.order)
    if not 0 <= ordinal < len(opens):
        raise OutOfRange
    return opens[ordinal]


def _starts_bound(shape: Shape, before: list[int], begin: int) -> dict[int, int]:
    bounds = {at: before[begin] + 1 for at in shape.milestones if shape.evening[at]}
    for at, day in shape.earliest.items():
        evening = at in bounds
        bounds[at] = before[max(day, begin)] + evening
    return bounds


def _finishes_bound(shape: Shape, before: list[int], promise: int) -> dict[int, int]:
    bounds = {at: before[promise + 1] - 1 for at in shape.milestones if not shape.evening[at]}
    for at, day in shape.deadlines.items():
        morning = at in bounds
        bounds[at] = before[min(day, promise) + 1] - morning
    return bounds


def days(shape: Shape, opens: list[int], finishes: list[int]) -> tuple[list[int], list[int]]:
    """Return start and finish days of finish ordinals. Raises OutOfRange."""
    starts = [end - days for end, days in zip(finishes, shape.durations, strict=True)]
    if starts and not (min(starts) >= 0 and min(finishes) > 0 and max(finishes) < len(opens)):
        raise OutOfRange
    begins = [opens[ordinal] for ordinal in starts]
    ends = [opens[ordinal - 1] for ordinal in finishes]
    for at in shape.milestones:
        if shape.evening[at]:
            begins[at] = ends[at]
        else:
            ends[at] = begins[at]
    return begins, ends
