"""One network too large for objects: arrays in, arrays out; finish-start on working days.

The passes go link by link in the order of the activities. Level by level in vectors was no faster:
the levels of a real network are a dozen activities wide.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.schedule.refusals import Cycle, NetworkError
from greenlight.kernel.schedule.shape import Arc, in_order
from greenlight.kernel.workdays import BASE, Calendar, Numbers, OutOfRange, number

Whole = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class LargeAnswer:
    """Day numbers (since 1970-01-01) and floats in working days, shape (n,)."""

    starts: Numbers
    finishes: Numbers
    late_starts: Numbers
    late_finishes: Numbers
    total_float: Numbers
    critical: NDArray[np.bool_]


def schedule_large(
    durations: Whole, preds: Whole, succs: Whole, *, start: date, calendar: Calendar
) -> LargeAnswer:
    """Plan n activities of at least one working day; link m says succs[m] follows preds[m].

    Late dates are those of the earliest finish. The rules are those of `schedule`, the activities
    are named by position. Raises NetworkError, Cycle and OutOfRange.
    """
    order = _checked(durations, preds, succs)
    first = int(calendar.before[number(start) - BASE])
    sources, targets = order[preds], order[succs]
    days: Numbers = np.empty(len(durations), np.int64)
    days[order] = durations
    finishes = _forward(days, sources, targets, first)[order]
    last = int(finishes.max(initial=first))
    starts = _backward(days, sources, targets, last)[order]
    if last >= len(calendar.opens):
        raise OutOfRange
    opens, lengths = calendar.opens + BASE, durations.astype(np.int64)
    total_float = starts + lengths - finishes
    return LargeAnswer(
        opens[finishes - lengths],
        opens[finishes - 1],
        opens[starts],
        opens[starts + lengths - 1],
        total_float,
        total_float == 0,
    )


def _checked(durations: Whole, preds: Whole, succs: Whole) -> Numbers:
    """Return the rank of every activity, predecessors first."""
    n = len(durations)
    if n and durations.min() < 1:
        raise NetworkError(str(int(durations.argmin())), "工期至少 1 个工作日")
    for ends in (preds, succs):
        if ends.size and not 0 <= ends.min() <= ends.max() < n:
            raise NetworkError(str(int(ends.max())), "前置或后续节点不存在，请核对编号")
    ranks: Numbers = np.arange(n)
    if (preds < succs).all():
        return ranks
    pairs = zip(preds.tolist(), succs.tolist(), strict=True)
    order = in_order(n, [Arc(pred, succ, False, True, 0, True, 0) for pred, succ in pairs])
    if not isinstance(order, list):
        raise Cycle(tuple(str(at) for at in order))
    ranks[order] = np.arange(n)
    return ranks


def _forward(days: Numbers, sources: Numbers, targets: Numbers, first: int) -> Numbers:
    # Links by target: when one is read, every link into its source has been.
    by_target = targets.argsort(kind="stable")
    starts, lengths = [first] * len(days), days.tolist()
    pairs = zip(sources[by_target].tolist(), targets[by_target].tolist(), strict=True)
    for source, target in pairs:
        bound = starts[source] + lengths[source]
        if bound > starts[target]:
            starts[target] = bound
    return np.array(starts, np.int64) + days


def _backward(days: Numbers, sources: Numbers, targets: Numbers, last: int) -> Numbers:
    by_source = sources.argsort(kind="stable")[::-1]
    starts, lengths = (last - days).tolist(), days.tolist()
    pairs = zip(sources[by_source].tolist(), targets[by_source].tolist(), strict=True)
    for source, target in pairs:
        bound = starts[target] - lengths[source]
        if bound < starts[source]:
            starts[source] = bound
    return np.array(starts, np.int64)
