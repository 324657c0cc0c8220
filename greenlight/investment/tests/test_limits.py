"""The limits of the rules about money: a zone's own, from a day on, with where they come from."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from greenlight.base.refusals import NotAllowed, Refused
from greenlight.desk.actions import edit_cells
from greenlight.desk.editing import CellEdit
from greenlight.investment import actions, rules
from greenlight.investment.models import RuleLimit
from greenlight.kernel.reporting import Report
from greenlight.warnings.checks import judging
from greenlight.warnings.checks.models import CheckHit
from tests import cases, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def set_limits(code: str, params: dict[str, str], later: int = 0) -> RuleLimit:
    return actions.set_limits(
        by=make.by(), zone=make.zone(), code=code, valid_from=make.TODAY + timedelta(days=later),
        params={name: Decimal(one) for name, one in params.items()}, reason="纪要",
    )  # fmt: skip


def report(project: Any, month: int, amount: int) -> Any:
    return actions.report(by=make.by(), project=project, report=Report(2022, month, Decimal(amount)))


def test_the_question_about_the_unit_is_asked_at_the_zones_own_limit() -> None:
    project = make.project(total_wan=Decimal(90_000_000))
    report(project, 5, 10)
    report(project, 6, 40_000)  # 4,000 times: below what ships
    set_limits("unit_jump", {"times": "100", "plan_times": "50"})
    with pytest.raises(Refused, match="是不是单位错了"):
        report(project, 7, 4_000_001)
    told = edit_cells(
        by=make.by(), ledger="projects", edits=[CellEdit(project.pk, "ytd_investment@2022-07", "4000001")]
    )
    assert "是不是单位错了" in told.asked[0].sentence
    actions.switch_rule(
        by=make.by(), zone=make.zone(), code="unit_jump", is_on=False, valid_from=make.TODAY, reason="x"
    )
    report(project, 7, 4_000_001)


def test_the_sum_of_the_month_is_not_asked_about_once_its_rule_is_off() -> None:
    project = make.project()
    given = Report(2022, 7, Decimal(500), month_wan=Decimal(5))
    with pytest.raises(Refused, match="当月数加上次累计"):
        actions.report(by=make.by(), project=project, report=given)
    actions.switch_rule(
        by=make.by(), zone=make.zone(), code="month_sum", is_on=False, valid_from=make.TODAY, reason="x"
    )
    actions.report(by=make.by(), project=project, report=given)


def test_a_limit_holds_from_its_day_and_the_days_before_keep_theirs() -> None:
    zone = make.zone().pk
    set_limits("idle_money", {"days": "60"}, later=10)
    found = [rules.idle_days(zone, make.TODAY + timedelta(days=n)) for n in (0, 9, 10)]
    assert found == [90, 90, 60]
    row = RuleLimit.objects.get()
    assert (row.params, row.reason) == ({"days": "60"}, "纪要")


def test_a_cross_check_looks_at_the_limits_of_its_zone() -> None:
    project = make.project(total_wan=Decimal(1000), site_percent=Decimal(30))
    cases.reported(project, 7, 550)
    zone = project.zone_id
    assert judging.run(zone, None, day=make.TODAY, at=make.NOW) == 0
    set_limits("ahead_of_site", {"points": "20"})
    assert judging.run(zone, None, day=make.TODAY, at=make.NOW) == 1
    assert CheckHit.objects.get().inputs["limit"] == "20"


@pytest.mark.parametrize(
    ("code", "params", "told"),
    [
        ("idle_money", {"days": "0"}, "要大于 0"),
        ("idle_money", {"days": "30.5"}, "要填整数"),
        ("idle_money", {"days": "NaN"}, "要大于 0"),
        ("idle_money", {"points": "3"}, "一次填全"),
        ("payment_ratio", {"low_percent": "120", "high_percent": "30"}, "填反"),
        ("unit_jump", {"times": "100", "plan_times": "5000"}, "填反"),
        ("composition_sum", {}, "一次填全"),
        ("idle_money", {"days": "90"}, "已经是这样"),
        ("no_such", {"days": "9"}, "没有这条规则"),
    ],
)
def test_limits_that_cannot_be_are_refused_in_words(code: str, params: dict[str, str], told: str) -> None:
    with pytest.raises(Refused, match=told):
        actions.set_limits(
            by=make.by(), zone=make.zone(), code=code, valid_from=make.TODAY, reason="x",
            params={name: Decimal(one) for name, one in params.items()},
        )  # fmt: skip
    assert not RuleLimit.objects.exists()


def test_limits_want_a_source_a_day_to_come_and_somebody_of_the_zone() -> None:
    given: dict[str, Any] = {"zone": make.zone(), "code": "idle_money", "params": {"days": Decimal(60)}}
    with pytest.raises(Refused, match="改界限要写依据"):
        actions.set_limits(by=make.by(), valid_from=make.TODAY, reason=" ", **given)
    with pytest.raises(Refused, match="今天或以后"):
        actions.set_limits(by=make.by(), valid_from=make.TODAY - timedelta(days=1), reason="x", **given)
    with pytest.raises(NotAllowed):
        actions.set_limits(by=make.by(make.sun()), valid_from=make.TODAY, reason="x", **given)


def test_the_page_sets_a_limit_keeps_what_was_typed_and_shows_where_it_comes_from() -> None:
    make.zone()
    client = Client()
    client.force_login(make.lin())
    url = "/investment/limits/?rule=payment_ratio"
    assert "付款少于工作量的" in client.get(url).content.decode()
    form = {"limit_low_percent": "150", "limit_high_percent": "140", "valid_from": make.TODAY.isoformat(),
            "reason": "主任办公会"}  # fmt: skip
    wrong = client.post(url, form)
    assert wrong.status_code == 422
    assert 'value="150"' in wrong.content.decode()
    assert client.post(url, form | {"limit_low_percent": "20"}).status_code == 302
    told = client.get("/investment/").content.decode()
    assert "付款多于工作量的 140%" in told
    assert "主任办公会" in told
    assert client.get("/investment/limits/?rule=composition_sum").status_code == 404
