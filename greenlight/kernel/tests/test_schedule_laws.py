"""The scheduler against a slow one that counts days one by one, on random networks."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from greenlight.kernel.schedule import Answer, Network, schedule
from greenlight.kernel.tests.plan_cases import DAYS, networks
from greenlight.kernel.tests.plan_oracle import Oracle
from greenlight.kernel.workdays import number


def same(answer: Answer, oracle: Oracle) -> None:
    for activity in oracle.active:
        dates = answer[activity.key]
        early = number(dates.start), number(dates.finish)
        late = number(dates.late_start), number(dates.late_finish)
        assert early == oracle.days(activity, oracle.early), activity
        assert late == oracle.days(activity, oracle.late), activity
        assert dates.total_float == oracle.total_float(activity), activity
        assert dates.critical == oracle.critical(activity), activity


@given(networks(), DAYS, st.integers(-20, 90))
def test_any_network_is_planned_as_by_counting_days(network: Network, start: date, n: int) -> None:
    assume(network.shape.order)
    promise = start + timedelta(days=n)
    same(schedule(network, start=start, finish=promise), Oracle(network, start, promise))
    same(schedule(network, start=start), Oracle(network, start))


@given(networks(plain=True), DAYS, st.integers(-20, 90))
def test_the_plain_case_is_planned_as_by_counting_days(network: Network, start: date, n: int) -> None:
    assume(network.shape.order)
    assert network.shape.quick_in is not None
    promise = start + timedelta(days=n)
    same(schedule(network, start=start, finish=promise), Oracle(network, start, promise))
    same(schedule(network, start=start), Oracle(network, start))
