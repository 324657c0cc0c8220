"""项目代码: their shape, each once in a zone, a re-filing keeps the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import ProjectCode
from greenlight.projects.tests.looking import fresh, last, sentence
from tests import make

pytestmark = pytest.mark.django_db
ONE, TWO = "2206-330881-04-01-123456", "2207-330881-04-01-654321"


@pytest.mark.parametrize("typed", [ONE, f" {ONE} ", ONE.replace("-", "—"), ONE.replace("-", "")])
def test_a_code_is_kept_in_its_one_form(typed: str) -> None:
    project = make.project()
    made = actions.add_code(by=make.by(), project=project, code=typed)
    assert (made.code, made.valid_from, made.valid_to) == (ONE, make.TODAY, None)
    assert (last(project).verb, last(project).after) == ("project.code", {"code": ONE})
    assert fresh(project).version == 2


@pytest.mark.parametrize("typed", ["", "abc", "2213-330881-04-01-123456", ONE + "7", "\x00", "长" * 400])
def test_what_is_no_code_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_code(by=make.by(), project=make.project(), code=typed)
    assert "不是项目代码，应像 2306-330881-04-01-123456" in sentence(refused)
    assert len(sentence(refused)) < 100


def test_a_code_stands_on_one_project_of_a_zone() -> None:
    first, second = make.project("甲项目"), make.project("乙项目")
    actions.add_code(by=make.by(), project=first, code=ONE)
    with pytest.raises(Refused, match="已在项目“甲项目”上"):
        actions.add_code(by=make.by(), project=second, code=ONE)
    with pytest.raises(Refused, match="已登记过"):
        actions.add_code(by=make.by(), project=first, code=ONE)


def test_another_zone_may_hold_the_same_code() -> None:
    wu = make.wu()
    there = make.project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    actions.add_code(by=make.by(), project=make.project(), code=ONE)
    assert actions.add_code(by=make.by(wu), project=there, code=ONE).code == ONE


def test_a_project_may_bear_several_codes() -> None:
    project = make.project()
    for code in (ONE, TWO):
        actions.add_code(by=make.by(), project=project, code=code)
    assert project.codes.filter(valid_to__isnull=True).count() == 2


def test_a_new_filing_ends_the_old_code_and_points_to_its_successor() -> None:
    project = make.project()
    old = actions.add_code(by=make.by(), project=project, code=ONE)
    new = actions.add_code(by=make.by(), project=project, code=TWO, replaces=old, on=date(2022, 7, 1))
    old.refresh_from_db()
    assert (old.replaced_by, old.valid_to) == (new, make.TODAY - timedelta(days=1))
    assert (last(project).before, last(project).after) == ({"code": ONE}, {"code": TWO})
    with pytest.raises(Refused, match="已不在用"):
        actions.add_code(by=make.by(), project=project, code=ONE, replaces=old)


def test_a_code_of_another_project_is_not_ended() -> None:
    first, second = make.project("甲项目"), make.project("乙项目")
    held = actions.add_code(by=make.by(), project=first, code=ONE)
    with pytest.raises(Refused, match="已不在用"):
        actions.add_code(by=make.by(), project=second, code=TWO, replaces=held)
    assert ProjectCode.objects.get().valid_to is None


def test_a_code_is_not_issued_tomorrow() -> None:
    with pytest.raises(Refused, match="赋码日期 2022-08-01 还没有到"):
        actions.add_code(by=make.by(), project=make.project(), code=ONE, on=date(2022, 8, 1))


def test_only_editors_add_codes() -> None:
    with pytest.raises(NotAllowed):
        actions.add_code(by=make.by(make.sun()), project=make.project(), code=ONE)
