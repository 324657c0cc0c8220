"""The first page answers what each reader came for (DESIGN §1), and shows nobody what is not theirs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from greenlight.desk.home import Audience, answers, audience
from greenlight.desk.home import orders as waiting
from greenlight.enterprises.models import EnterpriseUser
from greenlight.people.models import Role, User
from greenlight.plans.models import Milestone, Plan, Slip
from greenlight.projects.models import Assignment, Evidence, Project, ProjectParty
from greenlight.supervision import actions as orders
from greenlight.supervision import walking
from greenlight.supervision.actions.raising import Wish
from greenlight.supervision.models import Order
from greenlight.warnings import packs
from greenlight.warnings.actions import ensure_judged
from greenlight.warnings.models import Nudge
from greenlight.warnings.models import Warning as Held
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    packs.seed()
    packs.open_zone(make.zone().pk)


@pytest.fixture
def project() -> Project:
    """A project led by sun's unit, visited by he, with a milestone three months late."""
    made = make.project(stage="groundbreaking", site_updated_on=date(2022, 5, 1))
    Assignment.objects.create(project=made, zone=made.zone, role="lead", unit=make.unit())
    Assignment.objects.create(project=made, zone=made.zone, role="liaison", user=make.he())
    plan = Plan.objects.create(project=made, zone=made.zone)
    stone(plan, "completed", "竣工", make.TODAY - 90 * DAY)
    stone(plan, "in_production", "投产", make.TODAY + 400 * DAY)
    ensure_judged(made.zone_id, make.TODAY, make.NOW)
    return made


def stone(plan: Plan, key: str, name: str, due: date) -> Milestone:
    return Milestone.objects.create(
        plan=plan, project=plan.project, zone=plan.zone, key=key, name=name, due=due, owner=make.unit()
    )


def page(user: User) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/").content.decode()


@pytest.mark.parametrize(
    ("role", "who"),
    [
        (Role.LEADER, Audience.LEADER), (Role.CLERK, Audience.CLERK), (Role.LIAISON, Audience.LIAISON),
        (Role.TASK_FORCE, Audience.LIAISON), (Role.UNIT_HANDLER, Audience.UNIT),
        (Role.INSPECTOR, Audience.INSPECTOR), (Role.ENTERPRISE, Audience.ENTERPRISE),
        (Role.SYSTEM_ADMIN, Audience.KEEPER),
    ],
)  # fmt: skip
def test_everybody_has_a_first_page(role: str, who: Audience, project: Project) -> None:
    user = make.user("somebody", role, of_unit=make.unit() if role == Role.UNIT_HANDLER else None)
    assert audience(user) is who
    assert user.name in page(user)


def test_a_leader_sees_why_who_and_what_if_nobody_acts(project: Project) -> None:
    said = page(make.zhao())
    assert "竣工晚 90 天" in said
    assert make.unit().name in said
    assert "无人催办" in said
    assert "办好之前一直是这个灯" in said


def test_a_unit_sees_its_clock_the_most_urgent_first(project: Project) -> None:
    Nudge.objects.create(
        project=project, zone=project.zone, unit=make.unit(), message="请报完成日期", actor_name="zhao",
        answer_by=make.TODAY + DAY, at=make.NOW,
    )  # fmt: skip
    Evidence.objects.create(
        project=project, zone=project.zone, node_code="IND012", name="备案证", state="sent_back",
        note="看不清", at=make.NOW,
    )  # fmt: skip
    late = Milestone.objects.get(key="completed")
    Slip.objects.create(
        milestone=late, zone=project.zone, from_due=make.TODAY - 90 * DAY, to_due=make.TODAY + 9 * DAY,
        reason_class="land", state="refused", asked_by_name="sun", asked_at=make.NOW, decided_at=make.NOW,
    )  # fmt: skip
    found = answers.clock(make.sun())
    assert [one.kind for one in found] == ["节点", "改期", "催办", "资料"]
    assert found[-1].what == "备案证被退回：看不清"
    assert answers.clock(make.wu()) == []


def test_a_unit_sees_nothing_of_another_units_clock(project: Project) -> None:
    other = make.user("qian", Role.UNIT_HANDLER, of_unit=make.unit("住建局"))
    assert answers.clock(other) == []


