"""形象进度: words, per cent and the day somebody looked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import Assignment, Project
from greenlight.projects.tests.looking import fresh, last
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 7, 20)


def report(project: Project, **more: object) -> Project:
    values = {"by": make.by(), "words": "主体三层", "percent": Decimal("42.5"), "on": ON} | more
    return actions.report_site(project=project, **values)  # type: ignore[arg-type]


def test_what_was_seen_stands_on_the_record_with_its_day() -> None:
    project = report(make.project(site_progress="打桩"))
    assert (project.site_progress, project.site_percent, project.site_updated_on) == (
        "主体三层",
        Decimal("42.5"),
        ON,
    )
    assert fresh(project).version == 2
    assert last(project).before["site_progress"] == "打桩"
    assert last(project).after == {
        "site_progress": "主体三层", "site_percent": "42.5", "site_updated_on": "2022-07-20",
    }  # fmt: skip


@pytest.mark.parametrize("percent", [None, Decimal(0), Decimal(100)])
def test_the_per_cent_may_be_left_out_nought_or_all(percent: Decimal | None) -> None:
    assert report(make.project(), percent=percent).site_percent == percent


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"percent": Decimal("-0.01")}, "0 到 100"),
        ({"percent": Decimal("100.01")}, "0 到 100"),
        ({"percent": Decimal("NaN")}, "0 到 100"),
        ({"on": date(2022, 8, 1)}, "现场日期 2022-08-01 还没有到"),
        ({"on": date(1989, 12, 31)}, "太早"),
        ({"words": " \n "}, "请写现场到了哪一步"),
        ({"words": "长" * 2001}, "最多 2000 个字"),
    ],
)
def test_a_report_that_cannot_be_is_refused(more: dict[str, object], told: str) -> None:
    project = make.project()
    with pytest.raises(Refused, match=told):
        report(project, **more)
    assert fresh(project).version == 1


def test_a_responsible_unit_reports_the_site_but_does_not_edit() -> None:
    project = make.project()
    Assignment.objects.create(project=project, zone=project.zone, role="lead", unit=make.unit())
    sun = make.by(make.sun())
    assert report(project, by=sun).site_progress == "主体三层"
    with pytest.raises(NotAllowed):
        actions.edit(by=sun, project=project, facts={"remark": "x"})


def test_a_unit_below_the_responsible_one_reports_for_it_and_one_elsewhere_does_not() -> None:
    project, above = make.project(), make.unit("建设局")
    Assignment.objects.create(
        project=project, zone=project.zone, role="lead", unit=make.unit("质监站", parent=above)
    )
    assert report(project, by=make.by(make.user("gao", "unit_handler", of_unit=above)))
    for person in (make.user("li", "unit_handler", of_unit=make.unit("别的局")), make.wu(), make.chen()):
        with pytest.raises(NotAllowed):
            report(project, by=make.by(person))


def test_a_report_on_a_stale_page_collides() -> None:
    with pytest.raises(Collided):
        report(make.project(version=3), version=2)


def test_a_group_has_no_site() -> None:
    with pytest.raises(Refused, match="是项目群"):
        report(make.project(is_group=True))
