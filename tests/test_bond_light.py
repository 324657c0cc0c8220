"""The light of special bonds (天津 2022): booked on the tab, judged by the pack a zone chose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greenlight.investment import actions as money
from greenlight.investment import funds
from greenlight.warnings import actions
from greenlight.warnings.models import Scene
from tests import cases, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("spent", "colour"), [("4000", "green"), ("3000", "yellow"), ("2000", "red")])
def test_a_bond_below_what_should_be_spent_turns_the_investment_light(spent: str, colour: str) -> None:
    project = make.project()
    codes = ["default", "tianjin-2022"]
    by = make.by(make.zhao())
    actions.choose_packs(by=by, zone=project.zone, codes=codes, valid_from=make.TODAY, why="会议")
    bond = money.add_fund(
        by=make.by(), project=project, source="bond", name="第一批", planned_wan=Decimal(6000),
        issued_on=date(2022, 3, 18),
    )  # fmt: skip
    day = date(2022, 7, 30)  # April to July: four of six month ends
    for kind, amount in (("paid_in", "6000"), ("spent", spent)):
        money.book(by=make.by(), fund=bond, kind=kind, day=day, amount_wan=Decimal(amount))
    actions.ensure_judged(project.zone_id, make.TODAY, make.NOW)
    assert cases.light(project, Scene.INVESTMENT).colour == colour
    (line,) = funds.lines([bond], make.TODAY)
    assert (line.colour if line.below else "green") == colour
