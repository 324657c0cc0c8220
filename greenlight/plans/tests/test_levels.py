"""A later date is approved at the level it needs; a zone without levels has its leaders decide."""

from datetime import date

import pytest
from django.test import Client

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.plans import actions, levels
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Assignment
from tests import cases, make

pytestmark = pytest.mark.django_db


def slip(days: int) -> Slip:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 8, 1))
    to_due = date.fromordinal(date(2022, 8, 1).toordinal() + days)
    return actions.ask(by=make.by(), milestone=row, to_due=to_due, reason_class="land", reason="征迁没有完成")


def levelled(deciders: dict[int, str]) -> None:
    actions.set_levels(by=make.by(make.zhao()), zone=make.zone(), deciders=deciders, why="主任办公会")


def decide(one: Slip, by: object) -> None:
    actions.decide(by=by, project=one.milestone.project, slips=[one], approve=True)  # type: ignore[arg-type]


def test_without_levels_leaders_decide_every_slip() -> None:
    one = slip(500)
    with pytest.raises(NotAllowed):
        decide(one, make.by())
    decide(one, make.by(make.zhao()))
    assert Milestone.objects.get().due == one.to_due


def test_a_short_slip_is_for_the_clerk_and_a_long_one_for_the_leader() -> None:
    levelled({0: "clerk", 30: "leader"})
    one = slip(31)
    with pytest.raises(NotAllowed, match="推后 31 天由领导批"):
        decide(one, make.by())
    Slip.objects.update(to_due=date(2022, 8, 31))
    decide(Slip.objects.get(), make.by())
    assert levels.told(make.zone().pk) == "推后 1 天以上由科室批；推后 31 天以上由领导批"


def test_the_sponsor_of_the_project_decides_and_no_other_leader() -> None:
    levelled({90: "sponsor"})
    one = slip(120)
    other = make.user("qian", "leader")
    project = one.milestone.project
    Assignment.objects.create(project=project, zone=project.zone, role="sponsor", user=other)
    with pytest.raises(NotAllowed, match="推后 120 天由项目责任领导批"):
        decide(one, make.by(make.zhao()))
    decide(one, make.by(other))


def test_for_a_sponsor_without_an_account_the_leaders_decide() -> None:
    levelled({90: "sponsor"})
    one = slip(120)
    project = one.milestone.project
    Assignment.objects.create(project=project, zone=project.zone, role="sponsor", person="钱主任")
    decide(one, make.by(make.zhao()))


def test_only_leaders_set_levels_with_a_reason_and_sensible_days() -> None:
    with pytest.raises(NotAllowed):
        actions.set_levels(by=make.by(), zone=make.zone(), deciders={}, why="会议")
    for deciders, why in (({-1: "clerk"}, "会议"), ({1: "nobody"}, "会议"), ({1: "clerk"}, " ")):
        with pytest.raises(Refused):
            actions.set_levels(by=make.by(make.zhao()), zone=make.zone(), deciders=deciders, why=why)


def test_the_page_shows_and_sets_them(client: Client) -> None:
    client.force_login(make.zhao())
    assert "改期都由领导批" in client.get("/packs/slips/").content.decode()
    told = {"days0": "0", "decider0": "clerk", "days1": "30", "decider1": "leader", "why": "会议"}
    assert client.post("/packs/slips/", told).status_code == 302
    assert "推后 31 天以上由领导批" in client.get("/packs/slips/").content.decode()
    assert client.post("/packs/slips/", {"decider0": "clerk", "why": "会议"}).status_code == 422
