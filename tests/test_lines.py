"""Lines are what the rooms say: after every deed, under every condition, for every reader, in every sum."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import chain, pairwise
from typing import Any

import pytest

from greenlight.base import figures, keeping
from greenlight.base.figures import Scope
from greenlight.base.tables.grouping import within
from greenlight.base.tables.look import Look
from greenlight.desk import lines
from greenlight.desk.lines import tide
from greenlight.desk.models import ProjectLine
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import projects
from greenlight.people.models import Zone
from greenlight.projects.models import Project
from tests import cases, make
from tests.test_figures import DAY, READERS, same, zone_of_every_kind
from tests.test_journal import PLAYS, Stage, stage

__all__ = ["stage"]
pytestmark = pytest.mark.django_db
OPEN = ("has:项目", "lacks:项目1", "is:项目3", "ge:3000", "between:1000~5000", "lt:1亿", "in:red,green",
        "yes:", "no:", "this_month:", "next30:", "past:",
        "from:2026-03", "to:2026", "empty:", "filled:")  # fmt: skip
NAMED: dict[str, list[str]] = {
    "unit": ["1", "999", "x"], "sponsor": ["某"], "listing": ["年度清单", "any"], "year": ["2026", "x"],
    "planned_new": ["2026"], "q": ["项目1", "没有的"],
}  # fmt: skip


def full_zone() -> None:
    """Make a zone of every kind of project, and its lines."""
    zone_of_every_kind()
    for zone in Zone.objects.all():
        lines.rebuild_all(zone.pk)


# ---- built, and built again ----
@pytest.mark.parametrize("name", PLAYS)
def test_after_a_deed_recomputing_the_lines_finds_no_difference(name: str, stage: Stage) -> None:
    deed = PLAYS[name](stage)
    zone = stage.project.zone_id
    lines.rebuild_all(zone)
    assert not lines.differences(zone)
    deed()
    assert not lines.differences(zone)


def test_a_deed_turns_the_tide_and_a_line_that_stays_does_not(stage: Stage) -> None:
    zone = stage.project.zone_id
    lines.rebuild_all(zone)
    before = tide.of([zone])
    assert lines.rebuild(zone, [stage.project.pk]) == 0
    assert tide.of([zone]) == before
    PLAYS["projects.actions.report_site"](stage)()
    assert tide.of([zone]) != before


@pytest.mark.parametrize("seldom", [1, 3, 10**9])
def test_no_two_states_of_a_zone_share_their_tide_though_old_marks_go(
    seldom: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tide, "SELDOM", seldom)
    zone = make.zone()
    seen = {tide.of([zone.pk])}
    for _ in range(40):
        tide.turn(zone.pk)
        seen.add(tide.of([zone.pk]))
    assert len(seen) == 41
    assert tide.of([zone.pk])[0][1] == {1: 1, 10**9: 40}.get(seldom, tide.of([zone.pk])[0][1])


def test_a_unit_or_an_enterprise_that_is_called_otherwise_is_so_in_the_lines() -> None:
    one = make.project("甲项目")
    cases.lead(one)
    lines.rebuild(one.zone_id, [one.pk])
    unit = one.assignments.get().unit
    assert unit is not None
    unit.name = "改名的局"
    unit.save()
    assert ProjectLine.objects.get(pk=one.pk).unit == "改名的局"
    assert not lines.differences(one.zone_id)


def test_a_group_has_no_line_and_a_project_that_is_gone_takes_its_line_along() -> None:
    one, group = make.project("甲项目"), make.project("集团", is_group=True)
    lines.rebuild_all(one.zone_id)
    assert list(ProjectLine.objects.values_list("pk", flat=True)) == [one.pk]
    assert lines.lacking([one.pk, group.pk]) == []
    Project.objects.filter(pk=one.pk).delete()
    assert not ProjectLine.objects.exists()


def test_a_line_that_is_missing_wrong_or_too_much_is_found_and_put_right() -> None:
    full_zone()
    zone = make.zone()
    first, second, *_ = ProjectLine.objects.filter(zone=zone).order_by("pk")
    ProjectLine.objects.filter(pk=first.pk).delete()
    ProjectLine.objects.filter(pk=second.pk).update(location="月球", weight=1)
    found = lines.differences(zone.pk)
    assert found.missing == [first.pk]
    assert set(found.changed[second.pk]) == {"location", "weight"}
    assert lines.rebuild_all(zone.pk) == 2
    assert not lines.differences(zone.pk)


# ---- the same rows as by projects ----
def test_every_named_condition_leaves_the_same_of_lines_as_of_projects_for_every_reader() -> None:
    full_zone()
    bound, wrong = keeping.binding("projects"), []
    for reader, make_reader in READERS.items():
        user = make_reader()
        for one in bound.filters.values():
            for value in [*(value for value, _ in one.choices), *NAMED.get(one.name, []), "无此值"]:
                seen = Seen(user, Look(named={one.name: value}))
                seen_projects = Project.objects.visible_to(user).counted()
                expected = set(
                    bound.narrow(seen_projects, {one.name: value}, user).values_list("pk", flat=True)
                )
                if set(seen.ids()) != expected:
                    wrong.append((reader, one.name, value))
    assert wrong == []


def test_a_text_no_database_takes_is_asked_all_the_same() -> None:
    full_zone()
    seen = Seen(READERS["clerk"](), Look(by_column={"project_name": "has:\x00项目"}))
    assert seen.sums.count == 12


def test_every_column_can_be_asked_ordered_and_grouped_for_every_reader() -> None:
    full_zone()
    user = READERS["clerk"]()
    everything = set(Seen(user, Look()).ids())
    for column in projects().columns:
        for text in OPEN:
            found = set(Seen(user, Look(by_column={column.name: text})).ids())
            assert found <= everything
        for sort in (column.name, f"-{column.name}"):
            assert set(Seen(user, Look(sorts=(sort,))).ids()) == everything
        if column.grouped_by:
            grouped = Seen(user, Look(group=column.name))
            parts = [set(grouped.visible.filter(within(column, one.word)).values_list("pk", flat=True))
                     for one, _ in grouped.groups()]  # fmt: skip
            assert set(chain(*parts)) == everything
            assert sum(map(len, parts)) == len(everything)
            assert [one.count for one, _ in grouped.groups()] == [len(part) for part in parts]
            assert grouped.group_count == len(parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ge:3000.25", {3, 4, 6, 7, 8, 9, 10, 11}), ("between:1000~3000.25", {1, 2, 3}), ("empty:", {5}),
     ("eq:4000.25", {4}), ("lt:0.3000亿", {0, 1, 2}), ("gt:1亿", {10, 11})],
)  # fmt: skip
def test_amounts_are_asked_as_people_write_them(text: str, expected: set[int]) -> None:
    full_zone()
    found = Seen(READERS["clerk"](), Look(by_column={"total_investment": text}))
    assert {int(one.project_name[2:]) for one in found.rows} == expected
    assert found.told == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [("gone", "has:x", "没有“gone”这一列了"), ("annual_plan", "zz:1", "读不懂"),
     ("annual_plan", "ge:多", "不是数"), ("updated", "ge:1", "读不懂"),
     ("annual_plan", "ge:", "没有写值"), ("annual_plan", "ge:9" + "9" * 30, "太大"),
     ("planned_finish", "from:2026-13-45", "不是日期"), ("planned_finish", "between:2026-01", "没有写值"),
     ("light", "in:purple", "没有“purple”这一项")],
)  # fmt: skip
def test_a_condition_nobody_can_read_is_told_in_words_and_not_applied(
    name: str, text: str, said: str
) -> None:
    full_zone()
    user = READERS["clerk"]()
    seen = Seen(user, Look(by_column={name: text}))
    whole = list(Seen(user, Look()).ids())
    assert list(seen.ids()) == whole
    assert said in "".join(seen.told)


# ---- order and pages ----
def test_missing_values_come_last_both_ways_and_any_page_goes_on_where_the_one_before_ended() -> None:
    full_zone()
    user = READERS["clerk"]()
    for column in projects().columns:
        for sorts in ((column.name,), (f"-{column.name}",), ("-stage", column.name)):
            whole = list(Seen(user, Look(sorts=sorts)).ids())
            seen = Seen(user, Look(sorts=sorts))
            paged = [pk for start in range(0, len(whole), 5) for pk in seen.page(start, 5)]
            assert sorted(paged) == sorted(whole)
            if len(sorts) == 1:
                by_pk = {one.pk: one for one in ProjectLine.objects.all()}
                keys = [value_of(by_pk[pk], seen.sorts[0]) for pk in paged]
                known = [one for one in keys if one is not None]
                assert keys == known + [None] * (len(keys) - len(known))
                rising = known[::-1] if sorts[0].startswith("-") else known
                assert all(one <= other for one, other in pairwise(rising))


def value_of(line: ProjectLine, sort: Any) -> Any:
    """Return what a line is ordered by, None when it is missing."""
    value = getattr(line, sort.key)
    missing = value is None or (sort.column.absent is not None and value == sort.column.absent)
    return None if missing else value


def test_several_orders_hold_one_inside_the_other() -> None:
    full_zone()
    rows = {one.pk: one for one in ProjectLine.objects.all()}
    found = [rows[pk] for pk in Seen(READERS["clerk"](), Look(sorts=("stage", "-annual_plan"))).ids()]
    keys = [(one.stage_rank, one.annual_plan is None, -(one.annual_plan or Decimal(0))) for one in found]
    assert keys == sorted(keys)


# ---- sums ----
def test_the_total_row_is_the_figures_under_many_conditions_for_every_reader() -> None:
    full_zone()
    asked: list[dict[str, str]] = [
        {}, {"light": "red,yellow"}, {"has_plan": "yes"}, {"behind": "10"}, {"reported": "no"}, {"mine": "1"},
        {"stage": "groundbreaking"}, {"kind": "government"}, {"due": "overdue"}, {"q": "项目1"},
        {"light": "x"}, {"due": "no_plan", "started": "no"},
    ]  # fmt: skip
    assert [
        (name, one, field)
        for name, reader in READERS.items() for one in asked for field in differing(reader(), one)
    ] == []  # fmt: skip


def differing(user: Any, asked: dict[str, str]) -> list[str]:
    """Return the sums that are not the figures, under conditions."""
    sums = Seen(user, Look(named=asked)).sums
    scope = Scope(user, user.scope.day, asked)
    names = ("project_count", "total_investment", "annual_plan", "ytd_investment", "completion_rate",
             "lights_red", "lights_grey")  # fmt: skip
    found = {name: one.compute(scope) for name in names if (one := figures.get(name))}
    ours: dict[str, Any] = {"project_count": sums.count, "total_investment": sums.amounts["total_investment"],
            "annual_plan": sums.of("annual_plan"), "ytd_investment": sums.of("ytd_investment"),
            "completion_rate": sums.rate, "lights_red": sums.lights["red"],
            "lights_grey": sums.lights["grey"]}  # fmt: skip
    wrong = [name for name, answer in found.items() if not same(answer.value, ours[name])]
    return wrong + (["told"] if found["completion_rate"].base_text != sums.told else [])


def test_a_month_entered_ahead_of_its_time_does_not_move_the_total_row() -> None:
    full_zone()
    one = Project.objects.get(name="项目1")
    cases.reported(one, 12, 999, 2026)
    cases.year_plan(Project.objects.get(name="项目2"), 77, 2027)
    lines.rebuild_all(one.zone_id)
    assert not differing(READERS["clerk"](), {})
    assert not differing(READERS["clerk"](), {"stage": "groundbreaking"})


def test_the_groups_add_up_to_the_total_row() -> None:
    full_zone()
    seen = Seen(READERS["clerk"](), Look(group="stage"))
    groups = seen.groups()
    assert sum(one.count for one, _ in groups) == seen.sums.count
    for name, total in seen.sums.amounts.items():
        assert sum((sums.amounts[name] for _, sums in groups), Decimal(0)) == total
    for colour, n in seen.sums.lights.items():
        assert sum(sums.lights[colour] for _, sums in groups) == n


def test_sums_that_were_kept_are_forgotten_when_a_line_changes(stage: Stage) -> None:
    lines.rebuild_all(stage.project.zone_id)
    user = make.lin()
    assert Seen(user, Look()).sums.amounts["total_investment"] == Decimal(30000)
    PLAYS["projects.actions.edit"](stage)()
    assert Seen(user, Look()).sums.amounts["total_investment"] == Decimal(9)


def test_the_day_is_part_of_what_is_kept() -> None:
    one = make.project("甲项目")
    cases.milestone(one, due=date(2026, 7, 31))
    lines.rebuild_all(one.zone_id)
    asked = Look(named={"due": "overdue"})
    assert Seen(make.user(day=DAY), asked).sums.count == 0
    assert Seen(make.user(day=date(2026, 8, 1)), asked).sums.count == 1
