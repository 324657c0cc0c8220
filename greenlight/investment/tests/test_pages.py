"""投资情况 on the project page, and the forms of its two deeds."""

from typing import cast

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from greenlight.investment import panels
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.people.models import User
from greenlight.people.requests import Request
from tests import cases, make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_tab_shows_months_rate_base_and_curve() -> None:
    project = make.project()
    cases.year_plan(project, 12000)
    cases.reported(project, 6, 5000, actor_name="周敏")
    cases.reported(project, 7, 4800, actor_name="周敏")
    request = RequestFactory().get("/projects/1/", {"tab": "investment"})
    request.user = make.lin()
    text = panels.investment_tab(cast("Request", request), project)
    for words in ("40.0%", "分母：2022 年计划 12,000 万元", "−18.3", "核减", "周敏", "line-chart", "报月报"):
        assert words in text, words


def test_a_month_is_reported_from_the_tab() -> None:
    project = make.project()
    client = browser(make.lin())
    url = reverse("investment:report", args=[project.pk])
    form = {"year": 2022, "month": 7, "ytd_wan": "1234.5", "method": "work", "version": 1}
    assert client.post(url, form).status_code == 302
    assert InvestmentReport.objects.get(project=project).ytd_wan == 1234.5
    assert client.post(url, form | {"month": 6}).status_code == 409


def test_a_question_comes_back_with_everything_typed() -> None:
    project = make.project()
    cases.reported(project, 6, 5000)
    url = reverse("investment:report", args=[project.pk])
    form = {"year": 2022, "month": 7, "ytd_wan": "4000", "method": "work"}
    page = browser(make.lin()).post(url, form)
    assert page.status_code == 422
    assert "累计 4,000 万元比 6 月的 5,000 万元少" in page.content.decode()
    assert 'value="4000"' in page.content.decode()
    january = browser(make.lin()).post(url, form | {"month": 1})
    assert "1 月免报" in january.content.decode()


def test_a_year_plan_is_set_and_changed_with_a_reason() -> None:
    project = make.project()
    client, url = browser(make.zhao()), reverse("investment:year_plan", args=[project.pk])
    assert client.post(url, {"year": 2022, "amount_wan": "9000", "way": "even"}).status_code == 302
    assert client.post(url, {"year": 2022, "amount_wan": "8000", "way": "even"}).status_code == 422
    assert (
        client.post(
            url, {"year": 2022, "amount_wan": "8000", "way": "even", "reason": "市里调整"}
        ).status_code
        == 302
    )
    assert YearPlan.objects.filter(project=project).count() == 2
    assert client.get(url).status_code == 200


def test_a_stranger_finds_nothing() -> None:
    project = make.project()
    for name in ("report", "year_plan"):
        url = reverse(f"investment:{name}", args=[project.pk])
        assert browser(make.wu()).get(url).status_code == 404
        assert browser(make.wu()).post(url, {}).status_code == 404


def test_numbers_no_database_holds_are_refused_in_the_form() -> None:
    project = make.project()
    url = reverse("investment:report", args=[project.pk])
    for wild in ("1e400", "NaN", "9" * 40, "-1", "abc"):
        form = {"year": 2022, "month": 7, "ytd_wan": wild, "method": "work"}
        assert browser(make.lin()).post(url, form).status_code == 422, wild
    wild_year = {"year": "9" * 30, "month": 7, "ytd_wan": "1", "method": "work"}
    assert browser(make.lin()).post(url, wild_year).status_code == 422
