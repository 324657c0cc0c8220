"""The demo zone: 112 projects on any day, real names with published facts only."""

import json
import re
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from greenlight.demo.examples import report_period
from greenlight.demo.published import read
from greenlight.demo.records import DemoProject, DemoZone
from greenlight.demo.zone import UNITS, demo_zone, facts_of
from greenlight.kernel import lights, stages
from greenlight.kernel.series import month_values

PACKS = lights.packs_from_json(
    json.loads((Path(lights.__file__).parents[1] / "data" / "rule_packs.json").read_text("utf-8"))
)
DAYS = [
    date(2026, 11, 21),
    date(2027, 1, 1),
    date(2027, 1, 31),
    date(2027, 2, 1),
    date(2027, 2, 28),
    date(2028, 2, 29),
    date(2027, 3, 1),
    date(2027, 3, 31),
    date(2027, 4, 30),
    date(2027, 5, 2),
    date(2027, 6, 30),
    date(2027, 8, 31),
    date(2026, 12, 31),
]
MARK = "示例·"


def rules(day: date) -> tuple[lights.Rule, ...]:
    used = [pack for pack in PACKS if pack.code in ("default", "yinchuan-2025")]
    return lights.in_force(used, day)


def verdicts(day: date) -> list[lights.Verdict]:
    examples = [project for project in demo_zone(day).projects if project.is_example]
    return [lights.judge(facts_of(project), rules(day), day) for project in examples]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_about_seventy_of_a_hundred_examples_are_green_fifteen_yellow_eight_red(day: date) -> None:
    judged = verdicts(day)
    share = {
        colour.code: 100 * count / len(judged)
        for colour, count in Counter(verdict.colour for verdict in judged).items()
    }
    assert share["green"] == pytest.approx(70, abs=2)
    assert share["yellow"] == pytest.approx(15, abs=2)
    assert share["red"] == pytest.approx(8, abs=2)
    assert share["grey"] > 0
    assert share["blue"] > 0


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nothing_is_done_or_reported_after_the_day(day: date) -> None:
    for project in demo_zone(day).projects:
        assert all(m.done is None or m.done < day for m in project.milestones)
        assert project.site_updated is None or project.site_updated < day
        if project.ytd_by_month:
            assert (project.plan_year, max(project.ytd_by_month)) == report_period(day)


@pytest.mark.parametrize("day", DAYS[:3], ids=str)
def test_the_lives_of_the_examples_hang_together(day: date) -> None:
    for project in (p for p in demo_zone(day).projects if p.is_example):
        planned = [milestone.planned for milestone in project.milestones]
        done = [milestone.done for milestone in project.milestones if milestone.done]
        assert planned == sorted(planned)
        assert done == sorted(done), project.name
        stages.place(project.kind, project.stage)
        assert project.total_wan is not None
        spent = (project.prior_wan or 0) + max(project.ytd_by_month.values(), default=0)
        assert spent <= project.total_wan
        assert {milestone.owner for milestone in project.milestones} <= set(UNITS)


def test_the_zone_has_the_published_number_of_projects() -> None:
    projects = demo_zone(DAYS[0]).projects
    government = sum(project.kind == stages.GOVERNMENT for project in projects)
    assert (len(projects), len(projects) - government, government) == (112, 86, 26)
    assert len({project.name for project in projects}) == 112


def test_the_same_day_gives_the_same_zone() -> None:
    assert demo_zone(DAYS[0]) == demo_zone(DAYS[0])
    assert demo_zone(DAYS[0]) != demo_zone(DAYS[1])


PUBLISHED = {
    "name",
    "enterprise",
    "industry",
    "kind",
    "total_wan",
    "land_mu",
    "stage",
    "stage_date",
    "site_words",
    "remark",
    "source",
    "is_example",
    "group",
    "phase_no",
}


def test_no_real_name_carries_an_invented_field() -> None:
    blank = DemoProject(name="", kind="", stage="", is_example=False)
    rows = {row["name"]: row for row in read("projects.csv")}
    for project in demo_zone(DAYS[0]).projects:
        if project.is_example:
            continue
        row = rows[project.name]
        for field in fields(project):
            if field.name not in PUBLISHED:
                assert getattr(project, field.name) == getattr(blank, field.name), field.name
        assert (project.enterprise, project.site_words) == (row["enterprise"], row["stage"])
        assert (project.stage_date, project.remark) == (row["stage_date"], row["target"])


def test_a_real_project_has_no_light_but_grey() -> None:
    for project in demo_zone(DAYS[0]).projects:
        if not project.is_example:
            verdict = lights.judge(facts_of(project), rules(DAYS[0]), DAYS[0])
            assert verdict.colour == lights.Colour.GREY


def test_everything_invented_is_marked() -> None:
    zone = demo_zone(DAYS[0])
    real = {enterprise.name for enterprise in zone.enterprises if not enterprise.is_example}
    for project in (project for project in zone.projects if project.is_example):
        people = (project.sponsor, project.liaison, project.contact)
        assert all(name.startswith(MARK) for name in (project.name, project.enterprise, *people))
        assert not any(name in project.name for name in real)
        assert re.fullmatch(r"1\d\d0000\d{4}", project.phone)
    assert all(person.name.startswith(MARK) for person in zone.people)
    assert all(e.name.startswith(MARK) == e.is_example for e in zone.enterprises)


def test_no_project_code_is_invented() -> None:
    assert all(project.code is None for project in demo_zone(DAYS[0]).projects)


def test_the_carried_tables_hold_only_the_columns_that_may_be_carried() -> None:
    for name in ("projects.csv", "enterprises.csv", "figures.csv", "examples.csv"):
        header = set(read(name)[0])
        assert not header & {"evidence", "stage_text", "note", "source_file", "id"}


def test_every_enterprise_of_a_project_is_in_the_register() -> None:
    zone: DemoZone = demo_zone(DAYS[0])
    names = {enterprise.name for enterprise in zone.enterprises}
    assert {project.enterprise for project in zone.projects} <= names | {""}
    users = {person.enterprise for person in zone.people if person.enterprise}
    assert users <= names


def test_every_role_has_somebody_to_sign_in() -> None:
    roles = {person.role for person in demo_zone(DAYS[0]).people}
    assert {"leader", "clerk", "unit_handler", "liaison", "inspector", "enterprise"} <= roles


def test_phases_of_one_undertaking_share_a_group() -> None:
    groups = Counter(p.group for p in demo_zone(DAYS[0]).projects if p.group)
    assert groups["研一"] == 3
    assert groups["金石资源"] == 3
    assert groups["示例·莲华山全屋定制产业园"] == 2


def test_some_months_are_missing_and_one_amount_was_cut_back() -> None:
    values = [
        value for project in demo_zone(DAYS[0]).projects for value in month_values(project.ytd_by_month)
    ]
    assert any(value.last - value.first == 1 and value.first > 1 for value in values)
    assert any(value.cut_back for value in values)


def test_in_january_and_february_the_last_report_is_that_of_december() -> None:
    assert report_period(date(2027, 1, 1)) == (2026, 12)
    assert report_period(date(2027, 2, 28)) == (2026, 12)
    assert report_period(date(2027, 3, 1)) == (2027, 2)


def test_the_published_figures_are_those_of_the_report() -> None:
    figures = {(f.name, f.period_start): f for f in demo_zone(DAYS[0]).figures}
    listed = [figures[name, "2023-01-01"] for name in ("重点建设项目数", "产业类投资项目数")]
    assert [(figure.value, figure.is_target) for figure in listed] == [("112", True), ("86", True)]
