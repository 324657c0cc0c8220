"""Reporting what was done: events, of which the last that stands counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import actions
from greenlight.plans.models import Actual, Milestone
from greenlight.plans.tests import cast
from tests import make

pytestmark = pytest.mark.django_db
DONE = date(2022, 7, 20)


def groundbreaking(owner: str = "经济发展科") -> Milestone:
    project = cast.project(stage="signed")
    cast.skeleton(project, groundbreaking=date(2022, 7, 31), completed=date(2023, 12, 31))
    Milestone.objects.filter(project=project).update(owner=make.unit(owner))
    return cast.stone(project, "groundbreaking")


def test_a_milestone_reported_done_is_done_journalled_and_counted() -> None:
    stone = groundbreaking()
    actions.report(by=make.by(), milestone=stone, done_on=DONE)
    stone.refresh_from_db()
    assert (stone.done_on, stone.percent) == (DONE, Decimal(100))
    row = JournalRow.objects.get(verb="plan.actual")
    assert (row.subject_id, row.after["done_on"]) == (stone.project_id, "2022-07-20")
    stone.project.refresh_from_db()
    assert stone.project.version == 2


def test_what_is_not_said_stays_as_it_was() -> None:
    stone = groundbreaking()
    actions.report(by=make.by(), milestone=stone, started_on=date(2022, 7, 1))
    actions.report(by=make.by(), milestone=stone, percent=Decimal(40))
    stone.refresh_from_db()
    assert (stone.started_on, stone.percent, stone.done_on) == (date(2022, 7, 1), Decimal(40), None)


def test_a_report_taken_back_leaves_the_one_before_it() -> None:
    stone = groundbreaking()
    actions.report(by=make.by(), milestone=stone, percent=Decimal(40))
    actions.report(by=make.by(), milestone=stone, done_on=DONE)
    actions.withdraw(by=make.by(), milestone=stone, why="填错了")
    stone.refresh_from_db()
    assert (stone.done_on, stone.percent) == (None, Decimal(40))
    assert Actual.objects.filter(milestone=stone, withdrawn=True).count() == 1
    assert JournalRow.objects.get(verb="plan.withdraw").why == "填错了"
    actions.withdraw(by=make.by(), milestone=stone)
    with pytest.raises(Refused, match="没有报过"):
        actions.withdraw(by=make.by(), milestone=stone)


def test_the_owning_unit_reports_and_another_unit_may_not() -> None:
    stone = groundbreaking("住建局")
    actions.report(by=make.by(make.sun(make.unit("住建局"))), milestone=stone, percent=Decimal(10))
    for actor in (make.user("qian", "unit_handler", of_unit=make.unit("财政局")), make.wu()):
        with pytest.raises(NotAllowed, match="不归您的单位"):
            actions.report(by=make.by(actor), milestone=stone, done_on=DONE)
        with pytest.raises(NotAllowed, match="不归您的单位"):
            actions.withdraw(by=make.by(actor), milestone=stone)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"done_on": date(2022, 8, 1)}, "还没有到"),
        ({"started_on": DONE, "done_on": date(2022, 7, 1)}, "早于开始日"),
        ({"percent": Decimal(101)}, "0 到 100"),
        ({"done_on": date(1899, 1, 1)}, "核对年份"),
        ({}, "没有要报的"),
    ],
)
def test_what_cannot_be_is_refused_in_words(told: dict[str, date], words: str) -> None:
    stone = groundbreaking()
    with pytest.raises(Refused, match=words):
        actions.report(by=make.by(), milestone=stone, **told)  # type: ignore[arg-type]
    assert not Actual.objects.exists()


def test_a_milestone_already_done_or_changed_meanwhile_is_not_reported_again() -> None:
    stone = groundbreaking()
    with pytest.raises(Collided):
        actions.report(by=make.by(), milestone=stone, done_on=DONE, version=7)
    actions.report(by=make.by(), milestone=stone, done_on=DONE, version=1)
    with pytest.raises(Refused, match="请先撤回再报"):
        actions.report(by=make.by(), milestone=stone, done_on=DONE)


def test_a_milestone_that_went_with_its_import_is_refused_in_words() -> None:
    project = cast.project()
    cast.skeleton(project, groundbreaking=date(2022, 9, 1))
    stone = cast.stone(project, "groundbreaking")
    Milestone.objects.filter(pk=stone.pk).delete()
    with pytest.raises(Refused, match="已经不在了"):
        actions.report(by=make.by(), milestone=stone, done_on=date(2022, 7, 1))
