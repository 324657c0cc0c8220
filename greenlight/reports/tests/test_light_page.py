"""The page of a long report is light: what a question rests on and the numbers come when looked at."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from greenlight.reports.checking import page, showing, work
from greenlight.reports.checking.page import Wanted
from greenlight.reports.models import CheckedReport
from tests import make

pytestmark = pytest.mark.django_db
FIRST_SIGHT = 60_000  # bytes of the frame, one open question, the buttons
A_QUESTION, A_NUMBER = 700, 130  # bytes of a closed question, of the marks of a number
MANY = 120
ODD = "{name}河镇完成投资{total}亿元，其中新建项目{new}亿元、续建项目2.3亿元。"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def long() -> CheckedReport:
    """A report with a question in every paragraph."""
    by = make.by()
    lines = (ODD.format(name=chr(0x6C5F + n), total=n + 17.4, new=n + 12.4) for n in range(1, MANY + 1))
    return work.take_text(by, by.zone_id or 0, "\n".join(lines))


def lin() -> Client:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_page_of_a_long_report_weighs_little_more_than_its_text(long: CheckedReport) -> None:
    assert long.asked_count >= MANY
    sent = lin().get(f"/reports/check/{long.pk}/").content
    text = len(long.body.encode())
    assert len(sent) < FIRST_SIGHT + text + A_QUESTION * long.asked_count + A_NUMBER * long.fact_count
    assert sent.count(b'class="sum"') == 1


def test_a_question_comes_when_it_is_opened_and_by_its_own_address(long: CheckedReport) -> None:
    sent = lin().get(f"/reports/check/{long.pk}/asked/7/", headers=HTMX).content.decode()
    assert sent.count('class="sum"') == 1
    assert long.findings[6]["key"] in sent
    answer = lin().get(f"/reports/check/{long.pk}/asked/7/")
    assert answer.headers["Location"] == f"/reports/check/{long.pk}/?f=7#f7"
    whole = lin().get(f"/reports/check/{long.pk}/?f=7").content.decode()
    assert (whole.count('class="sum"'), long.findings[6]["key"] in whole) == (1, True)
    assert lin().get(f"/reports/check/{long.pk}/asked/{MANY * 9}/", headers=HTMX).status_code == 404


def test_a_number_far_down_comes_with_its_page(long: CheckedReport) -> None:
    last = long.facts[-1]["start"]
    sent = lin().get(f"/reports/check/{long.pk}/numbers/?at={last}", headers=HTMX).content.decode()
    assert f'data-row="{last}"' in sent
    assert sent.count("data-row=") <= page.PAGE
    answer = lin().get(f"/reports/check/{long.pk}/numbers/?at={last}")
    assert answer.headers["Location"] == f"/reports/check/{long.pk}/?at={last}&tab=numbers"
    assert f'data-row="{last}"' in lin().get(answer.headers["Location"]).content.decode()


def test_numbers_are_looked_through_by_name_and_kind(long: CheckedReport) -> None:
    named = page.numbers(long, Wanted(name="续建"))
    assert {row["value"] for row in named.object_list} == {"2.3 亿元"}
    assert named.paginator.count == MANY
    assert page.numbers(long, Wanted(without=frozenset({"level"}))).paginator.count == 0
    assert "没有这样的数" in lin().get(f"/reports/check/{long.pk}/?tab=numbers&name=没有").content.decode()


def test_a_number_that_is_asked_about_leads_to_its_question(long: CheckedReport) -> None:
    rows = page.numbers(long).object_list
    assert [row["asked"] > 0 for row in rows[:3]] == [True, True, True]
    sent = lin().get(f"/reports/check/{long.pk}/?tab=numbers").content.decode()
    assert 'data-f="1"' in sent


def test_numbers_of_one_sentence_are_quoted_once(long: CheckedReport) -> None:
    (quote,) = page.questions(long)[0].quotes
    assert [piece.number for piece in quote.pieces] == ["18.4亿元", "13.4亿元", "2.3亿元"]
    told = quote.before + "".join(piece.number + piece.after for piece in quote.pieces)
    assert told == long.body.split("\n")[0]
    assert [piece.stated for piece in quote.pieces] == [True, False, False]


def test_the_paper_has_every_question_whole(long: CheckedReport) -> None:
    sent = lin().get(f"/reports/check/{long.pk}/print/").content.decode()
    assert sent.count("<br>算：") == long.asked_count


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("31.70285714285714", "31.70"),
        ("0.3692857", "0.37"),
        ("0.00042", "0.0004"),
        ("1.4", "1.4"),
        ("0", "0"),
    ],
)
def test_a_gap_is_told_in_few_digits(value: str, told: str) -> None:
    assert str(page.rounded(Decimal(value))) == told


def test_what_is_no_matter_of_scope_is_no_reason_of_scope(long: CheckedReport) -> None:
    asked = page.questions(long)[0]
    assert any(one.startswith("写错了") for one in asked.row["answers"])
    assert not any(one.startswith("写错了") for one in asked.reasons)


def test_a_number_where_the_text_is_left_out_is_shown_when_it_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(showing, "WHOLE", 100)
    by = make.by()
    idle = [f"{chr(0x6C5F + n)}河镇实现产值{n}.5亿元，营商环境持续优化。" for n in range(20, 40)]
    report = work.take_text(by, by.zone_id or 0, "\n".join(idle))
    start = report.facts[9]["start"]
    assert f'id="n{start}"' not in lin().get(f"/reports/check/{report.pk}/").content.decode()
    sent = lin().get(f"/reports/check/{report.pk}/?tab=numbers&at={start}").content.decode()
    assert f'id="n{start}"' in sent
