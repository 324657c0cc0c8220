"""The scheduler against a slow one that counts days one by one, on random networks."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from greenlight.kernel.schedule import (
    Activity,
    Answer,
    Link,
    ManyAnswer,
    Network,
    NetworkError,
    schedule,
    schedule_large,
    schedule_many,
)
from greenlight.kernel.tests.chinese_days import CHINA
from greenlight.kernel.tests.plan_cases import DAYS, networks
from greenlight.kernel.tests.plan_oracle import Oracle
from greenlight.kernel.workdays import number

# The oracle is slow on purpose: fewer cases, and no stopwatch on a busy machine.
CALMLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Columns = dict[str, dict[str, Any]]
ARGUMENTS = {
    "duration": "durations",
    "not_earlier_than": "not_earlier_than",
    "deadline": "deadlines",
    "actual_start": "actual_starts",
    "actual_finish": "actual_finishes",
}
FIELDS = tuple(ARGUMENTS)


def same(answer: Answer, oracle: Oracle) -> None:
    for activity in oracle.active:
        dates = answer[activity.key]
        early = number(dates.start), number(dates.finish)
        late = number(dates.late_start), number(dates.late_finish)
        assert early == oracle.days(activity, oracle.early), activity
        assert late == oracle.days(activity, oracle.late), activity
        assert dates.total_float == oracle.total_float(activity), activity
        assert dates.free_float == oracle.free_float(activity), activity
        assert dates.critical == oracle.critical(activity), activity


@CALMLY
@given(networks(), DAYS, st.integers(-20, 90))
def test_any_network_is_planned_as_by_counting_days(network: Network, start: date, n: int) -> None:
    assume(network.shape.order)
    promise = start + timedelta(days=n)
    same(schedule(network, start=start, finish=promise), Oracle(network, start, promise))
    same(schedule(network, start=start), Oracle(network, start))


@CALMLY
@given(networks(plain=True), DAYS, st.integers(-20, 90))
def test_the_plain_case_is_planned_as_by_counting_days(network: Network, start: date, n: int) -> None:
    assume(network.shape.order)
    assert network.shape.quick_in is not None
    promise = start + timedelta(days=n)
    same(schedule(network, start=start, finish=promise), Oracle(network, start, promise))
    same(schedule(network, start=start), Oracle(network, start))


@CALMLY
@given(networks(dated=False), DAYS)
def test_a_backward_plan_begins_on_the_last_day_that_keeps_the_promise(
    network: Network, promise: date
) -> None:
    assume(network.shape.order)
    answer = schedule(network, finish=promise)
    assert answer.feasible
    day_later = answer.start + timedelta(days=1)
    assert not schedule(network, start=day_later, finish=promise).feasible


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[Network, list[Network], Columns]:
    """A template, some plans of it that differ in days and dates, and the same as columns."""
    network = draw(networks(plain=draw(st.booleans())))
    keys = [activity.key for activity in network.activities]
    plans = [network] * draw(st.integers(1, 3))
    columns: Columns = {}
    for field in draw(st.lists(st.sampled_from(FIELDS), max_size=3, unique=True)):
        key = draw(st.sampled_from(keys))
        activity = network.activities[keys.index(key)]
        task = activity.duration > 0
        if not task and (field == "actual_start" or activity.actual_start):
            continue
        values = [draw(one_of_field(field, task)) for _ in plans]
        try:
            plans = [plan.edited(key, **{field: v}) for plan, v in zip(plans, values, strict=True)]
        except NetworkError:  # finished before it started
            reject()
        dtype = "int64" if field == "duration" else "datetime64[D]"
        columns.setdefault(ARGUMENTS[field], {})[key] = np.array(values, dtype)
    return network, plans, columns


def one_of_field(field: str, task: bool) -> st.SearchStrategy[Any]:
    if field == "duration":
        return st.integers(1, 6) if task else st.just(0)
    # Actual dates of one activity must not contradict one another: started early, done late.
    early, late = DAYS.filter(lambda day: day.month < 3), DAYS.filter(lambda day: day.month == 3)
    days = {"actual_start": early, "actual_finish": late}.get(field, DAYS)
    return st.one_of(st.none(), days)


@CALMLY
@given(portfolios(), DAYS, st.integers(-20, 90), st.sampled_from(["both", "start", "finish"]))
def test_many_plans_at_once_are_the_plans_one_by_one(
    case: tuple[Network, list[Network], Columns], start: date, n: int, asked: str
) -> None:
    network, plans, columns = case
    assume(network.shape.order)
    days = [start + timedelta(days=at) for at in range(len(plans))]
    promises = [day + timedelta(days=n) for day in days]
    answers = [
        schedule(
            plan,
            start=None if asked == "finish" else day,
            finish=None if asked == "start" else promise,
        )
        for plan, day, promise in zip(plans, days, promises, strict=True)
    ]
    many = schedule_many(
        network,
        starts=None if asked == "finish" else np.array(days, "datetime64[D]"),
        finishes=None if asked == "start" else np.array(promises, "datetime64[D]"),
        **columns,
    )
    for j, answer in enumerate(answers):
        same_as_one(many, j, answer)


def same_as_one(many: ManyAnswer, j: int, answer: Answer) -> None:
    assert many.keys == tuple(dates.key for dates in answer)
    assert (many.begins[j], many.ends[j]) == (number(answer.start), number(answer.finish))
    assert many.feasible[j] == answer.feasible
    assert many.estimated[j] == (answer.start.year > 2026 or answer.finish.year > 2026)
    for i, dates in enumerate(answer):
        assert many.starts[i, j] == number(dates.start)
        assert many.finishes[i, j] == number(dates.finish)
        assert many.late_starts[i, j] == number(dates.late_start)
        assert many.late_finishes[i, j] == number(dates.late_finish)
        assert many.total_float[i, j] == dates.total_float
        assert many.critical[i, j] == dates.critical


@CALMLY
@given(st.integers(1, 12), st.data(), DAYS)
def test_a_network_of_arrays_is_the_network_of_objects(n: int, data: st.DataObject, start: date) -> None:
    durations = data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    names = data.draw(st.permutations(range(n)))
    pair = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda ab: ab[0] < ab[1])
    pairs = data.draw(st.lists(pair, max_size=20)) if n > 1 else []
    ends = np.array([(names[a], names[b]) for a, b in pairs], np.int64).reshape(-1, 2)
    links = [Link(str(a), str(b)) for a, b in ends.tolist()]
    activities = [Activity(str(at), days) for at, days in enumerate(durations)]
    single = schedule(Network.build(activities, links, CHINA), start=start)
    large = schedule_large(np.array(durations), ends[:, 0], ends[:, 1], start=start, calendar=CHINA)
    for at, each in enumerate(single):
        assert large.starts[at] == number(each.start)
        assert large.finishes[at] == number(each.finish)
        assert large.late_starts[at] == number(each.late_start)
        assert large.late_finishes[at] == number(each.late_finish)
        assert (large.total_float[at], large.critical[at]) == (each.total_float, each.critical)


@pytest.mark.parametrize(
    ("durations", "pred", "succ", "why"),
    [
        ([1, 1, 1], [0, 1, 2], [1, 2, 0], "成了环"),
        ([1, 0], [0], [1], "“1”：工期至少"),
        ([1], [0], [3], "“3”：前置或后续节点不存在"),
    ],
)
def test_arrays_that_make_no_network_are_refused(
    durations: list[int], pred: list[int], succ: list[int], why: str
) -> None:
    with pytest.raises(NetworkError, match=why):
        schedule_large(
            np.array(durations),
            np.array(pred),
            np.array(succ),
            start=date(2026, 3, 2),
            calendar=CHINA,
        )
