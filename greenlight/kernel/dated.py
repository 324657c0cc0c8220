"""Values that hold from a day on: thresholds, calendars and rules all change by date.

A version is never edited; a new one is added with the day it begins, so that any day in the
past can be judged as it was judged then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")


class NotYetInForce(ValueError):
    """Nothing was in force on that day; `on` and `first` (None: no version at all) say why."""

    def __init__(self, on: date, first: date | None) -> None:
        self.on, self.first = on, first
        since = f"最早的一版自 {first} 起用" if first else "还没有任何一版"
        super().__init__(f"{on} 没有生效的规定：{since}")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One value, the first day it holds, and the paper it comes from."""

    valid_from: date
    value: T
    source: str = ""


def in_force(versions: Iterable[Version[T]], on: date) -> Version[T]:
    """The version that holds on the day `on`; of two with one first day, the later listed.

    Raises NotYetInForce before the first version.
    """
    ordered = sorted(versions, key=lambda version: version.valid_from)
    held = [version for version in ordered if version.valid_from <= on]
    if not held:
        raise NotYetInForce(on, ordered[0].valid_from if ordered else None)
    return held[-1]
