"""A slow scheduler that counts days one by one: what the fast ones are compared with.

A moment is a boundary: the morning of day t is t, the evening of day t is t + 1.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from greenlight.kernel.schedule import Activity, Link, LinkType, Network
from greenlight.kernel.workdays import Calendar, Clock, number

REACH = 400
Moments = dict[str, tuple[int, int]]


@dataclass
class Oracle:
    """One question: a network, its first day and the day by which all must be done."""

    network: Network
    start: date
    promise: date | None = None
    early: Moments = field(default_factory=dict)
    late: Moments = field(default_factory=dict)
    sides: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.active = [a for a in self.network.activities if not self.network.is_off(a)]
        self.by_key = {activity.key: activity for activity in self.network.activities}
        self.links = [link for a in self.active for link in self._links_into(a)]
        self.begin = number(self.start)
        for activity in self.active:
            self._early(activity)
        last = max(self.days(activity, self.early)[1] for activity in self.active)
        self.target = number(self.promise) if self.promise else last
        self.last = last
        for activity in self.active:
            self._late(activity)

    def days(self, activity: Activity, moments: Moments) -> tuple[int, int]:
        """First and last day."""
        start, finish = moments[activity.key]
        if activity.duration:
            return start, finish - 1
        return (finish - self.evening(activity),) * 2

    def between(self, activity: Activity, first: int, second: int) -> int:
        """Days of the activity's own clock between two moments."""
        if activity.clock is Clock.CALENDAR:
            return second - first
        return self._count(activity, first, second) - self._count(activity, second, first)

    def total_float(self, activity: Activity) -> int:
        """Days by which the finish may slip."""
        return self.between(activity, self.early[activity.key][1], self.late[activity.key][1])

    def free_float(self, activity: Activity) -> int:
        """Days by which the finish may slip before a successor must move."""
        if done_on(activity):
            return 0
        out = [link for link in self.links if link.pred == activity.key]
        slack = [self._slack(activity, link) for link in out if self._binds(activity, link)]
        return min(slack, default=self.total_float(activity))

    def _slack(self, activity: Activity, link: Link) -> int:
        own, succ = self.early[activity.key], self.early[link.succ]
        end, n = link.type[0] == "F", 0
        while self._kept(link, (own[0] + n + 1, own[1] + n + 1), succ):
            n += 1
        return self.between(activity, own[end], own[end] + n)

    def critical(self, activity: Activity) -> bool:
        """No less float than the plan has to spare."""
        spare = self.between(activity, self.last + 1, self.target + 1)
        return self.total_float(activity) <= spare and not done_on(activity)

    def evening(self, activity: Activity) -> bool:
        """Whether the activity ends at the close of a day."""
        if activity.key not in self.sides:
            sources = [link for link in self.links if link.succ == activity.key]
            side = activity.duration > 0 or any(self._from_evening(link) for link in sources)
            self.sides[activity.key] = side
        return self.sides[activity.key]

    def _from_evening(self, link: Link) -> bool:
        pred = self.by_key[link.pred]
        if pred.duration:
            return link.type in (LinkType.FS, LinkType.FF)
        return self.evening(pred)

    def _links_into(self, activity: Activity) -> list[Link]:
        found = []
        for link in self.network.links:
            if link.succ == activity.key:
                if self.network.is_off(self.by_key[link.pred]):
                    found += self._through(link)
                else:
                    found.append(link)
        return found

    def _through(self, link: Link) -> list[Link]:
        to = "S" if link.type in (LinkType.FS, LinkType.SS) else "F"
        return [
            Link(source.pred, link.succ, LinkType(source.type[0] + to))
            for source in self._links_into(self.by_key[link.pred])
        ]

    def _works(self, activity: Activity, day: int) -> bool:
        return is_workday(self.network.calendars[activity.calendar], day)

    def _count(self, activity: Activity, first: int, second: int) -> int:
        return sum(self._works(activity, day) for day in range(first, second))

    def _needs_workday(self, activity: Activity) -> bool:
        return activity.clock is Clock.WORKDAY or (activity.rolls and activity.duration > 0)

    def _placed(self, activity: Activity, day: int) -> tuple[int, int] | None:
        """The moments of an activity that begins on a day, None if it cannot."""
        if activity.clock is Clock.WORKDAY and not self._works(activity, day):
            return None
        if not activity.duration:
            moment = day + self.evening(activity)
            return moment, moment
        left, finish = activity.duration, day
        while True:
            left -= self._works(activity, finish) or activity.clock is Clock.CALENDAR
            if left <= 0 and (self._works(activity, finish) or not self._needs_workday(activity)):
                return day, finish + 1
            finish += 1

    def _kept(self, link: Link, pred: tuple[int, int], succ: tuple[int, int]) -> bool:
        after = self.by_key[link.succ]
        source = pred[link.type in (LinkType.FS, LinkType.FF)]
        target = succ[link.type in (LinkType.FF, LinkType.SF)]
        to_evening = self.evening(after) if not after.duration else link.type[1] == "F"
        if to_evening and not self._from_evening(link):
            source += 1
        if not link.lag or link.lag_clock is Clock.CALENDAR:
            return target >= source + link.lag
        if link.lag > 0:
            return self._count(after, source, target) >= link.lag
        return self._count(after, target, source) <= -link.lag

    def _early(self, activity: Activity) -> tuple[int, int]:
        if activity.key not in self.early:
            into = [link for link in self.links if link.succ == activity.key]
            for link in into:
                self._early(self.by_key[link.pred])
            self.early[activity.key] = self._fact(activity) or self._first(activity, into)
        return self.early[activity.key]

    def _first(self, activity: Activity, into: list[Link]) -> tuple[int, int]:
        def fits(moments: tuple[int, int]) -> bool:
            ends = [link for link in into if not activity.actual_start or link.type[1] == "F"]
            return all(self._kept(link, self.early[link.pred], moments) for link in ends)

        if activity.actual_start:
            return self._finished_from(activity, number(activity.actual_start), fits)
        floor = max(self.begin, number(activity.not_earlier_than or self.start))
        for day in range(floor, floor + REACH):
            moments = self._placed(activity, day)
            if moments and fits(moments):
                return moments
        raise AssertionError(activity)

    def _finished_from(
        self, activity: Activity, start: int, fits: Callable[[tuple[int, int]], bool]
    ) -> tuple[int, int]:
        worked = activity.clock is Clock.CALENDAR and activity.duration
        finish, left = start, activity.duration
        while left > 0 or not self._may_end(activity, finish - 1) or finish <= self.begin:
            left -= 1 if worked else self._works(activity, finish)
            finish += 1
        while not (fits((start, finish)) and self._may_end(activity, finish - 1)):
            finish += 1
        return start, finish

    def _may_end(self, activity: Activity, day: int) -> bool:
        return self._works(activity, day) or not self._needs_workday(activity)

    def _fact(self, activity: Activity) -> tuple[int, int] | None:
        done = done_on(activity)
        if not done:
            return None
        day = number(done)
        if not activity.duration:
            return (day + self.evening(activity),) * 2
        if activity.actual_start:
            return number(activity.actual_start), day + 1
        for start in range(day, day - REACH, -1):
            moments = self._placed(activity, start)
            if moments and moments[1] <= day + 1:
                return start, day + 1
        raise AssertionError(activity)

    def _late(self, activity: Activity) -> tuple[int, int]:
        if activity.key not in self.late:
            out = [link for link in self.links if link.pred == activity.key]
            for link in out:
                self._late(self.by_key[link.succ])
            self.late[activity.key] = self._fact(activity) or self._last(activity, out)
        return self.late[activity.key]

    def _last(self, activity: Activity, out: list[Link]) -> tuple[int, int]:
        limit = min(self.target, number(activity.deadline) if activity.deadline else self.target)

        def fits(moments: tuple[int, int]) -> bool:
            ends = [link for link in out if self._binds(activity, link)]
            if moments[1] - self.evening(activity) > limit:
                return False
            return all(self._kept(link, moments, self.late[link.succ]) for link in ends)

        for day in range(limit + 1, limit - REACH, -1):
            if activity.actual_start:
                moments = number(activity.actual_start), day + 1
                if fits(moments) and self._may_end(activity, day):
                    return moments
            elif (placed := self._placed(activity, day)) and fits(placed):
                return placed
        raise AssertionError(activity)

    def _binds(self, activity: Activity, link: Link) -> bool:
        succ = self.by_key[link.succ]
        if activity.actual_start and link.type[0] == "S":
            return False
        return not done_on(succ) and not (succ.actual_start and link.type[1] == "S")


@cache
def is_workday(calendar: Calendar, day: int) -> bool:
    """Whether a day number is worked."""
    return calendar.is_workday(date.fromordinal(day + EPOCH))


EPOCH = date(1970, 1, 1).toordinal()


def done_on(activity: Activity) -> date | None:
    """The day an activity was done, None if it is not."""
    return activity.actual_finish or (None if activity.duration else activity.actual_start)
