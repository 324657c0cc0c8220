"""Lists of a year: the base of rates."""

from __future__ import annotations

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import Listing
from greenlight.projects.tests.looking import fresh, last, rows
from tests import make

pytestmark = pytest.mark.django_db


def test_a_project_stands_on_a_list_once_a_year() -> None:
    project = make.project()
    for nature, new in (("new", True), ("continuing", False)):
        actions.list_on(
            by=make.by(), project=project, name=" 省重点 ", year=2022, nature=nature, planned_new=new
        )
    one = Listing.objects.get(project=project)
    assert (one.name, one.nature, one.planned_new) == ("省重点", "continuing", False)
    row = last(project)
    assert row.before == {"listing": "省重点", "year": 2022, "nature": "new", "planned_new": True}
    assert row.after["nature"] == "continuing"
    assert fresh(project).version == 3


def test_listing_it_the_same_way_again_is_no_deed() -> None:
    project = make.project()
    actions.list_on(by=make.by(), project=project, name="省重点", year=2022)
    before = rows()
    actions.list_on(by=make.by(), project=project, name="省重点", year=2022)
    assert (rows(), fresh(project).version) == (before, 2)


@pytest.mark.parametrize(
    ("name", "year", "nature"),
    [
        ("", 2022, ""),
        ("长" * 61, 2022, ""),
        ("省重点", 1989, ""),
        ("省重点", 99999, ""),
        ("省重点", 2022, "odd"),
    ],
)
def test_a_list_that_is_none_is_refused(name: str, year: int, nature: str) -> None:
    with pytest.raises(Refused):
        actions.list_on(by=make.by(), project=make.project(), name=name, year=year, nature=nature)
    assert not Listing.objects.exists()


def test_a_project_put_on_a_list_by_mistake_is_taken_off_and_the_journal_keeps_it() -> None:
    project = make.project()
    one = actions.list_on(by=make.by(), project=project, name="省重点", year=2022)
    actions.list_off(by=make.by(), listing=one)
    assert not Listing.objects.exists()
    assert (last(project).verb, last(project).before["listing"]) == ("project.unlist", "省重点")
    assert fresh(project).version == 3
    one.pk = 987
    with pytest.raises(Refused, match="已不在这个名录里"):
        actions.list_off(by=make.by(), listing=one)


def test_only_editors_change_lists() -> None:
    project = make.project()
    one = actions.list_on(by=make.by(), project=project, name="省重点", year=2022)
    with pytest.raises(NotAllowed):
        actions.list_on(by=make.by(make.sun()), project=project, name="市重点", year=2022)
    with pytest.raises(NotAllowed):
        actions.list_off(by=make.by(make.sun()), listing=one)
