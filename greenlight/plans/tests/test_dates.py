"""Editing a milestone: earlier at once, later only by a slip, the owner from the zone's units."""

from __future__ import annotations

from datetime import date

import pytest

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.plans import actions
from greenlight.plans.models import Baseline, Milestone, PlanVersion, Slip
from greenlight.plans.tests import cast
from tests import make

pytestmark = pytest.mark.django_db
DUE = date(2022, 12, 31)


def stone() -> Milestone:
    project = cast.project(stage="signed")
    cast.skeleton(project, groundbreaking=DUE)
    return cast.stone(project, "groundbreaking")


def test_an_earlier_date_is_a_new_version_at_once() -> None:
    one = stone()
    assert actions.edit(by=make.by(), milestone=one, due=date(2022, 11, 30)) is None
    one.refresh_from_db()
    version = PlanVersion.objects.get(state="approved")
    assert (one.due, version.n, version.origin) == (date(2022, 11, 30), 2, "edited")
    assert Baseline.objects.get().dates == {"groundbreaking": "2022-12-31"}
    row = JournalRow.objects.get(verb="plan.edit")
    assert (row.before["due"], row.after["due"]) == ("2022-12-31", "2022-11-30")
    one.project.refresh_from_db()
    assert one.project.version == 2


def test_a_later_date_waits() -> None:
    one = stone()
    with pytest.raises(Refused, match="推后要写原因"):
        actions.edit(by=make.by(), milestone=one, due=date(2023, 1, 31))
    slip = actions.edit(
        by=make.by(), milestone=one, due=date(2023, 1, 31), reason_class="funds", reason="资金没到位"
    )
    assert slip is not None
    one.refresh_from_db()
    assert (one.due, slip.state) == (DUE, "waiting")


def test_an_earlier_date_makes_a_waiting_request_pointless() -> None:
    one = stone()
    actions.edit(by=make.by(), milestone=one, due=date(2023, 1, 31), reason_class="funds", reason="资金")
    actions.edit(by=make.by(), milestone=one, due=date(2022, 10, 31))
    assert Slip.objects.get().state == "withdrawn"


def test_the_owner_changes_within_the_zone() -> None:
    one = stone()
    other = make.unit("住建局")
    actions.edit(by=make.by(), milestone=one, owner=other)
    one.refresh_from_db()
    assert one.owner == other
    assert JournalRow.objects.get(verb="plan.edit").after["owner"] == "住建局"
    far = make.unit("外区局", make.zone("邻县工业园区", "330822"))
    with pytest.raises(Refused, match="不在本区"):
        actions.edit(by=make.by(), milestone=one, owner=far)


def test_who_may_not_edit_or_comes_too_late_is_told() -> None:
    one = stone()
    for actor in (make.sun(), make.wu()):
        with pytest.raises(NotAllowed, match="要推后请申请改期"):
            actions.edit(by=make.by(actor), milestone=one, due=date(2022, 11, 30))
    with pytest.raises(Collided):
        actions.edit(by=make.by(), milestone=one, due=date(2022, 11, 30), version=5)
    with pytest.raises(Refused, match="没有要改的"):
        actions.edit(by=make.by(), milestone=one, due=DUE)