def test_a_liaison_sees_which_site_was_not_reported_for_a_month(project: Project) -> None:
    assert [one.pk for one in answers.silent(make.he())["rows"]] == [project.pk]
    Project.objects.update(site_updated_on=make.TODAY - 29 * DAY)
    assert answers.silent(make.he())["rows"] == []
    Project.objects.update(site_updated_on=None, halt="paused")
    assert answers.silent(make.he())["rows"] == []


def test_a_liaison_sees_what_is_stuck_and_with_whom(project: Project) -> None:
    said = page(make.he())
    assert "卡在哪、卡在谁那里" in said
    assert "本月的表" not in said
    assert answers.stuck(make.he())["count"] == 1
    assert answers.stuck(make.wu())["count"] == 0


def test_a_clerk_can_drop_the_months_table_at_once(project: Project) -> None:
    said = page(make.lin())
    assert "data-gl-drop" in said
    assert "导出月报表" in said


def test_an_enterprise_sees_its_own_projects_and_their_next_step(project: Project) -> None:
    company = make.enterprise()
    chen = make.chen()
    EnterpriseUser.objects.get_or_create(enterprise=company, user=chen)
    ProjectParty.objects.create(project=project, zone=project.zone, enterprise=company, role="owner")
    make.project("别家的项目")
    said = page(chen)
    assert project.name in said
    assert "别家的项目" not in said


def test_only_who_reads_the_journal_sees_the_newest_deeds(project: Project) -> None:
    assert answers.deeds(make.lin()) == []
    assert "最近的操作" in page(make.user("hu", Role.INSPECTOR))


# ---- orders ----
def order(project: Project | None = None, subject: str = "净地移交") -> Order:
    wish = Wish(make.unit(), subject, "请办", make.TODAY, make.TODAY + 30 * DAY)
    by = make.by(make.zhao())
    return orders.raise_order(by=by, zone_id=make.zone().pk, wish=wish, project=project)


def test_an_order_waits_on_the_first_page_of_whose_turn_it_is(project: Project) -> None:
    one = order(project)
    assert "签收：净地移交" in page(make.sun())
    assert "没有等您办的督办单" in page(make.zhao())
    orders.hand_in_plan(by=make.by(make.sun()), order=one, words="办", day=make.TODAY)
    assert "签收：净地移交" not in page(make.sun())
    assert "同意整改计划：净地移交" in page(make.zhao())
    assert "没有等您办的督办单" in page(make.lin())


def test_a_unit_without_a_project_still_finds_its_order() -> None:
    ensure_judged(make.zone().pk, make.TODAY, make.NOW)
    order(None, "照片补报")
    assert "签收：照片补报" in page(make.sun())


def test_what_the_ladder_drafted_and_told_is_on_the_first_page(project: Project) -> None:
    Assignment.objects.create(project=project, zone=project.zone, role="sponsor", user=make.zhao())
    warning = Held.objects.open().get(project=project)
    walking.walk(make.by(), project.zone_id)
    said = page(make.zhao())
    assert "拟好等确认" in said
    assert f"/orders/new/?warning={warning.pk}" in said
    assert "拟好等确认" not in page(make.sun())
    Held.objects.filter(pk=warning.pk).update(colour="yellow", since=make.TODAY - 90 * DAY)
    walking.walk(make.by(), project.zone_id)
    assert "告知您的预警" in page(make.zhao())
    assert "告知您的预警" in page(make.he())


def test_an_overdue_order_is_seen_by_the_sponsor(project: Project) -> None:
    Assignment.objects.create(project=project, zone=project.zone, role="sponsor", user=make.zhao())
    order(project)
    late = make.zhao().on(make.TODAY + 40 * DAY)
    assert [one.order.subject for one in waiting.waits(late).late] == ["净地移交"]


def test_what_waits_costs_the_same_however_much_it_is(
    project: Project, django_assert_max_num_queries: Any
) -> None:
    for n in range(9):
        order(project, f"事由{n}")
    walking.walk(make.by(), project.zone_id)
    for user in (make.sun(), make.zhao(), make.lin()):
        with django_assert_max_num_queries(8):
            waiting.waits(user.on(make.TODAY + 40 * DAY))
