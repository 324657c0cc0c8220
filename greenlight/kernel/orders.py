"""督办单: where an order stands, worked out from its events alone; nothing of it is ever typed in.

The course is that of 合肥 (mission_peers A1, 2017): issued, a plan within a time, the plan audited, the
work followed, the end confirmed by whoever asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Kind(StrEnum):
    """What can happen to an order."""

    ISSUED = "issued"
    RECEIVED = "received"
    PLAN = "plan"
    PLAN_APPROVED = "plan_approved"
    PLAN_RETURNED = "plan_returned"
    PROGRESS = "progress"
    CLOSED_ASKED = "closed_asked"
    CLOSED = "closed"
    SENT_BACK = "sent_back"
    EXTENDED_ASKED = "extended_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    TALKED = "talked"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


class State(StrEnum):
    """Where an order stands."""

    ISSUED = "issued"
    RECEIVED = "received"
    PLANNED = "planned"
    WORKING = "working"
    CLOSING = "closing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Side(StrEnum):
    """Who has to do something next."""

    UNIT = "unit"
    RAISER = "raiser"
    NOBODY = "nobody"


OPEN = frozenset({State.ISSUED, State.RECEIVED, State.PLANNED, State.WORKING, State.CLOSING})
AT_UNIT = frozenset({State.ISSUED, State.RECEIVED, State.WORKING})
AT_RAISER = frozenset({State.PLANNED, State.CLOSING})
BEFORE_PLAN = frozenset({State.ISSUED, State.RECEIVED})

# kind -> (states it may follow, the state it leads to; None: the state stays)
COURSE: dict[Kind, tuple[frozenset[State], State | None]] = {
    Kind.RECEIVED: (frozenset({State.ISSUED}), State.RECEIVED),
    Kind.PLAN: (BEFORE_PLAN, State.PLANNED),
    Kind.PLAN_APPROVED: (frozenset({State.PLANNED}), State.WORKING),
    Kind.PLAN_RETURNED: (frozenset({State.PLANNED}), State.RECEIVED),
    Kind.PROGRESS: (frozenset({State.WORKING}), None),
    Kind.CLOSED_ASKED: (frozenset({State.WORKING}), State.CLOSING),
    Kind.CLOSED: (frozenset({State.CLOSING}), State.CLOSED),
    Kind.SENT_BACK: (frozenset({State.CLOSING}), State.WORKING),
    Kind.EXTENDED_ASKED: (OPEN - {State.CLOSING}, None),
    Kind.EXTENDED: (OPEN, None),
    Kind.EXTENSION_REFUSED: (OPEN, None),
    Kind.TALKED: (OPEN, None),
    Kind.WITHDRAWN: (OPEN, State.WITHDRAWN),
}
DECIDES_EXTENSION = frozenset({Kind.EXTENDED, Kind.EXTENSION_REFUSED})


class OutOfOrder(ValueError):
    """An event that cannot follow where the order stands."""

    def __init__(self, kind: Kind, state: State) -> None:
        super().__init__(f"{kind} cannot follow {state}")
        self.kind, self.state = kind, state


@dataclass(frozen=True, slots=True)
class Event:
    """One event: what, on which day, and the day it speaks of (the new end that is asked for).

    UNDONE takes the last event that stands back: both stay on record, neither counts.
    """

    kind: Kind
    on: date
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an order stands after its events.

    `due` is the last approved end; `replied_on` the day of the first plan, `asked_on` the day the end was
    last asked for (gone when it was sent back), `asked_until` the later end that waits for a decision.
    """

    state: State
    due: date
    replied_on: date | None = None
    asked_on: date | None = None
    closed_on: date | None = None
    asked_until: date | None = None

    @property
    def side(self) -> Side:
        """Return on whose side the ball is; a later end asked for does not move it."""
        if self.state in AT_UNIT:
            return Side.UNIT
        return Side.RAISER if self.state in AT_RAISER else Side.NOBODY

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done."""
        return self.state in OPEN

    @property
    def waits_for_decision(self) -> bool:
        """Tell whether whoever raised the order has something to decide."""
        return self.state in AT_RAISER or (self.is_open and self.asked_until is not None)

    def follows(self, kind: Kind) -> bool:
        """Tell whether an event of a kind may come next."""
        if kind not in COURSE or self.state not in COURSE[kind][0]:
            return False
        if kind is Kind.EXTENDED_ASKED:
            return self.asked_until is None
        return kind not in DECIDES_EXTENSION or self.asked_until is not None

    def reply_is_late(self, reply_by: date, today: date) -> bool:
        """逾期未答复: open, no plan ever handed in, and the day to reply has passed."""
        return self.is_open and self.replied_on is None and today > reply_by

    def closing_is_late(self, today: date) -> bool:
        """逾期未销号: open and past the end; the days a unit waits for the confirmation are not its own."""
        if not self.is_open or today <= self.due:
            return False
        return not (self.state is State.CLOSING and self.asked_on is not None and self.asked_on <= self.due)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock that runs: up to which day, and the days left (below 0: late)."""

    what: str  # "reply" | "closing"
    until: date
    left: int

    @property
    def is_late(self) -> bool:
        """Tell whether the day has passed."""
        return self.left < 0


