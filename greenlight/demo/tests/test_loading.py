"""The demo zone in the database: the same lights, one journal row, and gone again without a trace."""

from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.demo import actions
from greenlight.demo.loading import wallchart
from greenlight.people import signin
from greenlight.people.models import Region, User, Zone
from greenlight.plans.models import Baseline, Milestone, PlanVersion, Slip
from greenlight.projects.models import Project
from greenlight.sites import standing
from greenlight.sites.models import Part, Photo
from greenlight.warnings.models import LightSnapshot, LightTurn, Nudge
from tests import make

pytestmark = pytest.mark.django_db
DAYS = [date(2026, 11, 21), date(2027, 2, 28), date(2027, 7, 1)]


def load(day: date = DAYS[0]) -> Zone:
    return actions.load(today=day, at=datetime.combine(day, time(6), UTC))


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_lights_of_the_examples_keep_their_shares_in_the_database(day: date) -> None:
    zone = load(day)
    lights = LightSnapshot.objects.now().filter(zone=zone, project__is_example=True)
    count = Counter(lights.values_list("colour", flat=True))
    share = {colour: 100 * number / count.total() for colour, number in count.items()}
    assert count.total() == 71
    assert share["green"] == pytest.approx(70, abs=2)
    assert share["yellow"] == pytest.approx(15, abs=2)
    assert share["red"] == pytest.approx(8, abs=2)
    assert share["grey"] > 0


def test_published_projects_have_no_light_but_grey_and_no_invented_dates() -> None:
    zone = load()
    real = Project.objects.filter(zone=zone, is_example=False)
    colours = LightSnapshot.objects.now().filter(project__in=real).values_list("colour", flat=True)
    assert set(colours) == {"grey"}
    assert not Milestone.objects.filter(project__in=real).exists()
    assert not real.filter(total_wan__isnull=False).exists()


def test_the_zone_has_112_projects_and_groups_only_sum_them() -> None:
    zone = load()
    assert Project.objects.filter(zone=zone).counted().count() == 112
    groups = Project.objects.filter(zone=zone, is_group=True)
    assert all(group.phases.count() > 1 for group in groups)
    assert {"研一", "金石资源"} <= {group.name for group in groups}


def test_every_plan_keeps_the_promise_of_its_first_version() -> None:
    load()
    for baseline in Baseline.objects.select_related("version__plan"):
        held = baseline.version.plan.milestones.filter(due__isnull=False)
        assert {row.key: row.due.isoformat() for row in held if row.due} == baseline.dates


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_one_example_lives_the_whole_node_library(day: date) -> None:
    zone = load(day)
    project = Project.objects.get(zone=zone, name=wallchart.NAME)
    rows = list(Milestone.objects.filter(project=project).order_by("seq"))
    assert len(rows) == 60
    done = [row for row in rows if row.done_on]
    assert 30 < len(done) < 60
    assert all(row.done_on and row.done_on < day for row in done)
    assert not [row for row in rows if row.due and row.due < day and not row.done_on]
    assert any(row.percent and row.percent < 100 for row in rows)
    assert project.stage == "groundbreaking"
    version = PlanVersion.objects.get(plan__project=project)
    assert version.links.count() > 60
    assert version.dates.filter(critical=True).count() > 5
    assert LightSnapshot.objects.now().get(project=project).colour == "green"


def test_waiting_slips_move_no_date_and_one_nudge_is_out() -> None:
    load()
    slips = list(Slip.objects.select_related("milestone"))
    assert len(slips) > 2
    assert all(slip.state == "waiting" and slip.milestone.due == slip.from_due for slip in slips)
    assert all(slip.reason for slip in slips)
    assert Nudge.objects.count() == 1


def test_some_lights_turned_in_the_last_week() -> None:
    zone = load()
    turned = LightTurn.objects.filter(zone=zone, day=DAYS[0], scene="project")
    assert turned.exclude(from_colour="").exists()


def test_nobody_has_a_password_and_every_role_has_somebody() -> None:
    load()
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert {"leader", "clerk", "liaison", "handler", "inspector"} <= set(
        User.objects.values_list("username", flat=True)
    )
    found = [signin.of_role(role) for role in ("leader", "unit_handler", "inspector")]
    assert [user and user.username for user in found] == ["leader", "handler", "inspector"]


def test_a_liaison_sees_only_what_is_assigned() -> None:
    zone = load()
    liaison = User.objects.get(username="liaison").on(DAYS[0])
    seen = Project.objects.visible_to(liaison)
    assert 0 < seen.count() < 112
    assert all(one.is_example and one.zone_id == zone.pk for one in seen)


def test_loading_is_one_row_of_the_journal_and_refused_twice() -> None:
    zone = load()
    assert [row.verb for row in JournalRow.objects.filter(zone_id=zone.pk)] == ["load_demo"]
    with pytest.raises(Refused, match="已有"):
        load()


def rows_of_rooms() -> dict[str, int]:
    models = [model for model in apps.get_models() if model.__module__.startswith("greenlight.")]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.django_db(transaction=True)
def test_the_demo_leaves_nothing_behind_and_nobody_else_notices(transactional_db: Any) -> None:
    from greenlight.projects import library
    from greenlight.warnings import packs

    packs.seed()
    library.seed()
    wu = make.wu()
    make.project("邻县项目", zone=Zone.objects.get(name="邻县工业园区"))
    before = rows_of_rooms()
    zone = load()
    actions.remove(zone, at=make.NOW)
    after = rows_of_rooms()
    assert after.pop("base.JournalRow") == before.pop("base.JournalRow") + 1
    assert after == before
    assert User.objects.filter(pk=wu.pk).exists()
    assert Region.objects.filter(code="330822").exists()
    assert actions.was_removed()


def test_a_zone_at_work_is_not_removed() -> None:
    with pytest.raises(Refused, match="不是演示园区"):
        actions.remove(make.zone(), at=make.NOW)


def test_what_the_sites_of_the_examples_tell_is_what_their_projects_say() -> None:
    load()
    told = Project.objects.filter(site_logs__isnull=False).distinct()
    assert len(told) == 5
    for project in told:
        assert project.is_example
        facts = standing.facts(project)
        now = {name: getattr(project, name) for name in facts}
        assert facts == now
        assert set(facts) == {"site_progress", "site_percent", "site_updated_on"}
        assert sum(one.weight for one in Part.objects.filter(project=project)) == 100
    assert Photo.objects.count() == 20
    assert all(one.flags == [] for one in Photo.objects.all())
