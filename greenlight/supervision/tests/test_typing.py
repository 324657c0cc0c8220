"""What is typed for a new order: rest days, units without people, units that are gone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from greenlight.supervision import forms
from greenlight.supervision.models import Order
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def typed(**more: str) -> dict[str, str]:
    usual = {"unit": str(make.unit().pk), "subject": "进度滞后", "demand": "请报原因", "urgency": "plain",
             "reply_by": "2022-08-03", "due": "2022-08-31"}  # fmt: skip
    return usual | more


def raised_on_page(**more: str) -> Any:
    client = Client()
    client.force_login(make.zhao(), backend="django.contrib.auth.backends.ModelBackend")
    return client.post("/orders/new/", typed(**more), follow=True)


@pytest.mark.usefixtures("_that_day")
def test_a_plain_order_is_due_on_a_workday_and_the_page_names_the_next_one() -> None:
    said = raised_on_page(reply_by="2022-08-06").content.decode()
    assert "答复期限 2022-08-06 是休息日，单位没有人上班，请改到 2022-08-08" in said
    assert "把紧急程度选为加急" in said
    assert not Order.objects.exists()
    assert raised_on_page(reply_by="2022-08-06", urgency="urgent").status_code == 200
    assert Order.objects.get().reply_by == date(2022, 8, 6)


def test_what_a_new_order_is_filled_in_with_falls_on_workdays() -> None:
    days = forms.draft({}, date(2026, 9, 28))
    assert (days["reply_by"], days["due"]) == (date(2026, 10, 8), date(2026, 10, 28))


@pytest.mark.usefixtures("_that_day")
def test_an_order_to_a_unit_without_people_says_who_answers_for_it() -> None:
    said = raised_on_page().content.decode()
    assert "还没有经办人，签收和答复请科室代记" in said
    assert "没有人能登录签收" in said
    make.sun()
    assert "还没有经办人" not in raised_on_page(subject="另一件").content.decode()


@pytest.mark.usefixtures("_that_day")
def test_an_order_to_a_dissolved_unit_keeps_what_was_typed_and_names_the_successor() -> None:
    gone = make.unit("招商一科", dissolved_on=date(2022, 7, 1))
    make.unit("招商科", also_called=["招商一科"])
    answer = raised_on_page(unit=str(gone.pk))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "招商一科已于 2022-07-01 撤并" in said
    assert "请改送招商科" in said
    assert "进度滞后" in said
