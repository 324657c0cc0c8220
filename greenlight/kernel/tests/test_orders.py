"""Where an order stands is what its events say, and nothing else."""

from datetime import date, timedelta

import pytest

from greenlight.kernel import league, orders
from greenlight.kernel.orders import Event, Kind, Side, State, clock, closed_in_time, stand

ISSUED = date(2026, 11, 1)
DUE = date(2026, 11, 30)
REPLY = date(2026, 11, 4)


def on(day: int, kind: Kind, until: date | None = None) -> Event:
    return Event(kind, date(2026, 11, day), until)


def course(*events: Event) -> orders.Standing:
    return stand([Event(Kind.ISSUED, ISSUED), *events], DUE)


WORKING = (on(2, Kind.RECEIVED), on(3, Kind.PLAN), on(4, Kind.PLAN_APPROVED))


def test_the_ball_goes_to_and_fro() -> None:
    sides = [course(*WORKING[:n]).side for n in range(4)]
    assert sides == [Side.UNIT, Side.UNIT, Side.RAISER, Side.UNIT]
    asked = course(*WORKING, on(9, Kind.CLOSED_ASKED))
    assert (asked.state, asked.side) == (State.CLOSING, Side.RAISER)
    closed = course(*WORKING, on(9, Kind.CLOSED_ASKED), on(10, Kind.CLOSED))
    assert (closed.state, closed.side, closed.closed_on) == (State.CLOSED, Side.NOBODY, date(2026, 11, 10))


def test_a_unit_may_plan_without_signing_first() -> None:
    assert course(on(3, Kind.PLAN)).state is State.PLANNED


def test_a_plan_returned_was_still_an_answer() -> None:
    now = course(on(3, Kind.PLAN), on(4, Kind.PLAN_RETURNED))
    assert (now.state, now.replied_on) == (State.RECEIVED, date(2026, 11, 3))
    assert not now.reply_is_late(REPLY, DUE)
    running = clock(now, REPLY, date(2026, 11, 20))
    assert running is not None
    assert (running.what, running.left) == ("closing", 10)


def test_silence_past_the_day_to_answer_is_late() -> None:
    now = course(on(2, Kind.RECEIVED))
    assert not now.reply_is_late(REPLY, REPLY)
    assert now.reply_is_late(REPLY, REPLY + timedelta(days=1))
    running = clock(now, REPLY, date(2026, 11, 6))
    assert running is not None
    assert (running.what, running.left, running.is_late) == ("reply", -2, True)


def test_days_waiting_for_the_confirmation_are_not_the_units() -> None:
    in_time = course(*WORKING, on(30, Kind.CLOSED_ASKED))
    assert not in_time.closing_is_late(date(2026, 12, 20))
    sent_back = stand([*WORKING, on(30, Kind.CLOSED_ASKED), Event(Kind.SENT_BACK, date(2026, 12, 2))], DUE)
    assert sent_back.closing_is_late(date(2026, 12, 3))
    assert sent_back.asked_on is None


def test_only_an_approved_extension_moves_the_end() -> None:
    later = date(2026, 12, 15)
    asked = course(*WORKING, on(20, Kind.EXTENDED_ASKED, later))
    assert (asked.due, asked.asked_until, asked.waits_for_decision) == (DUE, later, True)
    assert asked.closing_is_late(date(2026, 12, 1))
    granted = orders.after(asked, on(21, Kind.EXTENDED, later))
    assert (granted.due, granted.asked_until) == (later, None)
    refused = orders.after(asked, on(21, Kind.EXTENSION_REFUSED, later))
    assert (refused.due, refused.asked_until) == (DUE, None)


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ((), Kind.CLOSED), ((), Kind.PROGRESS), (WORKING, Kind.PLAN), (WORKING, Kind.CLOSED),
        (WORKING, Kind.EXTENDED), ((on(2, Kind.WITHDRAWN),), Kind.RECEIVED),
        ((on(2, Kind.EXTENDED_ASKED, DUE),), Kind.EXTENDED_ASKED), (WORKING, Kind.ISSUED),
    ],
)  # fmt: skip
def test_what_is_out_of_order_is_told(events: tuple[Event, ...], kind: Kind) -> None:
    with pytest.raises(orders.OutOfOrder) as told:
        course(*events, on(10, kind))
    assert told.value.kind is kind


def test_an_order_withdrawn_has_no_clock_and_is_never_late() -> None:
    now = course(on(2, Kind.WITHDRAWN))
    assert clock(now, REPLY, DUE) is None
    assert not now.closing_is_late(date(2027, 1, 1))
    assert not now.waits_for_decision


def test_in_time_is_when_the_end_was_asked_for() -> None:
    assert closed_in_time(DUE, DUE)
    assert not closed_in_time(DUE + timedelta(days=1), DUE)
    assert not closed_in_time(None, DUE)


LIMITS = league.Limits.of(
    {"code": "x", "yellow": 1, "red": 3, "source": "本区", "grade": "own", "valid_from": "2026-01-01"}
)


def test_a_unit_is_as_red_as_what_it_let_pass() -> None:
    held = league.in_force([LIMITS], ISSUED)
    lights = [league.light(league.Tally(open=4, overdue=n), held) for n in range(4)]
    assert lights == ["green", "yellow", "yellow", "red"]
    assert league.light(league.Tally(milestones=3), held) == "red"
    assert league.light(league.Tally(), held) == "grey"
    assert league.in_force([LIMITS], date(2025, 12, 31)) is None


def test_the_share_answered_has_a_base_or_is_nothing() -> None:
    assert league.Tally(answered=1, base=4).share == 25
    assert league.Tally().share is None


def test_what_was_taken_back_stays_on_record_and_does_not_count() -> None:
    undone = on(5, Kind.UNDONE)
    assert course(*WORKING, undone).state is State.PLANNED
    assert course(*WORKING, undone, on(6, Kind.UNDONE)) == course(WORKING[0])
    asked = course(*WORKING, on(5, Kind.EXTENDED_ASKED, date(2026, 12, 9)), undone)
    assert asked == course(*WORKING)
    again = course(*WORKING, on(5, Kind.WITHDRAWN), undone, on(7, Kind.PROGRESS))
    assert (again.state, again.closed_on) == (State.WORKING, None)


def test_nothing_is_taken_back_twice() -> None:
    kinds = [Kind.ISSUED, Kind.PLAN, Kind.UNDONE, Kind.PLAN]
    assert orders.that_stand(kinds, str) == [Kind.ISSUED, Kind.PLAN]
    with pytest.raises(orders.OutOfOrder):
        orders.that_stand([Kind.UNDONE], str)
