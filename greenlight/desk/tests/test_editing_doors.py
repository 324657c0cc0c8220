"""The doors of editing: a cell, a pasted block, many rows, the side panel, the past of a field, undo."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from greenlight.base import keeping
from greenlight.base.models import JournalItem, JournalRow
from greenlight.base.refusals import Refused
from greenlight.desk.actions import edit_cells
from greenlight.desk.editing import CellEdit
from greenlight.desk.editing.blocks import block
from greenlight.desk.editing.past import past_of
from greenlight.desk.lines import differences, rebuild_all
from greenlight.desk.models import ProjectLine
from greenlight.people.models import User
from greenlight.plans.models import Slip
from greenlight.plans.tests import cast
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def client(user: User | None = None) -> Client:
    made = Client()
    made.force_login(user or make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def made(name: str = "甲项目", **values: Any) -> Project:
    found = make.project(name, **values)
    rebuild_all(found.zone_id)
    return found


def value(project: Project, field: str) -> Any:
    return keeping.binding("projects").current([project.pk])[project.pk].get(field)


def address(project: Project, field: str = "issue") -> str:
    return f"/ledger/projects/cell/{project.pk}/{field}/"


# ---- one cell ----
def test_a_cell_tells_what_opening_it_needs() -> None:
    project = made(total_wan=Decimal(12000))
    told = client().get(address(project, "total_investment")).json()
    assert (told["kind"], told["unit"], told["value"], told["base"]) == ("money", "万元", "12000", '"12000"')
    nature = client().get(address(project, "construction_nature")).json()
    assert ["new", "新建"] in nature["choices"]
    assert client().get(address(project, "light")).json()["writable"] is False


def test_typing_over_a_cell_saves_it_tells_how_to_take_it_back_and_the_line_follows() -> None:
    project, browser = made(), client()
    told = browser.post(address(project), {"text": "缺环评", "base": "null"}).json()
    assert (told["outcome"], told["shown"], told["version"]) == ("saved", "缺环评", 2)
    assert ProjectLine.objects.get(pk=project.pk).issue == "缺环评"
    assert not differences(project.zone_id)
    undone = browser.post(told["undo"], headers={"accept": "application/json"}).json()
    assert undone["title"] == "已撤销“改台账”。"
    assert value(project, "issue") is None
    assert not differences(project.zone_id)


def test_a_refused_text_comes_back_in_words_and_nothing_is_lost() -> None:
    project = made()
    answer = client().post(address(project, "total_investment"), {"text": "很多", "base": "null"})
    assert (answer.status_code, answer.json()["outcome"]) == (422, "refused")
    assert "5000" in answer.json()["title"]


def test_a_collision_shows_both_values_and_who() -> None:
    project = made()
    client().post(address(project), {"text": "缺地", "base": "null"})
    answer = client(make.zhao()).post(address(project), {"text": "缺钱", "base": "null"})
    told = answer.json()
    assert (answer.status_code, told["mine"], told["theirs"], told["who"]) == (409, "缺钱", "缺地", "lin")
    again = client(make.zhao()).post(address(project), {"text": "缺钱", "base": told["base"]})
    assert again.json()["outcome"] == "saved"


def test_a_later_date_asks_for_class_and_words_at_once() -> None:
    project = cast.project()
    cast.skeleton(project, groundbreaking=date(2022, 9, 30))
    sent = {"text": "2022-12", "base": '"2022-09-30"'}
    answer = client().post(address(project, "planned_start"), sent)
    assert (answer.status_code, answer.json()["outcome"]) == (422, "asks")
    why = {"reason_class": "land", "reason": "净地未移交"}
    done = client().post(address(project, "planned_start"), sent | why)
    assert done.json()["outcome"] == "saved"
    assert Slip.objects.get().reason == "净地未移交"


def test_nobody_else_gets_through_the_door_of_a_cell() -> None:
    project = made()
    projects.assign(by=make.by(), project=project, role="lead", unit=make.unit())
    assert client(make.wu()).post(address(project), {"text": "x"}).status_code == 404
    assert client(make.sun()).post(address(project), {"text": "x"}).status_code == 403
    assert client().get(address(project, "no_such")).status_code == 404
    assert client().get(f"/ledger/nothing/cell/{project.pk}/issue/").status_code == 404
    assert client().post(address(project), {"text": "x", "base": "{"}).status_code == 400


def test_undo_of_another_zone_is_not_there_and_a_form_goes_back_to_its_page() -> None:
    project = made()
    seq = client().post(address(project), {"text": "缺地", "base": "null"}).json()["undo"]
    assert client(make.wu()).post(seq).status_code == 404
    assert client().post("/undo/999999/").status_code == 404
    back = client().post(seq, headers={"referer": "http://testserver/projects/?light=red"})
    assert back.headers["Location"] == "/projects/?light=red"
    assert client().post(seq, headers={"referer": "https://elsewhere.example/"}).status_code == 409


# ---- a block ----
def test_a_block_is_read_as_excel_writes_it() -> None:
    assert block('a\t"b\n""c"""\r\n1\t\r\n\r\n') == [["a", 'b\n"c"'], ["1", ""]]
    assert block('"不是引号\t2') == [['"不是引号', "2"]]
    assert block("") == []
    with pytest.raises(Refused, match="行"):
        block("x\n" * 30_000)


