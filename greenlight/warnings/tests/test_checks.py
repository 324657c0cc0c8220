"""Cross-checks are run after deeds and once a day, kept once a month, explained or confirmed, counted."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.investment import actions as investment
from greenlight.kernel.reporting import Report
from greenlight.projects.models import Project
from greenlight.warnings import actions, packs
from greenlight.warnings.actions import ensure_judged
from greenlight.warnings.checks import judging, listing
from greenlight.warnings.checks.listeners import spans
from greenlight.warnings.checks.models import CheckHit
from tests import cases, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def project(name: str = "示例锂盐生产线项目", **values: object) -> Project:
    values.setdefault("site_updated_on", make.TODAY - timedelta(days=40))
    made = make.project(name, **values)
    cases.reported(made, 6, 1000)
    return made


def run(day: date = make.TODAY) -> int:
    return judging.run(make.zone().pk, None, day=day, at=cases.at(day))


def hit(code: str = "rising_without_site") -> CheckHit:
    return CheckHit.objects.get(code=code)


def test_a_deed_on_money_is_checked_at_once_and_a_quiet_project_is_left_alone() -> None:
    silent, quiet = project(), project("乙", site_updated_on=make.TODAY)
    for one in (silent, quiet):
        investment.report(by=make.by(), project=one, report=Report(2022, 7, Decimal(1500)))
    found = hit()
    assert (found.project_id, found.period, found.state) == (silent.pk, "2022-07", "open")
    assert found.told == "本期投资增加 500 万元，现场 40 天没有记录或照片"
    assert ("最近现场记录", "2022-06-21") in found.inputs_told


def test_running_again_opens_nothing_and_renews_the_days() -> None:
    project()
    assert run() == 1
    assert run() == 0
    assert run(make.TODAY + timedelta(days=2)) == 0
    assert hit().inputs["days"] == 42


def test_a_hit_that_is_gone_is_marked_and_one_that_comes_back_stands_again() -> None:
    one = project()
    run()
    Project.objects.filter(pk=one.pk).update(site_updated_on=make.TODAY)
    run()
    assert not hit().holds
    assert run(make.TODAY + timedelta(days=31)) == 0
    assert hit().holds


def test_the_first_judging_of_a_day_checks_the_zone() -> None:
    packs.open_zone(make.zone().pk)
    one = project(site_updated_on=make.TODAY - timedelta(days=30))
    ensure_judged(one.zone_id, make.TODAY, make.NOW)
    ensure_judged(one.zone_id, make.TODAY + timedelta(days=1), cases.at(date(2022, 8, 1)))
    assert hit().first_on == date(2022, 8, 1)


def test_what_was_explained_keeps_its_numbers_and_its_reason() -> None:
    project()
    run()
    with pytest.raises(Refused, match="说明要写原因"):
        actions.explain_hit(by=make.by(), hit=hit(), reason=" ")
    actions.explain_hit(by=make.by(), hit=hit(), reason="设备在途，现场停工待料")
    run(make.TODAY + timedelta(days=5))
    assert (hit().state, hit().inputs["days"]) == ("explained", 40)
    with pytest.raises(Refused, match="刚有人处理过"):
        actions.confirm_hit(by=make.by(), hit=hit(), reason="再看")
    actions.reopen_hit(by=make.by(), hit=hit(), reason="与监理日志不符")
    assert hit().state == "open"


def test_the_unit_explains_and_only_the_zone_confirms() -> None:
    cases.lead(project())
    run()
    sun = make.by(make.sun())
    with pytest.raises(NotAllowed):
        actions.confirm_hit(by=sun, hit=hit(), reason="是错的")
    actions.explain_hit(by=sun, hit=hit(), reason="设备在途")
    with pytest.raises(NotAllowed):
        actions.reopen_hit(by=sun, hit=hit(), reason="再看")


def test_precision_is_known_from_what_was_decided() -> None:
    for n in range(4):
        project(f"项目{n}")
    run()
    first, second, third, _ = CheckHit.objects.order_by("pk")
    actions.confirm_hit(by=make.by(), hit=first, reason="已请企业重报")
    actions.confirm_hit(by=make.by(), hit=second, reason="核减")
    actions.explain_hit(by=make.by(), hit=third, reason="设备在途")
    told = next(one for one in listing.tallies(make.lin(), {}) if one.rule.code == "rising_without_site")
    assert (told.hits, told.open, told.confirmed, told.explained) == (4, 1, 2, 1)
    assert round(told.precision or 0, 1) == Decimal("66.7")


def test_a_decision_can_be_taken_back() -> None:
    project()
    run()
    actions.explain_hit(by=make.by(), hit=hit(), reason="设备在途")
    undoing.take_back(make.by(), JournalRow.objects.get(verb="check.explained"))
    assert (hit().state, hit().reason) == ("open", "")


def test_the_other_checks_are_made_from_the_rooms() -> None:
    one = project(site_updated_on=make.TODAY, site_percent=Decimal(5), total_wan=Decimal(2000))
    cases.reported(one, 6, 100, method="paid")
    for code in ("vouchers_short", "s_curve"):
        investment.switch_rule(
            by=make.by(), zone=one.zone, code=code, is_on=True, valid_from=make.TODAY, reason="纪要"
        )
    run()
    assert set(CheckHit.objects.values_list("code", flat=True)) == {
        "ahead_of_site", "payment_ratio", "vouchers_short", "s_curve",
    }  # fmt: skip


def test_paused_projects_and_other_zones_are_left_alone() -> None:
    project(halt="paused")
    project("邻县项目", zone=make.zone("邻县工业园区", "330822"))
    assert run() == 0


def test_many_projects_cost_a_constant_number_of_queries(django_assert_max_num_queries: object) -> None:
    for n in range(30):
        project(f"项目{n}")
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        run()


def test_the_pages_show_and_decide() -> None:
    one = project()
    run()
    client = Client()
    client.force_login(make.lin())
    page = client.get(reverse("warnings:checks")).content.decode()
    assert "现场 40 天没有记录或照片" in page
    assert "准确率" in page
    door = reverse("warnings:check", args=[hit().pk])
    assert "最近现场记录" in client.get(door).content.decode()
    assert client.post(door, {"do": "explain", "reason": ""}).status_code == 422
    assert client.post(door, {"do": "explain", "reason": "设备在途"}).status_code == 302
    assert "没有要说明的" in client.get(reverse("warnings:checks")).content.decode()
    gone = client.get(reverse("warnings:checks") + "?state=gone")
    assert "没有这样的核对结果" in gone.content.decode()
    assert "设备在途" in client.get(reverse("warnings:checks") + "?state=explained").content.decode()
    tab = client.get(reverse("desk:project", args=[one.pk]) + "?tab=investment").content.decode()
    for words in ("今年计划与完成", "两本账", "构成", "资金来源", "交叉核对", "入统", "已说明"):
        assert words in tab, words


def test_a_plan_is_spread_by_the_nodes_of_the_project() -> None:
    one = make.project()
    cases.milestone(one, due=date(2022, 3, 31))
    cases.milestone(one, "completed", due=date(2022, 5, 31))
    assert spans(one) == ((date(2022, 4, 1), date(2022, 5, 31)),)
    client = Client()
    client.force_login(make.lin())
    door = reverse("investment:year_plan", args=[one.pk])
    assert client.post(door, {"year": 2022, "amount_wan": "610", "way": "nodes"}).status_code == 302
    months = one.year_plans.get().months_wan
    assert months
    assert months[3] == "300.0000"
    bare = reverse("investment:year_plan", args=[make.project("无计划").pk])
    page = client.post(bare, {"year": 2022, "amount_wan": "610", "way": "nodes"})
    assert page.status_code == 422
    assert "没有落在 2022 年的节点" in page.content.decode()
