"""催办 reminds a unit with a day to answer by."""

from datetime import date, timedelta
from typing import Any

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects.models import Project
from greenlight.warnings import actions, why
from greenlight.warnings.models import Nudge
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


def nudge(project: Project, **values: Any) -> Nudge:
    values.setdefault("by", make.by())
    values.setdefault("unit", make.unit("住建局"))
    values.setdefault("answer_by", date(2022, 8, 5))
    values.setdefault("message", "请说明施工许可证为何没核发")
    return actions.nudge(project=project, **values)


def test_a_nudge_is_journalled_and_told_by_its_date() -> None:
    project = make.project()
    row = nudge(project)
    assert why.nudge_state(row, DAY) == "催办中，08-05 前答复"
    assert why.nudge_state(row, date(2022, 8, 5)) == "催办中，今天答复"
    assert why.nudge_state(row, date(2022, 8, 7)) == "答复已超期 2 天"
    assert JournalRow.objects.get(verb="nudge").after["unit"] == "住建局"


def test_the_reminded_unit_answers_once() -> None:
    project, unit = make.project(), make.unit("住建局")
    cases.milestone(project, owner=unit)
    row = nudge(project, unit=unit)
    answered = actions.answer_nudge(by=make.by(make.sun(unit)), nudge=row, answer="8 月 3 日前补齐材料")
    assert (answered.answer, answered.answered_by_name) == ("8 月 3 日前补齐材料", "sun")
    assert why.nudge_state(answered, DAY) == "07-31 已答复"
    with pytest.raises(Refused, match="已经答复过了"):
        actions.answer_nudge(by=make.by(), nudge=row, answer="再答一次")


def test_another_unit_does_not_answer_for_it() -> None:
    row = nudge(make.project())
    other = make.user("qian", "unit_handler", of_unit=make.unit("资规分局"))
    with pytest.raises(NotAllowed):
        actions.answer_nudge(by=make.by(other), nudge=row, answer="我来说")


def test_a_unit_of_another_zone_cannot_be_reminded() -> None:
    foreign = make.unit("邻县住建局", make.zone("邻县工业园区", "330822"))
    with pytest.raises(Refused, match="不在本开发区"):
        nudge(make.project(), unit=foreign)


def test_the_day_to_answer_lies_ahead_and_the_words_are_not_empty() -> None:
    project = make.project()
    with pytest.raises(Refused, match="答复日期"):
        nudge(project, answer_by=DAY - timedelta(days=1))
    with pytest.raises(Refused, match="写明"):
        nudge(project, message="  ")
    assert Nudge.objects.count() == 0


def test_an_inspector_reads_and_does_not_nudge() -> None:
    with pytest.raises(NotAllowed):
        nudge(make.project(), by=make.by(make.user("ji", "inspector")))