def paste(browser: Client, text: str, **sent: Any) -> Any:
    columns = "project_name,issue,total_investment,light"
    return browser.post("/ledger/projects/paste/", {"text": text, "columns": columns, **sent})


def digest(answer: Any) -> str:
    html: str = answer.content.decode()
    return html.split('data-gl-preview="', 1)[1].split('"', 1)[0]


def test_a_block_from_a_cell_on_is_shown_first_and_then_written_as_one_deed() -> None:
    one, two = made("甲项目", total_wan=Decimal(900)), made("乙项目", total_wan=Decimal(800))
    browser, sent = client(), {"pk": one.pk, "field": "issue"}
    text = "缺地\t1亿\t红灯\t多\n缺钱\t很多\t绿灯\t多\n第三行\t1\t\t"
    page = paste(browser, text, **sent)
    html = page.content.decode()
    assert "会改" in html
    assert "后 1 列没有收" in html
    assert "后 1 行没有收" in html
    assert "“乙项目”的总投资" in html
    assert "规则" in html
    assert not JournalRow.objects.exists()
    done = paste(browser, text, **sent, blanks="keep", apply="1", seen=digest(page)).json()
    assert done["title"] == "已改 2 个项目的 3 格。"
    told = [value(one, "issue"), value(one, "total_investment"), value(two, "issue")]
    assert told == ["缺地", "10000", "缺钱"]
    assert (JournalRow.objects.get().verb, JournalItem.objects.count()) == ("ledger.paste", 2)
    browser.post(done["undo"])
    assert (value(one, "issue"), value(one, "total_investment"), value(two, "issue")) == (None, "900", None)


def test_a_block_with_names_and_a_header_finds_its_rows_and_units() -> None:
    one = made("甲项目", total_wan=Decimal(900))
    made("丙项目（一期）")
    head = "序号\t项目名称\t总投资（亿元）\t存在问题\t吉祥物"
    text = f"{head}\n1\t甲项目\t1.5\t缺地\t虎\n2\t没有的项目\t2\t缺钱\t兔\n"
    page = paste(client(), text)
    html = page.content.decode()
    assert "没认出的列没有收：吉祥物" in html
    assert "系统里没有这个项目" in html
    paste(client(), text, apply="1", seen=digest(page))
    assert (value(one, "total_investment"), value(one, "issue")) == ("15000", "缺地")


def test_months_in_the_header_say_which_month_is_pasted() -> None:
    one = made("甲项目")
    text = "项目名称\t1-6月累计完成投资（万元）\n甲项目\t600\n"
    paste(client(), text, apply="1", seen=digest(paste(client(), text)))
    assert value(one, "ytd_investment") == {"2022-06": "600"}


def test_empty_cells_are_asked_about_and_mean_what_was_said() -> None:
    one, two = made("甲项目", issue="旧"), made("乙项目", issue="旧", total_wan=Decimal(1))
    sent = {"pk": one.pk, "field": "issue"}
    page = paste(client(), "新\n\n", **sent)  # the last empty row of a selection is no cell
    assert "怎么办" not in page.content.decode()
    text = "新\t\n\t2亿"
    page = paste(client(), text, **sent)
    assert "2 个空格，怎么办" in page.content.decode()
    asked = paste(client(), text, **sent, apply="1", seen=digest(page))
    assert asked.headers["Content-Type"].startswith("text")
    clear = paste(client(), text, **sent, blanks="clear")
    assert "不能清空" in clear.content.decode()
    paste(client(), text, **sent, blanks="clear", apply="1", seen=digest(clear))
    assert (value(one, "issue"), value(two, "issue")) == ("新", None)


def test_what_changed_since_the_preview_is_shown_again() -> None:
    one = made("甲项目")
    sent: dict[str, Any] = {"pk": one.pk, "field": "issue", "text": "缺地"}
    page = paste(client(), **sent)
    edit_cells(by=make.by(make.zhao()), ledger="projects", edits=[CellEdit(one.pk, "issue", "缺钱")])
    again = paste(client(), **sent, apply="1", seen=digest(page))
    assert "看完以后有人改了" in again.content.decode()
    assert value(one, "issue") == "缺钱"


