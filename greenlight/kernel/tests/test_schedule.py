"""Plans as a clerk would check them by hand, on the calendar of 2026."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from greenlight.kernel.schedule import (
    Activity,
    Cycle,
    Link,
    LinkType,
    Network,
    NetworkError,
    NoDates,
    ScheduleError,
    UnknownKey,
    plan_template,
    schedule,
    schedule_many,
    template_network,
    units_of,
)
from greenlight.kernel.tests.chinese_days import CHINA
from greenlight.kernel.workdays import Clock, Exceptional, OutOfRange

LIBRARY = Path(__file__).parents[2] / "projects" / "data" / "nodes.csv"
with LIBRARY.open(encoding="utf-8") as _lines:
    NODES = list(csv.DictReader(_lines))
CONDITIONS = {row["condition"] for row in NODES} - {"always"}
MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def network(*activities: Activity, links: list[Link], off: tuple[str, ...] = ()) -> Network:
    return Network.build(activities, links, CHINA, off=off)


def nodes_of(kind: str) -> list[dict[str, str]]:
    return [row for row in NODES if row["kind"] == kind]


def test_first_and_last_day_are_included_and_the_successor_starts_the_day_after() -> None:
    plan = network(Activity("A", 3), Activity("B", 2), links=[Link("A", "B")])
    answer = schedule(plan, start=MONDAY)
    assert (answer["A"].start, answer["A"].finish) == (MONDAY, date(2026, 3, 4))
    assert (answer["B"].start, answer["B"].finish) == (date(2026, 3, 5), date(2026, 3, 6))
    assert answer.finish == date(2026, 3, 6)


def test_a_plan_works_through_the_spring_festival_by_the_notice() -> None:
    answer = schedule(network(Activity("A", 3), links=[]), start=date(2026, 2, 13))
    assert answer["A"].finish == date(2026, 2, 24)  # 13 and the worked Saturday 14, then the 24th


def test_a_calendar_day_period_that_ends_in_a_festival_ends_on_the_next_working_day() -> None:
    event = Activity("公告", 1, actual_finish=date(2026, 1, 20))
    links = [Link("公告", "期满"), Link("公告", "养护")]
    period = Activity("期满", 30, Clock.CALENDAR)
    curing = Activity("养护", 30, Clock.CALENDAR, rolls=False)
    answer = schedule(network(event, period, curing, links=links), start=date(2026, 1, 21))
    assert answer["期满"].finish == date(2026, 2, 24)
    assert answer["养护"].finish == date(2026, 2, 19)


def test_a_milestone_falls_on_the_day_its_predecessor_finishes() -> None:
    plan = network(Activity("A", 5), Activity("M"), Activity("B", 1), links=chain("A", "M", "B"))
    answer = schedule(plan, start=MONDAY)
    assert answer["M"].start == answer["M"].finish == date(2026, 3, 6)
    assert answer["B"].start == date(2026, 3, 9)


def test_a_milestone_at_the_start_costs_no_day() -> None:
    plan = network(Activity("启动"), Activity("A", 1), links=chain("启动", "A"))
    answer = schedule(plan, start=MONDAY)
    assert answer["启动"].finish == answer["A"].start == MONDAY


def chain(*keys: str) -> list[Link]:
    return [Link(pred, succ) for pred, succ in pairwise(keys)]


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        (LinkType.FS, 2, date(2026, 3, 11), date(2026, 3, 12)),
        (LinkType.SS, 2, date(2026, 3, 4), date(2026, 3, 5)),
        (LinkType.FF, 2, date(2026, 3, 9), date(2026, 3, 10)),
        (LinkType.SF, 2, date(2026, 3, 3), date(2026, 3, 4)),
        (LinkType.FS, -2, date(2026, 3, 5), date(2026, 3, 6)),
    ],
)
def test_each_kind_of_link_holds_the_end_it_names(
    kind: LinkType, lag: int, start: date, finish: date
) -> None:
    plan = network(Activity("A", 5), Activity("B", 2), links=[Link("A", "B", kind, lag)])
    answer = schedule(plan, start=MONDAY)
    assert (answer["B"].start, answer["B"].finish) == (start, finish)


def test_a_lag_runs_on_its_own_clock() -> None:
    links = [Link("A", "B", lag=3, lag_clock=Clock.CALENDAR), Link("A", "C", lag=3)]
    plan = network(Activity("A", 5), Activity("B", 1), Activity("C", 1), links=links)
    answer = schedule(plan, start=MONDAY)
    assert answer["B"].start == date(2026, 3, 10)
    assert answer["C"].start == date(2026, 3, 12)


def test_a_site_that_rests_plans_around_its_own_calendar() -> None:
    site = CHINA.merged([Exceptional(date(2026, 3, 3), "holiday", "停工")])
    plan = Network.build(
        [Activity("A", 2, calendar="site"), Activity("B", 2)], [], CHINA, calendars={"site": site}
    )
    assert schedule(plan, start=MONDAY)["A"].finish == date(2026, 3, 4)
    assert schedule(plan, start=MONDAY)["B"].finish == date(2026, 3, 3)


def test_backward_planning_gives_the_last_day_to_start_and_keeps_the_promise() -> None:
    plan = network(Activity("A", 5), Activity("B", 4), links=chain("A", "B"))
    answer = schedule(plan, finish=date(2026, 10, 10))
    assert answer.start == date(2026, 9, 22)
    assert answer.finish == date(2026, 10, 10)
    assert answer.feasible
    later = schedule(plan, start=answer.start + DAY, finish=date(2026, 10, 10))
    assert not later.feasible


def test_a_promise_that_cannot_be_kept_says_by_how_much_and_why() -> None:
    plan = network(
        Activity("A", 5), Activity("B", 10), Activity("C", 2), links=[*chain("A", "B"), *chain("A", "C")]
    )
    answer = schedule(plan, start=MONDAY, finish=date(2026, 3, 18))
    (shortfall,) = answer.shortfalls
    assert (shortfall.key, shortfall.earliest) == ("B", date(2026, 3, 20))
    assert (shortfall.days, shortfall.workdays) == (2, 2)
    assert [step.key for step in shortfall.chain] == ["A", "B"]
    assert [step.cause for step in shortfall.chain] == ["start", "link"]
    assert answer["A"].total_float == -2
    assert answer["C"].total_float == 6


def test_a_deadline_inside_the_plan_is_a_promise_too() -> None:
    plan = network(Activity("A", 5, deadline=date(2026, 3, 4)), Activity("B", 1), links=chain("A", "B"))
    answer = schedule(plan, start=MONDAY)
    assert [(each.key, each.days) for each in answer.shortfalls] == [("A", 2)]
    assert answer["A"].total_float == -2


def test_work_in_hand_goes_on_from_the_day_of_planning() -> None:
    done = Activity("A", 5, actual_start=MONDAY, actual_finish=date(2026, 3, 12))
    begun = Activity("B", 5, actual_start=date(2026, 3, 10))
    plan = network(done, begun, Activity("C", 1), links=[Link("A", "B"), Link("B", "C")])
    answer = schedule(plan, start=date(2026, 3, 18))
    assert answer["A"].done
    assert not answer["A"].critical
    assert answer["B"].finish == date(2026, 3, 18)
    assert answer["C"].start == date(2026, 3, 19)


def test_nothing_starts_before_the_day_it_may() -> None:
    plan = network(
        Activity("A", 1, not_earlier_than=date(2026, 5, 1)), Activity("B", 1), links=chain("A", "B")
    )
    answer = schedule(plan, start=MONDAY)
    assert answer["A"].start == date(2026, 5, 6)
    assert answer.critical_path[0].cause == "not_earlier_than"


def test_a_node_switched_off_lets_its_predecessors_through() -> None:
    plan = network(
        Activity("A", 2),
        Activity("征地", 30, condition="new_land"),
        Activity("B", 1),
        links=chain("A", "征地", "B"),
        off=("new_land",),
    )
    answer = schedule(plan, start=MONDAY)
    assert answer["B"].start == date(2026, 3, 4)
    assert [activity.key for activity in answer.off] == ["征地"]
    assert answer.critical_path[-1].link == Link("A", "B")


def test_each_unit_reads_its_latest_hand_in_day() -> None:
    plan = network(
        Activity("A", 5, owner="资规局"),
        Activity("B", 5, owner="住建局"),
        Activity("C", 1, owner="资规局"),
        links=[*chain("A", "B"), *chain("C", "B")],
    )
    hand_ins = schedule(plan, start=MONDAY, finish=date(2026, 3, 20)).hand_ins
    assert [(each.key, each.day) for each in hand_ins["资规局"]] == [
        ("A", date(2026, 3, 13)),
        ("C", date(2026, 3, 13)),
    ]
    assert hand_ins["住建局"][0].day == date(2026, 3, 20)


def test_float_is_what_the_slower_branch_leaves() -> None:
    plan = network(
        Activity("A", 1),
        Activity("长", 10),
        Activity("短", 2),
        Activity("短后", 2),
        Activity("Z", 1),
        links=[*chain("A", "长", "Z"), *chain("A", "短", "短后", "Z")],
    )
    answer = schedule(plan, start=MONDAY)
    assert [each.key for each in answer if each.critical] == ["A", "长", "Z"]
    assert (answer["短"].total_float, answer["短"].free_float) == (6, 0)
    assert (answer["短后"].total_float, answer["短后"].free_float) == (6, 6)


def test_plans_into_a_year_without_notice_say_so() -> None:
    plan = network(Activity("A", 5), Activity("B", 300), links=chain("A", "B"))
    answer = schedule(plan, start=MONDAY)
    assert answer.estimated
    assert not answer["A"].estimated
    assert answer["B"].estimated


def test_a_cycle_is_refused_with_its_members_in_order() -> None:
    links = [Link("C", "A"), Link("A", "B"), Link("B", "C"), Link("C", "D")]
    with pytest.raises(Cycle, match="断开其中一条") as refused:
        network(*(Activity(key, 1) for key in "DCBA"), links=links)
    members = refused.value.members
    assert sorted(members) == ["A", "B", "C"]
    after = dict(zip(members, (*members[1:], members[0]), strict=True))
    assert after == {"A": "B", "B": "C", "C": "A"}


@pytest.mark.parametrize(
    ("activities", "links", "why"),
    [
        ([Activity("A", -1)], [], "“A”：工期不能为负"),
        ([Activity("A", 10**6)], [], "“A”：工期过长"),
        ([Activity("A"), Activity("A")], [], "“A”：编号重复"),
        ([Activity("")], [], "没有编号"),
        ([Activity("A")], [Link("X", "A")], "“A”：前置节点“X”不存在"),
        ([Activity("A")], [Link("A", "X")], "“A”：后续节点“X”不存在"),
        ([Activity("A")], [Link("A", "A")], "A → A"),
        ([Activity("A"), Activity("B")], [Link("A", "B", lag=10**6)], "间隔过长"),
        ([Activity("A", calendar="夜班")], [], "日历“夜班”不存在"),
        ([Activity("A", deadline=date(1989, 1, 1))], [], "1989-01-01 不在"),
        ([Activity("A", 1, actual_start=MONDAY, actual_finish=MONDAY - DAY)], [], "早于实际开始"),
    ],
)
def test_a_network_that_cannot_be_planned_is_refused_by_name(
    activities: list[Activity], links: list[Link], why: str
) -> None:
    with pytest.raises(NetworkError, match=why):
        network(*activities, links=links)


def test_a_plan_needs_a_day_within_the_calendar() -> None:
    plan = network(Activity("A", 400), links=[])
    with pytest.raises(NoDates, match="至少要给一个"):
        schedule(plan)
    for days in ({"start": date(1989, 12, 31)}, {"finish": date(2101, 1, 1)}):
        with pytest.raises(OutOfRange):
            schedule(plan, **days)
    for start in (date(2100, 1, 4), date(2100, 12, 31)):
        with pytest.raises(OutOfRange):
            schedule(plan, start=start)
        with pytest.raises(OutOfRange):
            schedule_many(plan, starts=np.array([start], "datetime64[D]"))
    with pytest.raises(OutOfRange):
        schedule(plan, finish=date(1990, 6, 1))
    with pytest.raises(OutOfRange):
        schedule_many(plan, finishes=np.array(["1990-06-01"], "datetime64[D]"))


def test_an_edit_changes_one_activity_and_leaves_the_old_plan() -> None:
    plan = network(Activity("A", 3), Activity("B", 2), links=chain("A", "B"))
    longer = plan.edited("A", duration=4)
    assert schedule(longer, start=MONDAY)["B"].start == date(2026, 3, 6)
    assert schedule(plan, start=MONDAY)["B"].start == date(2026, 3, 5)
    dated = plan.edited("A", actual_finish=date(2026, 3, 10)).edited("A", actual_finish=None)
    assert schedule(dated, start=MONDAY)["B"].start == date(2026, 3, 5)
    gone = plan.edited("A", duration=0)
    assert schedule(gone, start=MONDAY)["B"].start == MONDAY
    with pytest.raises(UnknownKey, match="没有这个节点"):
        plan.edited("X", duration=1)
    with pytest.raises(NetworkError, match="工期不能为负"):
        plan.edited("A", duration=-4)


@pytest.mark.parametrize(
    ("kind", "everything", "base", "landmarks"),
    [
        (
            "工业招商项目",
            1118,
            1016,
            {"IND009": 73, "IND040": 175, "IND051": 412, "IND057": 516, "IND059": 996},
        ),
        ("政府投资项目", 640, 640, {"GOV009": 105, "GOV030": 265, "GOV038": 517, "GOV042": 600}),
        ("技改项目", 306, 306, {"TEC020": 266}),
    ],
)
def test_the_node_library_reaches_its_landmarks(
    kind: str, everything: int, base: int, landmarks: dict[str, int]
) -> None:
    def workdays(day: date) -> int:
        return CHINA.difference(MONDAY - DAY, day)

    full = plan_template(nodes_of(kind), start=MONDAY, calendar=CHINA)
    answer = plan_template(nodes_of(kind), start=MONDAY, off=CONDITIONS, calendar=CHINA)
    assert (workdays(full.finish), workdays(answer.finish)) == (everything, base)
    assert {key: workdays(answer[key].finish) for key in landmarks} == landmarks


def test_many_plans_of_the_library_are_the_single_ones() -> None:
    template = template_network(nodes_of("工业招商项目"), calendar=CHINA, natural=True)
    starts = np.array(["2024-02-05", "2026-03-02"], "datetime64[D]")
    many = schedule_many(template, starts=starts)
    single = schedule(template, start=MONDAY)
    assert [str(day) for day in many.finishes[:, 1].astype("datetime64[D]")] == [
        str(each.finish) for each in single
    ]


def test_a_start_milestone_with_a_lead_is_the_same_alone_and_among_many() -> None:
    links = [Link("N0", "N2", lag=-1), Link("N1", "N2")]
    plan = network(Activity("N0"), Activity("N1", 1), Activity("N2"), links=links)
    many = schedule_many(plan, starts=np.array([MONDAY], "datetime64[D]"))
    single = [each.total_float for each in schedule(plan, start=MONDAY)]
    assert many.total_float[:, 0].tolist() == single == [0, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ({}, "至少要给一个"),
        ({"starts": np.array(["2026-03-02", "NaT"], "datetime64[D]")}, "没有给出日期"),
        ({"starts": np.array([20000]), "durations": {"A": np.array([0])}}, "工期要在 1 至"),
        ({"starts": np.array([20000]), "durations": {"M": np.array([1])}}, "工期要在 0 至 0"),
        ({"starts": np.array([20000]), "durations": {"A": np.array([1, 2])}}, "正好 1 个"),
        ({"starts": np.array([20000]), "deadlines": {"A": np.array([1, 2])}}, "正好 1 个"),
        ({"starts": np.array([20000]), "deadlines": {"X": np.array([1])}}, "没有这个节点"),
        ({"starts": np.array([20000]), "actual_starts": {"M": np.array([20000])}}, "没有开始日"),
        (
            {
                "starts": np.array([20000]),
                "actual_starts": {"A": np.array([20000])},
                "actual_finishes": {"A": np.array([19999])},
            },
            "早于实际开始日",
        ),
    ],
)
def test_columns_that_do_not_fit_are_refused(arguments: dict[str, object], why: str) -> None:
    plan = network(Activity("A", 3), Activity("M"), links=chain("A", "M"))
    with pytest.raises(ScheduleError, match=why):
        schedule_many(plan, **arguments)  # type: ignore[arg-type]


def test_the_first_department_of_a_row_leads() -> None:
    assert units_of("管委会经济发展科(会同经信、环保)") == ("管委会经济发展科", "经信", "环保")
    assert units_of("项目公司（自主验收）、应急管理局") == ("项目公司", "应急管理局")
    assert units_of("资规、住建、档案等部门") == ("资规", "住建", "档案")
    assert units_of("") == ()


def test_a_node_without_days_is_refused_by_code() -> None:
    row = {"code": "IND001", "name_zh": "登记", "duration_workdays": "三天"}
    with pytest.raises(NetworkError, match=r"IND001.*三天"):
        template_network([row], calendar=CHINA)