def that_stand(events: Iterable[T], kind: Callable[[T], str]) -> list[T]:
    """Return the events that stand: each UNDONE takes the last one back that did.

    Raises OutOfOrder where nothing is left to be taken back.
    """
    kept: list[T] = []
    for one in events:
        if kind(one) != Kind.UNDONE:
            kept.append(one)
        elif kept:
            kept.pop()
        else:
            raise OutOfOrder(Kind.UNDONE, State.ISSUED)
    return kept


def stand(events: Iterable[Event], due: date) -> Standing:
    """Return where an order stands that was issued with the end `due`.

    Raises OutOfOrder for an event that cannot follow the one before it.
    """
    now = Standing(State.ISSUED, due)
    for n, event in enumerate(that_stand(events, lambda one: one.kind)):
        if n or event.kind is not Kind.ISSUED:
            now = after(now, event)
    return now


def after(now: Standing, event: Event) -> Standing:
    """Return where the order stands after one more event; raises OutOfOrder."""
    if not now.follows(event.kind):
        raise OutOfOrder(event.kind, now.state)
    now = replace(now, state=COURSE[event.kind][1] or now.state)
    if event.kind is Kind.PLAN:
        return replace(now, replied_on=now.replied_on or event.on)
    if event.kind is Kind.CLOSED_ASKED:
        return replace(now, asked_on=event.on)
    if event.kind is Kind.SENT_BACK:
        return replace(now, asked_on=None)
    if event.kind in (Kind.CLOSED, Kind.WITHDRAWN):
        return replace(now, closed_on=event.on, asked_until=None)
    return _moved(now, event)


def _moved(now: Standing, event: Event) -> Standing:
    """Return the standing with a later end asked for, granted or refused."""
    if event.kind is Kind.EXTENDED_ASKED:
        return replace(now, asked_until=event.day)
    if event.kind is Kind.EXTENDED:
        return replace(now, due=event.day or now.asked_until or now.due, asked_until=None)
    return replace(now, asked_until=None) if event.kind is Kind.EXTENSION_REFUSED else now


def clock(now: Standing, reply_by: date, today: date) -> Clock | None:
    """Return the clock that runs: to the reply until a plan was handed in, then to the end."""
    if not now.is_open:
        return None
    if now.state in BEFORE_PLAN and now.replied_on is None:
        return Clock("reply", reply_by, (reply_by - today).days)
    return Clock("closing", now.due, (now.due - today).days)


def closed_in_time(asked_on: date | None, due: date) -> bool:
    """Tell whether a closed order was done in time: the end was asked for, and rightly, by its day."""
    return asked_on is not None and asked_on <= due
