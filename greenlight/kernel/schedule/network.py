"""The activities of a plan and the links between them, checked and put in order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from greenlight.kernel.schedule.refusals import Cycle, NetworkError, UnknownKey
from greenlight.kernel.schedule.shape import Arc, Shape, in_order, sides, spliced
from greenlight.kernel.workdays import FIRST, LAST, Calendar, Clock

MAX_DAYS = 40_000


class LinkType(StrEnum):
    """Which end of the predecessor holds which end of the successor."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"

    @property
    def label(self) -> str:
        """The clerk's word."""
        return LINK_LABELS[self]


LINK_LABELS = {
    LinkType.FS: "完成后开始",
    LinkType.SS: "开始后开始",
    LinkType.FF: "完成后完成",
    LinkType.SF: "开始后完成",
}


@dataclass(frozen=True, slots=True)
class Activity:
    """One node. `duration` in days of `clock`; 0 is a milestone. `calendar` names one of the
    network's calendars ("" the default). `condition` is the switch the node hangs on ("" none).

    `rolls`: a calendar-day activity ending on a rest day ends on the next working day (民法典 203).
    """

    key: str
    duration: int = 0
    clock: Clock = Clock.WORKDAY
    name: str = ""
    owner: str = ""
    calendar: str = ""
    condition: str = ""
    not_earlier_than: date | None = None
    deadline: date | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    rolls: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """`lag` days on `lag_clock` (working days by the successor's calendar); negative is a lead."""

    pred: str
    succ: str
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_clock: Clock = Clock.WORKDAY


@dataclass(frozen=True)
class Network:
    """Activities and links, immutable. `calendars[""]` is the default calendar.

    Activities whose condition is in `off` are skipped: their predecessors pass through to their
    successors and the lags of their links fall away.

    Raises NetworkError (Cycle, UnknownKey) naming the node.
    """

    activities: tuple[Activity, ...]
    links: tuple[Link, ...]
    calendars: Mapping[str, Calendar]
    off: frozenset[str] = frozenset()
    shape: Shape = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = _index(self.activities)
        for activity in self.activities:
            _check(activity, self.calendars)
        arcs = [_arc(link, index) for link in self.links]
        order = in_order(len(index), arcs)
        if isinstance(order, list):
            object.__setattr__(self, "shape", self._shaped(index, arcs, order))
        else:
            raise Cycle(tuple(self.activities[at].key for at in order))

    @classmethod
    def build(
        cls,
        activities: Iterable[Activity],
        links: Iterable[Link],
        calendar: Calendar,
        *,
        calendars: Mapping[str, Calendar] = MappingProxyType({}),
        off: Iterable[str] = (),
    ) -> "Network":
        """Build a network on a default calendar, with further calendars by name."""
        named = {**calendars, "": calendar}
        return cls(tuple(activities), tuple(links), named, frozenset(off))

    def edited(self, key: str, **changes: Any) -> "Network":
        """Return the network with one activity changed; cheap when only days and dates change.

        Raises UnknownKey, and NetworkError as building does.
        """
        at = self.position(key)
        old = self.activities[at]
        new = replace(old, **changes)
        activities = (*self.activities[:at], new, *self.activities[at + 1 :])
        if _hangs_alike(old, new):
            _check(new, self.calendars)
            shape = self.shape if self.is_off(new) else self.shape.edited(at, new)
            return self._with(activities, shape)
        return Network(activities, self.links, self.calendars, self.off)

    def switched(self, off: Iterable[str]) -> "Network":
        """Return the network with other conditions off."""
        return Network(self.activities, self.links, self.calendars, frozenset(off))

    def position(self, key: str) -> int:
        """Return the place of a key in `activities`; raises UnknownKey."""
        at = self.shape.index.get(key)
        if at is None:
            raise UnknownKey(key)
        return at

    def is_off(self, activity: Activity) -> bool:
        """Say whether an activity is switched off."""
        return activity.condition != "" and activity.condition in self.off

    def _with(self, activities: tuple[Activity, ...], shape: Shape) -> "Network":
        made = object.__new__(Network)
        for name, value in (
            ("activities", activities),
            ("links", self.links),
            ("calendars", self.calendars),
            ("off", self.off),
            ("shape", shape),
        ):
            object.__setattr__(made, name, value)
        return made

    def _shaped(self, index: dict[str, int], arcs: Sequence[Arc], order: list[int]) -> Shape:
        skipped = [self.is_off(activity) for activity in self.activities]
        kept = spliced(arcs, order, skipped) if any(skipped) else list(arcs)
        order = [at for at in order if not skipped[at]]
        evening = sides(order, kept, [activity.duration for activity in self.activities])
        calendars = [self.calendars[activity.calendar] for activity in self.activities]
        return Shape.of(index, self.activities, calendars, order, kept, evening)


def _index(activities: Sequence[Activity]) -> dict[str, int]:
    index = {activity.key: at for at, activity in enumerate(activities)}
    if len(index) < len(activities):
        seen = set[str]()
        for activity in activities:
            if activity.key in seen:
                raise NetworkError(activity.key, "编号重复，每个节点的编号只能用一次")
            seen.add(activity.key)
    return index


def _check(activity: Activity, calendars: Mapping[str, Calendar]) -> None:
    if not activity.key:
        raise NetworkError("", "有一个节点没有编号，请补上")
    if activity.duration < 0:
        raise NetworkError(activity.key, f"工期不能为负（现为 {activity.duration} 天）")
    if activity.duration > MAX_DAYS:
        raise NetworkError(activity.key, f"工期过长（现为 {activity.duration} 天），请核对")
    if activity.calendar not in calendars:
        raise NetworkError(activity.key, f"日历“{activity.calendar}”不存在，请先写明这份日历")
    _check_dates(activity)


def _check_dates(activity: Activity) -> None:
    start, finish = activity.actual_start, activity.actual_finish
    for day in (start, finish, activity.not_earlier_than, activity.deadline):
        if day is not None and not FIRST <= day <= LAST:
            raise NetworkError(activity.key, f"日期 {day} 不在 {FIRST} 至 {LAST} 之间，请核对年份")
    if start and finish and finish < start:
        raise NetworkError(activity.key, f"实际完成日 {finish} 早于实际开始日 {start}")


def _arc(link: Link, index: Mapping[str, int]) -> Arc:
    if link.pred not in index:
        raise NetworkError(link.succ, f"前置节点“{link.pred}”不存在，请核对编号")
    if link.succ not in index:
        raise NetworkError(link.pred, f"后续节点“{link.succ}”不存在，请核对编号")
    if abs(link.lag) > MAX_DAYS:
        raise NetworkError(link.succ, f"与“{link.pred}”的间隔过长（{link.lag} 天），请核对")
    return Arc(
        index[link.pred],
        index[link.succ],
        link.type in (LinkType.SS, LinkType.SF),
        link.type in (LinkType.FS, LinkType.SS),
        link.lag,
        link.lag_clock is Clock.WORKDAY,
        0,
    )


def _hangs_alike(old: Activity, new: Activity) -> bool:
    return (
        old.key == new.key
        and old.condition == new.condition
        and old.clock == new.clock
        and old.calendar == new.calendar
        and old.rolls == new.rolls
        and (old.duration == 0) == (new.duration == 0)
    )
