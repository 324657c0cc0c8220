"""After dates moved, the network says anew what is left to spare, each node in days of its own clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.base.calendars import china
from greenlight.base.keeping import Change
from greenlight.plans import actions, floats
from greenlight.plans.drafting import Wish
from greenlight.plans.keeping import PlanKeeper
from greenlight.plans.models import Milestone, MilestoneDates, PlanVersion, Slip
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db
FAR, FARTHER = date(2029, 12, 31), date(2030, 6, 28)
Spare = dict[str, tuple[date | None, int | None, bool]]


def planned(**more: date) -> Project:
    project = cast.project()
    cast.skeleton(project, in_production=FAR, **more)
    cast.planned(project, Wish("backward"))
    return project


def spare(project: Project) -> Spare:
    rows = MilestoneDates.objects.filter(version__plan__project=project, version__state="approved")
    told = rows.values_list("milestone__key", "latest", "total_float", "critical")
    return {key: (latest, total, critical) for key, latest, total, critical in told}


def later(project: Project, key: str, to: date) -> PlanVersion:
    slip = actions.ask(
        by=make.by(), milestone=cast.stone(project, key), to_due=to, reason_class="land", reason="净地晚"
    )
    made = actions.decide(by=make.by(make.zhao()), project=project, slips=[slip], approve=True)
    assert made is not None
    return made


def test_a_version_nothing_moved_in_has_the_floats_its_plan_was_saved_with() -> None:
    project = planned(groundbreaking=date(2026, 3, 31))
    before = spare(project)
    floats.renew([PlanVersion.objects.get(state="approved").pk])
    assert spare(project) == before


def test_a_promise_that_moves_gives_the_working_days_to_all_that_lead_to_it() -> None:
    project = planned()
    before = spare(project)
    later(project, "in_production", FARTHER)
    after = spare(project)
    gained = china().difference(FAR, FARTHER)
    assert after["in_production"][0] == FARTHER
    # Nodes in calendar days on the way cost a day or two of those gained at the end.
    assert 120 < (after["IND001"][1] or 0) - (before["IND001"][1] or 0) <= gained == 126
    assert PlanVersion.objects.get(state="approved").anchor == FARTHER


def test_a_node_that_moves_later_has_that_much_less_to_spare_and_so_has_what_follows() -> None:
    project = planned()
    before = spare(project)
    one = cast.stone(project, "IND001")
    assert one.due is not None
    to = china().add(one.due, 20)
    later(project, "IND001", to)
    after = spare(project)
    assert after["IND001"][0] == before["IND001"][0]
    assert after["IND001"][1] == (before["IND001"][1] or 0) - 20
    assert (after["in_production"][1] or 0) < (before["in_production"][1] or 0)
    moved = cast.stone(project, "IND001")
    assert (moved.due, moved.start) == (to, china().add(one.start or to, 20))


def test_a_plan_without_links_has_no_float_to_tell() -> None:
    project = cast.project(stage="signed")
    cast.skeleton(project, groundbreaking=date(2022, 12, 31), completed=date(2024, 12, 31))
    later(project, "groundbreaking", date(2023, 3, 31))
    assert set(spare(project).values()) == {(None, None, False)}


def test_approving_many_requests_asks_as_many_queries_as_approving_two() -> None:
    def queries(name: str, count: int) -> int:
        project = cast.project(name=name)
        cast.planned(project, Wish("forward"))
        slips = [
            Slip.objects.create(
                milestone=one, zone=one.zone, from_due=one.due or FAR, reason_class="land",
                to_due=(one.due or FAR) + timedelta(days=7), asked_by_name="孙", asked_at=make.NOW,
            )
            for one in Milestone.objects.filter(project=project, done_on=None).order_by("seq")[:count]
        ]  # fmt: skip
        assert len(slips) == count
        with CaptureQueriesContext(connection) as asked:
            actions.decide(by=make.by(make.zhao()), project=project, slips=slips, approve=True)
        return len(asked)

    few = queries("两条", 2)
    assert queries("四十五条", 45) <= few


def test_an_earlier_promise_in_a_ledger_takes_the_days_from_all_that_lead_to_it() -> None:
    project = cast.project()
    cast.skeleton(project, completed=FAR)
    cast.planned(project, Wish("backward"))
    before = spare(project)
    change = Change(project.pk, {"planned_finish": "2029-06-29"})
    PlanKeeper().write(make.by(), [change], None)
    after = spare(project)
    assert after["completed"][0] == date(2029, 6, 29)
    assert (after["IND001"][1] or 0) < (before["IND001"][1] or 0)
