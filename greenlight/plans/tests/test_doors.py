"""The pages and deeds as a browser asks for them; a stranger finds nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from greenlight.people.models import User
from greenlight.plans import actions
from greenlight.plans.drafting import Wish
from greenlight.plans.models import Milestone, PlanVersion, Slip
from greenlight.plans.panels import milestones_tab
from greenlight.plans.tests import cast
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db
FAR = date(2029, 12, 31)
DEEDS = ("actual", "withdraw", "slip", "slip/withdraw", "decide", "edit")


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def known() -> tuple[Project, Milestone]:
    project = cast.project(stage="signed")
    cast.skeleton(project, groundbreaking=date(2022, 7, 1), in_production=FAR)
    return project, cast.stone(project, "groundbreaking")


def full(project: Project) -> None:
    actions.make(
        by=make.by(), project=project, wish=Wish("backward"), reason_class="land", reason="净地没有交付"
    )


def tab(client: Client, project: Project, more: str = "") -> str:
    answer = client.get(f"/projects/{project.pk}/?tab=milestones{more}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_project_without_a_plan_offers_to_make_one() -> None:
    text = tab(browser(make.lin()), cast.project())
    assert "还没有计划" in text
    assert "排计划" in text


def test_the_tab_shows_a_full_plan_with_its_chart_and_forms() -> None:
    project, _ = known()
    full(project)
    text = tab(browser(make.lin()), project)
    for words in (
        "原计划",
        "印证资料",
        "各单位最迟交卷",
        "计划的版本",
        "基线：承诺",
        '<svg class="gantt"',
        "报进度",
    ):
        assert words in text


def test_no_id_stands_twice_on_a_tab_with_the_done_nodes_folded_away() -> None:
    project = cast.project()
    cast.planned(project)
    for one in Milestone.objects.filter(project=project).order_by("seq")[:8]:
        actions.report(by=make.by(), milestone=one, done_on=date(2022, 7, 20))
    client = browser(make.lin())
    assert tab(client, project).count('<svg class="gantt"') == 1
    opened = client.get(f"/projects/{project.pk}/?tab=milestones&done=1").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', opened)
    assert opened.count('<svg class="gantt"') == 2
    assert len(ids) == len(set(ids))


def test_a_name_that_looks_like_markup_stays_words_in_the_table_of_a_plan() -> None:
    project = cast.project()
    cast.planned(project)
    Milestone.objects.filter(project=project, key="IND002").update(name="<b onclick='x'>洽谈</b>")
    text = tab(browser(make.lin()), project)
    assert "<b onclick" not in text
    assert "&lt;b onclick=&#x27;x&#x27;&gt;洽谈" in text


def test_a_plan_is_looked_at_and_then_saved() -> None:
    project, _ = known()
    client = browser(make.lin())
    page = f"/projects/{project.pk}/plan/"
    assert client.get(page).status_code == 200
    looked = client.get(page, {"mode": "backward", "target": "in_production"})
    assert "批准计划" in looked.content.decode()
    assert PlanVersion.objects.count() == 1
    told = {"mode": "backward", "reason_class": "land", "reason": "净地没有交付", "version": project.version}
    saved = client.post(page, told)
    assert (saved.status_code, saved["Location"]) == (302, f"/projects/{project.pk}/?tab=milestones")
    assert PlanVersion.objects.get(state="approved").origin == "backward"


def test_an_impossible_promise_is_shown_with_its_chain_and_cannot_be_saved() -> None:
    project, _ = known()
    asked = {"mode": "backward", "day": "2023-01-31", "target": "in_production"}
    text = browser(make.lin()).get(f"/projects/{project.pk}/plan/", asked).content.decode()
    assert "比承诺的 2023-01-31 晚" in text
    assert "卡在这条线上" in text
    assert "批准计划" not in text
    assert browser(make.lin()).post(f"/projects/{project.pk}/plan/", asked).status_code == 409
    wrong = browser(make.lin()).get(f"/projects/{project.pk}/plan/", {"mode": "x"})
    assert wrong.status_code == 422


def test_deeds_lead_back_to_the_tab() -> None:
    project, stone = known()
    clerk, leader = browser(make.lin()), browser(make.zhao())
    here = f"/projects/{project.pk}/milestones/{stone.pk}"
    deeds = (
        (clerk, "slip", {"to_due": "2022-12-31", "reason_class": "land", "reason": "净地没有交付"}),
        (leader, "decide", {"approve": "yes"}),
        (clerk, "actual", {"done_on": "2022-07-20"}),
        (clerk, "withdraw", {"why": "填错了"}),
        (clerk, "edit", {"due": "2022-11-30"}),
    )
    for client, name, data in deeds:
        answer = client.post(f"{here}/{name}/", data)
        assert (answer.status_code, answer["Location"]) == (302, f"/projects/{project.pk}/?tab=milestones"), (
            name
        )
    stone.refresh_from_db()
    assert (stone.due, stone.done_on) == (date(2022, 11, 30), None)


def test_a_form_with_a_fault_comes_back() -> None:
    project, stone = known()
    client = browser(make.lin())
    for name in ("slip", "decide"):
        answer = client.post(f"/projects/{project.pk}/milestones/{stone.pk}/{name}/", {})
        assert answer.status_code == 422, name
    bad = client.post(f"/projects/{project.pk}/milestones/{stone.pk}/actual/", {"percent": "999"})
    assert bad.status_code == 422


def test_what_was_typed_comes_back_when_a_deed_is_refused() -> None:
    project, stone = known()
    client, here = browser(make.lin()), f"/projects/{project.pk}/milestones/{stone.pk}"
    asked = {"to_due": "2022-12-31", "reason_class": "land", "reason": "净地交付晚一个月"}
    stale = client.post(f"{here}/slip/", asked | {"version": project.version + 9})
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "刚被别人改过" in text
    assert "净地交付晚一个月" in text
    assert f'name="version" value="{project.version}"' in text
    early = client.post(f"{here}/slip/", asked | {"to_due": "2022-06-01"})
    assert (early.status_code, "不晚于现在的" in early.content.decode()) == (409, True)
    assert "净地交付晚一个月" in early.content.decode()
    ahead = client.post(f"{here}/actual/", {"done_on": "2022-12-01", "percent": "35"})
    assert (ahead.status_code, 'value="35"' in ahead.content.decode()) == (409, True)
    assert not Slip.objects.exists()


def test_the_reason_typed_for_a_plan_comes_back_when_it_is_not_saved() -> None:
    project, _ = known()
    told = {"mode": "backward", "reason": "净地没有交付", "version": project.version}
    answer = browser(make.lin()).post(f"/projects/{project.pk}/plan/", told)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "请选原因类别并写明原因" in text
    assert "净地没有交付" in text
    assert "批准计划" in text
    assert PlanVersion.objects.count() == 1


def test_a_leader_decides_all_at_once_and_the_others_see_no_button() -> None:
    project, stone = known()
    other = cast.stone(project, "in_production")
    for one in (stone, other):
        Slip.objects.create(
            milestone=one, zone=one.zone, from_due=one.due or FAR, to_due=date(2030, 6, 30),
            reason_class="land",
            asked_by_name="孙", asked_at=make.NOW,
        )  # fmt: skip
    assert "2 条全部同意" in tab(browser(make.zhao()), project)
    assert "同意改期" not in tab(browser(make.lin()), project)
    assert (
        browser(make.lin()).post(f"/projects/{project.pk}/slips/decide/", {"approve": "yes"}).status_code
        == 403
    )
    browser(make.zhao()).post(f"/projects/{project.pk}/slips/decide/", {"approve": "yes"})
    assert set(Slip.objects.values_list("state", flat=True)) == {"approved"}


def test_what_is_done_is_left_out_when_a_leader_approves_all() -> None:
    project, stone = known()
    other = cast.stone(project, "in_production")
    for one in (stone, other):
        Slip.objects.create(
            milestone=one, zone=one.zone, from_due=one.due or FAR, to_due=date(2030, 6, 30),
            reason_class="land", asked_by_name="孙", asked_at=make.NOW,
        )  # fmt: skip
    actions.report(by=make.by(), milestone=stone, done_on=date(2022, 7, 20))
    text = tab(browser(make.zhao()), project)
    assert "不再改期，按批准的日期算早晚" in text
    assert text.count("同意改期</button>") == 1
    browser(make.zhao()).post(f"/projects/{project.pk}/slips/decide/", {"approve": "yes"})
    assert dict(Slip.objects.values_list("milestone__key", "state")) == {
        "groundbreaking": "waiting", "in_production": "approved",
    }  # fmt: skip


def test_the_ledger_leads_those_who_may_plan_to_all_it_shows() -> None:
    known()
    page = "/projects/?stage=signed&page=1"
    assert 'href="/plans/many/?stage=signed"' in browser(make.lin()).get(page).content.decode()
    assert "批量排计划" not in browser(make.sun()).get(page).content.decode()


def test_many_are_counted_before_they_are_planned() -> None:
    project, _ = known()
    Milestone.objects.filter(key="groundbreaking").update(due=date(2024, 6, 30))
    client = browser(make.lin())
    asked = {"stage": "signed", "mode": "backward"}
    assert "1 个项目" in client.get("/plans/many/", {"stage": "signed"}).content.decode()
    assert "能排 1 个" in client.get("/plans/many/", asked).content.decode()
    assert PlanVersion.objects.count() == 1
    assert client.post("/plans/many/", asked).status_code == 302
    assert PlanVersion.objects.get(state="approved").plan.project == project


def test_a_long_deed_goes_to_a_job_its_starter_can_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greenlight.plans.many.IN_BACKGROUND", 0)
    known()
    client = browser(make.lin())
    answer = client.post("/plans/many/", {"mode": "forward", "stage": "signed"})
    page = answer["Location"]
    assert "排 1 个项目的计划" in client.get(page).content.decode()
    assert client.get(page, headers={"HX-Request": "true"}).status_code == 200
    assert browser(make.zhao()).get(page).status_code == 404


@pytest.mark.parametrize("who", [make.wu, make.chen])
def test_a_stranger_finds_nothing(who: object) -> None:
    project, stone = known()
    client = browser(who())  # type: ignore[operator]
    assert client.get(f"/projects/{project.pk}/plan/").status_code == 404
    assert client.post(f"/projects/{project.pk}/plan/", {"mode": "forward"}).status_code == 404
    assert client.post(f"/projects/{project.pk}/slips/decide/", {"approve": "yes"}).status_code == 404
    for name in DEEDS:
        assert client.post(f"/projects/{project.pk}/milestones/{stone.pk}/{name}/", {}).status_code == 404
    many = client.get("/plans/many/")  # for who plans, of what he sees; for nobody else
    assert many.status_code == 403 if who is make.chen else "0 个项目" in many.content.decode()


def test_a_milestone_of_another_project_is_not_found_here() -> None:
    project, stone = known()
    other = cast.project(name="另一个")
    answer = browser(make.lin()).post(f"/projects/{other.pk}/milestones/{stone.pk}/actual/", {"percent": "1"})
    assert answer.status_code == 404
    assert project.pk != other.pk


def test_the_tab_asks_the_same_number_of_queries_for_sixteen_and_for_fifty_nodes() -> None:
    def queries(project: Project) -> int:
        cast.planned(project)
        request = RequestFactory().get("/")
        request.user = make.lin()
        with CaptureQueriesContext(connection) as asked:
            milestones_tab(request, Project.objects.get(pk=project.pk))  # type: ignore[arg-type]
        return len(asked)

    queries(cast.project(name="先看一个"))  # the frame of the page is read once for a person
    few = queries(cast.project(kind="technical_upgrade", stage="pipeline_reserve"))
    assert queries(cast.project(name="大的")) == few
