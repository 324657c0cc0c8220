"""Every number of the product is counted again from its rows, for several readers and filters."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from greenlight.base import figures, keeping
from greenlight.base.figures import Figure, Scope
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Listing, Project
from greenlight.warnings.actions import judge_projects
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 31)

FILTERS: list[dict[str, str]] = [
    {},
    {"light": "red,yellow"},
    {"light": "grey"},
    {"has_plan": "yes"},
    {"has_plan": "no"},
    {"behind": "10"},
    {"behind": "30"},
    {"reported": "no"},
    {"stage": "groundbreaking"},
    {"kind": "government"},
    {"light": "no such colour"},
]


def zone_of_every_kind() -> None:
    """Put projects of every colour, stage, amount and gap into the zone, and one next door."""
    stages = ("signed", "groundbreaking", "in_production", "lead")
    for n in range(12):
        project = make.project(
            f"项目{n}", stage=stages[n % 4], total_wan=None if n == 5 else Decimal(f"{1000 * n}.25"),
            kind="government" if n in (1, 9) else "attraction",
        )  # fmt: skip
        _facts(project, n)
    make.project("集团", is_group=True, total_wan=Decimal(999999))
    stranger = make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    cases.year_plan(stranger, 5000, 2026)
    cases.reported(stranger, 6, 100, 2026)
    for zone in (make.zone(), stranger.zone):
        judge_projects(zone.pk, day=DAY, at=cases.at(DAY))


def _facts(project: Project, n: int) -> None:
    if n % 3:
        cases.milestone(project, due=date(2026, 1 + n % 9, 15), done_on=DAY if n == 7 else None)
    if n % 4:
        cases.year_plan(project, f"{800 + n}.3333", 2026)
    if n % 5:
        cases.reported(project, 7 if n % 2 else 6, f"{60 * n}.1", 2026)
    if n == 3:
        cases.reported(project, 7, 1, 2026, method="paid")
    if n % 2:
        cases.lead(project)
        Listing.objects.create(
            project=project, zone=project.zone, name="年度清单", year=2026, nature="new", planned_new=True
        )
    if n == 4:
        Assignment.objects.create(project=project, zone=project.zone, role="liaison", user=make.he())


READERS: dict[str, Callable[[], User]] = {
    "clerk": lambda: make.user("lin", "clerk", day=DAY),
    "leader": lambda: make.user("zhao", "leader", day=DAY),
    "handler": lambda: make.user("sun", "unit_handler", of_unit=make.unit(), day=DAY),
    "liaison": lambda: make.user("he", "liaison", day=DAY),
    "enterprise": lambda: make.user("chen", "enterprise", day=DAY),
    "stranger": lambda: make.user("wu", "clerk", in_zone=make.zone("邻县工业园区", "330822"), day=DAY),
}


def same(one: figures.Value, other: figures.Value) -> bool:
    """Equal as printed and far beyond: databases that add in floating point differ after 10 digits."""
    if one is None or other is None:
        return one is other
    return abs(Decimal(one) - Decimal(other)) < Decimal("0.000001")


def test_every_figure_is_the_sum_of_its_rows_for_every_reader_and_filter() -> None:
    zone_of_every_kind()
    wrong = [
        (figure.name, name, asked)
        for name, reader in READERS.items()
        for asked in (FILTERS if name == "clerk" else FILTERS[:3])
        for figure in figures.every()
        if not holds(figure, Scope(reader(), DAY, asked))
    ]
    assert wrong == []
    assert len(figures.every()) >= 10


def holds(figure: Figure, scope: Scope) -> bool:
    """Tell whether a figure computed at once is what walking its rows gives."""
    return same(figure.compute(scope).value, figure.recount(scope))


def test_the_rows_a_figure_opens_give_the_same_figure_again() -> None:
    zone_of_every_kind()
    reader = READERS["clerk"]()
    wrong = []
    for asked in FILTERS:
        for figure in figures.every():
            answer = figure.compute(Scope(reader, DAY, asked))
            opened = figure.compute(Scope(reader, DAY, answer.rows))
            if not same(answer.value, opened.value):
                wrong.append((figure.name, asked, answer.value, opened.value))
    assert wrong == []


def test_a_count_opens_exactly_as_many_rows_as_it_says() -> None:
    zone_of_every_kind()
    reader = READERS["clerk"]()
    for figure in figures.every():
        answer = figure.compute(Scope(reader, DAY))
        if figure.unit == "项":
            assert len(rows(reader, answer.rows)) == answer.value, figure.name


def rows(reader: User, asked: dict[str, str]) -> list[int]:
    """Return the projects the ledger page would list."""
    seen = Project.objects.visible_to(reader).counted()
    return list(keeping.binding("projects").narrow(seen, asked, reader).values_list("pk", flat=True))


def test_every_condition_a_figure_opens_is_one_the_ledger_knows() -> None:
    zone_of_every_kind()
    known = keeping.binding("projects").filters
    for figure in figures.every():
        answer = figure.compute(Scope(READERS["clerk"](), DAY))
        assert set(answer.rows) <= set(known), figure.name


def test_a_stranger_counts_only_what_is_his() -> None:
    zone_of_every_kind()
    figure = figures.get("annual_plan")
    assert figure is not None
    assert figure.compute(Scope(READERS["stranger"](), DAY)).value == 5000


def test_every_figure_says_what_it_is_in_words() -> None:
    for figure in figures.every():
        assert figure.label, figure.name
        assert figure.unit, figure.name
        assert len(figure.definition) > 5, figure.name
