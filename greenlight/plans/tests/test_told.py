"""What is done to a plan is told in words: on the project's log no name of code is left."""

from __future__ import annotations

import re
from datetime import date

import pytest

from greenlight.base.models import JournalItem, JournalRow
from greenlight.plans import actions
from greenlight.plans.drafting import Wish
from greenlight.plans.models import PlanVersion
from greenlight.plans.tests import cast
from greenlight.projects import history
from tests import make

pytestmark = pytest.mark.django_db


def lived() -> None:
    """Do every deed on a plan once."""
    by, leader = make.by(), make.by(make.zhao())
    project = cast.project()
    cast.skeleton(project, in_production=date(2029, 12, 31))
    for _ in range(2):
        actions.save_draft(by=by, project=project, wish=Wish("backward"))
        actions.discard(by=by, project=project)
    actions.save_draft(by=by, project=project, wish=Wish("backward"))
    actions.approve(by=leader, project=project)
    stone = cast.stone(project, "IND001")
    to = date(2029, 1, 31)
    for _ in range(2):
        slip = actions.ask(by=by, milestone=stone, to_due=to, reason_class="land", reason="净地晚")
        actions.take_back(by=by, milestone=stone)
    slip = actions.ask(by=by, milestone=stone, to_due=to, reason_class="land", reason="净地晚")
    actions.decide(by=leader, project=project, slips=[slip], approve=True)
    actions.edit(by=by, milestone=stone, due=date(2028, 12, 31), owner=make.unit("招商中心"))
    actions.report(by=by, milestone=stone, started_on=make.TODAY, percent=None)
    actions.withdraw(by=by, milestone=stone, why="填错")
    actions.make_many(by=by, ids=[cast.project(name="又一个").pk], wish=Wish("forward"))


def test_every_deed_on_a_plan_and_what_it_changed_is_told_in_words() -> None:
    lived()
    entries = history.merged(JournalRow.objects.all(), JournalItem.objects.select_related("row"), [])
    told = {entry.what for entry in entries}
    assert {"批量排计划", "撤回改期申请", "存计划草稿", "批准计划草稿", "撤掉计划草稿"} <= told
    for entry in entries:
        assert not re.search("[a-z]", entry.what), entry.what
        for what, before, after in entry.changes:
            # 天 and codes aside, a clerk reads no English: the names of units and of nodes are Chinese.
            assert not re.search("[a-z_]{2,}", what.removeprefix("groundbreaking")), what
            assert not re.search("[a-z_]{3,}", before + after), (what, before, after)


def test_the_words_of_how_a_plan_came_to_be_are_those_of_the_plan() -> None:
    assert history.CHOICES["origin"] == dict(PlanVersion.Origin.choices)
