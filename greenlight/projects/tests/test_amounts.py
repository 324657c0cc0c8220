"""Amounts by kind of paper; one kind leads and is the total."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions
from greenlight.projects.models import Amount
from greenlight.projects.tests.looking import fresh, last
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2022, 3, 1)


@pytest.mark.parametrize(
    ("project_kind", "kind", "total"),
    [
        ("attraction", "agreed", 8000),
        ("attraction", "registered", 30000),
        ("attraction", "contract", 30000),
        ("government", "estimate", 8000),
        ("government", "final", 30000),
        ("technical_upgrade", "registered", 8000),
    ],
)
def test_the_total_moves_with_the_kind_that_leads_alone(project_kind: str, kind: str, total: int) -> None:
    project = make.project(kind=project_kind, stage="registration")
    made = actions.set_amount(by=make.by(), project=project, kind=kind, amount_wan=Decimal(8000), on=ON)
    assert fresh(project).total_wan == total
    assert (made.amount_wan, made.on, made.zone_id) == (Decimal(8000), ON, project.zone_id)
    assert fresh(project).version == 2


def test_the_amount_before_it_stays_and_is_told() -> None:
    project = make.project()
    for wan in (100, 120):
        actions.set_amount(by=make.by(), project=project, kind="contract", amount_wan=Decimal(wan), on=None)
    assert Amount.objects.filter(project=project).count() == 2
    assert (last(project).before, last(project).after) == ({"合同价": "100"}, {"合同价": "120"})


@pytest.mark.parametrize(
    ("kind", "wan", "on", "told"),
    [
        ("odd", "1", ON, "金额的种类"),
        ("contract", "-1", ON, "合同价 -1 万元不对"),
        ("contract", "1E12", ON, "不会有这么大"),
        ("contract", "1.00001", ON, "合同价 1.00001 万元太细：最多 4 位小数"),
        ("contract", "NaN", ON, "不对"),
        ("contract", "Infinity", ON, "不对"),
        ("contract", "1", date(2022, 8, 1), "还没有到"),
        ("contract", "1", date(22, 8, 1), "太早"),
    ],
)
def test_an_amount_that_cannot_be_is_refused(kind: str, wan: str, on: date, told: str) -> None:
    project = make.project()
    with pytest.raises(Refused, match=told):
        actions.set_amount(by=make.by(), project=project, kind=kind, amount_wan=Decimal(wan), on=on)
    assert (Amount.objects.count(), fresh(project).version) == (0, 1)


def test_only_editors_set_amounts() -> None:
    with pytest.raises(NotAllowed):
        actions.set_amount(
            by=make.by(make.sun()), project=make.project(), kind="agreed", amount_wan=Decimal(1), on=None
        )
