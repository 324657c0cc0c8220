"""What a reader meets on the way: the cockpit beside last month, a group, what may not be clicked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from greenlight.base.figures import Scope
from greenlight.base.models import File, ImportBatch
from greenlight.desk.cockpit.tiles import lamps, month_before
from greenlight.people.context import data_until
from greenlight.people.models import User
from greenlight.warnings.actions import judge_projects
from tests import make

pytestmark = pytest.mark.django_db
AUGUST = date(2022, 8, 31)


def signed_in(user: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2022, 8, 31), date(2022, 7, 31)),
        (date(2022, 3, 31), date(2022, 2, 28)),
        (date(2024, 3, 30), date(2024, 2, 29)),
        (date(2023, 1, 15), date(2022, 12, 15)),
    ],
)
def test_a_month_ago_is_the_same_day_or_the_last_of_a_shorter_month(day: date, before: date) -> None:
    assert month_before(day) == before


def test_lights_are_compared_with_those_of_a_month_ago() -> None:
    make.project("甲项目")
    judge_projects(make.zone().pk, day=make.TODAY, at=make.NOW, cause="day")
    make.project("乙项目")
    judge_projects(make.zone().pk, day=AUGUST, at=make.NOW, cause="day")
    found = {one["colour"]: one for one in lamps(Scope(make.lin(), AUGUST))}
    assert found["grey"]["count"] == 2
    assert found["grey"]["more"] == 1
    assert found["red"]["more"] == 0


def test_no_change_is_claimed_where_nobody_judged_a_month_ago() -> None:
    make.project("甲项目")
    judge_projects(make.zone().pk, day=AUGUST, at=make.NOW, cause="day")
    assert {one["more"] for one in lamps(Scope(make.lin(), AUGUST))} == {None}


def test_a_group_shows_its_phases_and_their_sum_and_no_light_of_its_own() -> None:
    group = make.project("甲项目", is_group=True)
    for no, wan in ((1, 30000), (2, 12500)):
        make.project(f"甲项目{'一二'[no - 1]}期", parent=group, phase_no=no, total_wan=Decimal(wan))
    page = signed_in(make.lin()).get(f"/projects/{group.pk}/").content.decode()
    assert "甲项目一期" in page
    assert "甲项目二期" in page
    assert "合计（2 期）" in page
    assert "4.25" in page
    assert "为什么是" not in page
    assert "排计划" not in page


def test_a_group_without_phases_says_how_to_add_one() -> None:
    group = make.project("甲项目", is_group=True)
    page = signed_in(make.lin()).get(f"/projects/{group.pk}/?tab=milestones").content.decode()
    assert "这个项目群下面还没有项目" in page


def test_a_unit_is_not_offered_what_only_the_office_may_do() -> None:
    client = signed_in(make.sun())
    page = client.get("/").content.decode()
    assert 'href="/imports/"' not in page
    assert 'href="/imports/"' in signed_in(make.lin()).get("/").content.decode()


def test_the_data_reach_to_the_end_of_the_newest_month_imported_and_not_undone() -> None:
    zone = make.zone()
    assert data_until(zone) is None
    file = File.objects.create(
        zone_id=zone.pk, name="七月.xlsx", size=1, sha256="0" * 64, content="x", at=make.NOW
    )
    for period, state in (("2022-07", "applied"), ("2022-08", "undone"), ("2023", "applied")):
        ImportBatch.objects.create(
            zone_id=zone.pk, ledger="projects", file=file, state=state, period=period, created_at=make.NOW
        )
    assert data_until(zone) == date(2022, 7, 31)
