"""A year plan is set; a change is a new version with its reason."""

from decimal import Decimal
from typing import Any

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import actions
from greenlight.investment.models import YearPlan
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db


def plan(project: Project, amount: str, reason: str = "", **values: Any) -> YearPlan:
    return actions.set_year_plan(
        by=make.by(), project=project, year=2022, amount_wan=Decimal(amount), reason=reason, **values
    )


def test_a_changed_plan_is_a_new_version_and_the_old_one_stays() -> None:
    project = make.project()
    plan(project, "12000")
    with pytest.raises(Refused, match="调整要写原因"):
        plan(project, "9000")
    plan(project, "9000", "市发改局 7 月调整")
    rows = YearPlan.objects.filter(project=project).order_by("version")
    assert [(row.version, int(row.amount_wan), row.in_force) for row in rows] == [
        (1, 12000, False),
        (2, 9000, True),
    ]


def test_months_of_a_plan_grow_to_the_year() -> None:
    project = make.project()
    months = [Decimal(100 * n) for n in range(1, 13)]
    assert plan(project, "1200", months_wan=months).months_wan == [str(one) for one in months]
    with pytest.raises(Refused, match="1—12 月累计 1,200 万元不等于年度计划 1,300 万元"):
        plan(project, "1300", "调整", months_wan=months)
    with pytest.raises(Refused, match="1—6 月累计 50 万元比上个月的 500 万元少"):
        plan(project, "1200", "调整", months_wan=[*months[:5], Decimal(50), *months[6:]])


def test_a_plan_beyond_reason_is_refused_with_its_unit() -> None:
    with pytest.raises(Refused, match="单位是不是万元"):
        plan(make.project(), "99999999999")


def test_a_unit_handler_does_not_set_plans() -> None:
    project = make.project()
    with pytest.raises(NotAllowed):
        actions.set_year_plan(
            by=make.by(make.sun()), project=project, year=2022, amount_wan=Decimal(1), reason=""
        )