# ---- many rows ----
def bulk(browser: Client, field: str, text: str, **sent: Any) -> Any:
    return browser.post("/ledger/projects/bulk/", {"field": field, "text": text, **sent})


def test_all_rows_under_the_conditions_are_set_and_taken_back() -> None:
    for n in range(60):
        make.project(f"项目{n}", issue="缺地" if n < 5 else "")
    make.project("在建项目", stage="groundbreaking")
    rebuild_all(make.zone().pk)
    sent = {"all": "1", "address": "?stage=signed"}
    page = bulk(client(), "issue", "缺地", **sent)
    assert "改 55 格" in page.content.decode()
    told = bulk(client(), "issue", "缺地", **sent, apply="1", seen=digest(page)).json()
    assert Project.objects.filter(issue="缺地").count() == 60
    client().post(told["undo"])
    assert Project.objects.filter(issue="缺地").count() == 5


def test_rows_that_are_not_ones_own_are_left_out_and_counted() -> None:
    mine, other = made("甲项目"), made("乙项目")
    for one, role in ((mine, "lead"), (other, "co")):
        projects.assign(by=make.by(), project=one, role=role, unit=make.unit())
    browser, rows = client(make.sun()), f"{mine.pk},{other.pk}"
    page = bulk(browser, "ytd_investment@2022-06", "600", rows=rows)
    assert "1 格不归您改" in page.content.decode()
    assert bulk(browser, "ytd_investment@2022-06", "600", rows=rows, apply="1", seen=digest(page)).json()
    assert (value(mine, "ytd_investment"), value(other, "ytd_investment")) == ({"2022-06": "600"}, None)
    strange = bulk(client(make.wu()), "issue", "x", rows=str(mine.pk))
    assert "甲项目" not in strange.content.decode()


def test_one_reason_serves_all_later_dates() -> None:
    found = [cast.project(name=f"项目{n}") for n in range(3)]
    for one in found:
        cast.skeleton(one, groundbreaking=date(2022, 9, 30))
    sent = {"rows": ",".join(str(one.pk) for one in found)}
    page = bulk(client(), "planned_start", "2022-12-31", **sent)
    assert "3 格要写原因" in page.content.decode()
    why = {"reason_class": "land", "reason": "净地未移交"}
    ready = bulk(client(), "planned_start", "2022-12-31", **sent, **why)
    told = bulk(client(), "planned_start", "2022-12-31", **sent, **why, apply="1", seen=digest(ready)).json()
    assert Slip.objects.filter(state="waiting", reason="净地未移交").count() == 3
    client().post(told["undo"])
    assert not Slip.objects.exists()


def test_a_bulk_edit_without_rows_or_of_a_computed_column_is_refused() -> None:
    assert bulk(client(), "issue", "x").status_code == 400
    assert bulk(client(), "light", "红灯", rows="1").status_code == 400


# ---- panel and past ----
def test_the_panel_shows_overview_editing_and_log() -> None:
    project = cast.project(name="甲项目")
    cast.skeleton(project, groundbreaking=date(2022, 9, 30))
    edit_cells(by=make.by(), ledger="projects", edits=[CellEdit(project.pk, "issue", "缺地")])
    page = client().get(f"/projects/{project.pk}/panel/").content.decode()
    assert "计划开工" in page
    assert "打开项目页" in page
    edit = client().get(f"/projects/{project.pk}/panel/?tab=edit").content.decode()
    assert 'data-field="issue" data-edit="text"' in edit
    assert 'data-field="actual_start" class' in edit
    assert "改台账" in client().get(f"/projects/{project.pk}/panel/?tab=log").content.decode()
    assert client(make.wu()).get(f"/projects/{project.pk}/panel/").status_code == 404


def test_the_past_of_a_field_tells_who_when_old_new_why_and_from_which_deed() -> None:
    project = make.project("甲项目", issue="旧")
    projects.edit(by=make.by(), project=project, facts={"issue": "较旧"}, why="例会")
    edit_cells(by=make.by(make.zhao()), ledger="projects", edits=[
        CellEdit(project.pk, "issue", "新"), CellEdit(make.project("乙项目").pk, "issue", "新")])  # fmt: skip
    told = [(one.who, one.old, one.new, one.why) for one in past_of(project, "issue")]
    assert set(told) == {("lin", "旧", "较旧", "例会"), ("zhao", "较旧", "新", "")}
    page = client().get(f"/projects/{project.pk}/history/issue/").content.decode()
    assert "较旧" in page
    assert client(make.wu()).get(f"/projects/{project.pk}/history/issue/").status_code == 404
    assert client().get(f"/projects/{project.pk}/history/nothing/").status_code == 404


def test_the_base_of_a_cell_is_its_canonical_value() -> None:
    project = made(issue="a“b”\nc")
    told = client().get(address(project)).json()
    assert json.loads(told["base"]) == "a“b”\nc"
