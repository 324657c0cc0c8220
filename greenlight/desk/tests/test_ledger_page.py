"""The ledger page: any column, any condition, groups, menus, told in the clerk's words, never a 500."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client

from greenlight.desk import lines
from greenlight.people.models import Role
from tests import cases, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    """A clerk over three projects of two units, one of them nobody's."""
    for name, total, unit in (("甲项目", 30000, "住建局"), ("乙项目", 12500, "住建局"), ("丙项目", None, "")):
        one = make.project(name, total_wan=total and Decimal(total), issue="用地<b>未批</b>" if total else "")
        if unit:
            cases.lead(one, unit)
    lines.rebuild_all(make.zone().pk)
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, address: str, **headers: str) -> str:
    """Return a page's text."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


def names(text: str) -> list[str]:
    """Return the projects of a page in order."""
    return [
        part.split("</a>")[0].split(">")[-1] for part in text.split('scope="row" class="name" data-field')[1:]
    ]


def test_any_column_of_the_ledger_can_be_shown_in_any_order(clerk: Client) -> None:
    text = page(clerk, "/projects/?cols=issue,project_name,planned_start,contact_phone,scale")
    assert text.index("存在问题") < text.index("联系电话")
    assert "用地&lt;b&gt;未批" in text
    assert "<b>未批" not in text


def test_rows_say_what_scripts_need_and_what_may_be_edited(clerk: Client) -> None:
    text = page(clerk, "/projects/")
    assert 'data-version="1"' in text
    assert 'data-field="annual_plan"' in text
    assert 'data-edit="money"' in text
    assert 'name="pk"' in text
    reader = Client()
    reader.force_login(make.user("hu", Role.INSPECTOR), backend="django.contrib.auth.backends.ModelBackend")
    closed = page(reader, "/projects/")
    assert "甲项目" in closed
    assert "data-edit=" not in closed
    assert 'name="pk"' not in closed


def test_conditions_on_columns_narrow_and_stand_as_chips_that_can_be_taken_off(clerk: Client) -> None:
    text = page(clerk, "/projects/?c.total_investment=ge:4亿&c.unit=has:住建")
    assert names(text) == []
    assert "没有同时满足这些条件的项目" in text
    text = page(clerk, "/projects/?c.total_investment=ge:20000&c.unit=has:住建")
    assert names(text) == ["甲项目"]
    assert "总投资 ≥ 20,000 万元" in text
    assert "责任单位包含“住建”" in text
    assert "?c.unit=has:" in unquote(text)


def test_what_cannot_be_read_is_said_above_the_table_and_the_rest_stands(clerk: Client) -> None:
    text = page(clerk, "/projects/?c.gone=has:x&c.annual_plan=zz:1&sort=nowhere&group=scale&cols=old,unit")
    assert len(names(text)) == 3
    for said in (
        "没有“gone”这一列了",
        "“zz:1”读不懂",
        "没有“nowhere”这一列了",
        "不能按“主要建设内容及规模”分组",
        "没有“old”这一列了",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    "address",
    ["sort=-,--,%E2%80%8B", "group=%E2%80%8B", "in=~", "group=unit&in=%E2%80%8B",
     "w=a:b,c:99999", "freeze=99", "cols=" + "x," * 900,
     "c.light=in:", "c.started=yes:1", "page=999999", "page=-1", "c.planned_start=between:2026~",
     "group=planned_start&in=9999-99",
     "c.total_investment=between:9~1", "op=ge&of=total_investment", "op=&of=&a=1", "dense=1&freeze=0"],
)  # fmt: skip
def test_nonsense_in_the_address_is_never_an_error(clerk: Client, address: str) -> None:
    assert clerk.get(f"/projects/?{address}", follow=True).status_code == 200
    assert clerk.get(f"/projects/group/?{address}").status_code == 200
    assert clerk.get(f"/projects/column/total_investment/?{address}").status_code == 200


def test_groups_carry_their_sums_and_open_by_themselves_or_one_by_one(clerk: Client) -> None:
    text = page(clerk, "/projects/?group=unit")
    assert text.index("住建局</a> <small>2 项") < text.index("没有责任单位</a> <small>1 项")
    assert "4.25" in text
    assert names(text) == ["甲项目", "乙项目", "丙项目"]
    rows = page(clerk, "/projects/group/?group=unit&in=住建局")
    assert names(rows) == ["甲项目", "乙项目"]
    alone = page(clerk, "/projects/?group=unit&in=~")
    assert names(alone) == ["丙项目"]
    assert "只看：没有责任单位" in alone


def test_several_orders_stand_with_their_numbers(clerk: Client) -> None:
    text = page(clerk, "/projects/?sort=unit,-total_investment")
    assert names(text) == ["甲项目", "乙项目", "丙项目"]
    assert "↑<sup>1</sup>" in text
    assert "↓<sup>2</sup>" in text


def test_the_menu_of_a_column_speaks_its_words_and_its_form_makes_one_address(clerk: Client) -> None:
    menu = page(clerk, "/projects/column/unit/?light=grey", **{"HX-Request": "true"})
    for word in ("我负责的", "包含", "空的", "按责任单位分组", "不显示这一列"):
        assert word in menu
    assert "<html" not in menu
    assert "<html" in page(clerk, "/projects/column/next_due/")
    assert "本月到期" in page(clerk, "/projects/column/next_due/")
    sent = clerk.get("/projects/?light=grey&of=unit&op=has&a=住建")
    assert unquote(sent.headers["Location"]) == "/projects/?light=grey&c.unit=has:住建"
    assert clerk.get("/projects/column/nonsense/").status_code == 404


def test_htmx_gets_the_table_alone_and_going_back_gets_the_page(clerk: Client) -> None:
    part = page(clerk, "/projects/?sort=unit", **{"HX-Request": "true", "HX-Target": "ledger"})
    assert part.lstrip().startswith('<div id="ledger"')
    whole = page(clerk, "/projects/", **{"HX-Request": "true", "HX-Target": "ledger",
                                         "HX-History-Restore-Request": "true"})  # fmt: skip
    assert "<html" in whole


def test_a_stranger_learns_no_unit_by_its_number(clerk: Client) -> None:
    own = make.unit("住建局")
    stranger = Client()
    stranger.force_login(make.wu(), backend="django.contrib.auth.backends.ModelBackend")
    assert "住建局" in page(clerk, f"/projects/?unit={own.pk}")
    assert "住建局" not in page(stranger, f"/projects/?unit={own.pk}")
