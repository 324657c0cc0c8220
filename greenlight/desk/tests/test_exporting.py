"""What leaves the product is what was seen: columns, rows, order, groups and sums."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from greenlight.desk.exporting import export_all, export_seen
from greenlight.desk.exporting.paper import MOST_ROWS
from greenlight.desk.exporting.values import numeral
from greenlight.desk.lines import rebuild
from greenlight.desk.table.seen import Seen
from greenlight.investment.models import InvestmentReport, YearPlan
from greenlight.people.models import User
from greenlight.projects.models import Assignment, Project
from tests import make

pytestmark = pytest.mark.django_db
HEADERS = 3  # title, unit line, header


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def zone() -> list[Project]:
    """Four projects of two units, with plans and amounts of June."""
    found = []
    for n, (name, unit, total) in enumerate((
        ("甲项目", "经济发展科", 30000), ("乙项目", "建设管理科", 12500), ("丙项目", "经济发展科", 800.5),
        ("丁项目", "建设管理科", None),
    )):  # fmt: skip
        total_wan = None if total is None else Decimal(str(total))
        one = make.project(name, total_wan=total_wan, stage="groundbreaking" if n % 2 else "signed")
        Assignment.objects.create(project=one, zone=one.zone, role="lead", unit=make.unit(unit))
        YearPlan.objects.create(
            project=one, zone=one.zone, year=2022, amount_wan=1000, version=1, at=make.NOW, actor_name="lin"
        )
        InvestmentReport.objects.create(
            project=one, zone=one.zone, year=2022, month=6, ytd_wan=Decimal(100 + n), at=make.NOW,
            actor_name="lin",
        )  # fmt: skip
        found.append(one)
    rebuild(found[0].zone_id, [one.pk for one in found])
    return found


def sheet(seen: Seen, **more: Any) -> list[tuple[Any, ...]]:
    """Return the rows of the workbook, title and all."""
    data = b"".join(export_seen(seen, **more))
    found = openpyxl.load_workbook(BytesIO(data)).active
    assert found is not None
    return list(found.iter_rows(values_only=True))


def seen(user: User | None = None, **words: str) -> Seen:
    return Seen.of(user or make.lin(), words)


def test_the_workbook_has_the_columns_that_are_seen_in_their_order(zone: list[Project]) -> None:
    rows = sheet(seen(cols="project_name,unit,total_investment,stage", sort="-total_investment"))
    assert rows[2] == ("序号", "项目名称", "责任单位", "总投资（万元）", "阶段")
    assert [row[:4] for row in rows[3:7]] == [
        (1, "甲项目", "经济发展科", 30000), (2, "乙项目", "建设管理科", 12500),
        (3, "丙项目", "经济发展科", 800.5), (4, "丁项目", "建设管理科", None),
    ]  # fmt: skip
    assert rows[7][:4] == (None, "合计（4 项）", None, 43300.5)
    assert "填报人" in rows[-1][0]


def test_the_workbook_says_until_when_its_data_speak(zone: list[Project]) -> None:
    assert "截止时间：2022年6月30日" in sheet(seen())[1][0]


def test_the_page_says_until_when_its_data_speak_though_no_file_brought_them(zone: list[Project]) -> None:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    assert "数据截至 06-30" in client.get("/projects/").content.decode()


def test_conditions_narrow_the_workbook_and_its_sums_as_they_do_the_page(zone: list[Project]) -> None:
    columns = "project_name,total_investment,annual_plan,ytd_investment"
    asked: dict[str, Any] = {"c.total_investment": "ge:1000", "cols": columns}
    one = seen(**asked)
    rows = sheet(one)
    assert [row[1] for row in rows[3:6]] == ["甲项目", "乙项目", "合计（2 项）"]
    assert rows[5][2:] == (42500, 2000, 201)
    page = Client()
    page.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    text = page.get("/projects/", asked).content.decode()
    assert "合计（2 项）" in text
    assert "4.25" in text
    assert "2,000" in text


def test_groups_have_a_bold_head_with_their_sums_and_their_own_numbers(zone: list[Project]) -> None:
    data = b"".join(
        export_seen(seen(cols="project_name,total_investment", group="unit", sort="project_name"))
    )
    found = openpyxl.load_workbook(BytesIO(data)).active
    assert found is not None
    rows = list(found.iter_rows(values_only=True))[HEADERS:]
    heads = [row for row in rows if row[0] in ("一", "二")]
    assert [row[1] for row in heads] == ["建设管理科（2 项）", "经济发展科（2 项）"]
    assert [row[2] for row in heads] == [12500, 30800.5]
    assert [row[0] for row in rows[:6]] == ["一", 1, 2, "二", 1, 2]
    assert rows[6][1:] == ("合计（4 项）", 43300.5)
    assert found.cell(HEADERS + 1, 2).font.bold
    assert not found.cell(HEADERS + 2, 2).font.bold


def test_the_csv_has_the_same_rows_and_no_row_that_is_none(zone: list[Project]) -> None:
    one = seen(cols="project_name,unit", group="unit", sort="project_name")
    text = b"".join(export_seen(one, suffix=".csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[HEADERS:]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[2] for row in rows] == ["建设管理科", "建设管理科", "经济发展科", "经济发展科"]


def test_dates_keep_the_precision_they_were_given_in(zone: list[Project]) -> None:
    from greenlight.desk.models import ProjectLine

    line = ProjectLine.objects.filter(pk=zone[0].pk)
    line.update(planned_start=date(2022, 5, 31), planned_start_precision="month",
                planned_finish=date(2024, 12, 31), planned_finish_precision="year",
                next_due=date(2022, 8, 3), next_name="主体封顶")  # fmt: skip
    row = sheet(seen(cols="project_name,planned_start,planned_finish,next_due,light", q="甲项目"))[3]
    assert (row[2].year, row[2].month) == (2022, 5)
    assert row[3] == "2024年"
    assert row[4] == "主体封顶 2022-08-03"
    assert row[5].startswith("灰灯")


def test_a_reader_of_little_exports_his_own_rows(zone: list[Project]) -> None:
    rows = sheet(seen(make.sun(make.unit("建设管理科")), cols="project_name"))
    names = {row[1] for row in rows[HEADERS:]}
    assert {"乙项目", "丁项目"} <= names
    assert not names & {"甲项目", "丙项目"}


def test_a_formula_in_a_name_stays_a_text_in_both_files() -> None:
    one = make.project("=cmd|' /C calc'!A0")
    rebuild(one.zone_id, [one.pk])
    data = b"".join(export_seen(seen(cols="project_name")))
    book = openpyxl.load_workbook(BytesIO(data)).active
    assert book is not None
    assert book.cell(HEADERS + 1, 2).data_type in ("s", "inlineStr")
    text = b"".join(export_seen(seen(cols="project_name"), suffix=".csv")).decode("utf-8-sig")
    assert "\n1,=cmd" not in text


def test_all_columns_leave_as_the_monthly_table(zone: list[Project]) -> None:
    asked: dict[str, Any] = {"cols": "project_name", "c.total_investment": "ge:1000"}
    data = b"".join(export_all(seen(**asked)))
    book = openpyxl.load_workbook(BytesIO(data)).active
    assert book is not None
    rows = list(book.iter_rows(values_only=True))
    assert "2022年1-6月累计完成投资（万元）" in rows[2]
    assert [row[1] for row in rows[HEADERS:5]] == ["甲项目", "乙项目"]


def test_the_door_sends_what_the_address_says(zone: list[Project]) -> None:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    for address, type_ in (("", "sheet"), ("&as=csv", "csv"), ("&all=1", "sheet"), ("&all=1&as=csv", "csv")):
        answer = client.get(f"/projects/export/?cols=project_name&group=unit{address}")
        assert type_ in answer.headers["Content-Type"]
        assert len(b"".join(answer.streaming_content)) > 100  # type: ignore[attr-defined]


def test_the_first_bytes_leave_before_a_line_is_read_and_a_thousand_lines_are_one_query() -> None:
    home = make.zone()
    Project.objects.bulk_create(
        Project(zone=home, kind="attraction", stage="signed", name=f"项目{n}", name_norm=f"项目{n}",
                total_wan=n, created_at=make.NOW, updated_at=make.NOW)
        for n in range(2200)
    )  # fmt: skip
    rebuild(home.pk, list(Project.objects.values_list("pk", flat=True)))
    sent = export_seen(seen())
    with CaptureQueriesContext(connection) as asked:
        next(sent)
    assert len(asked) == 0
    with CaptureQueriesContext(connection) as asked:
        list(sent)
    assert len(asked) == 1 + 3  # the keys in order, then a thousand lines a query


@pytest.mark.parametrize(
    ("n", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十"),
                    (999, "九百九十九"), (1000, "1000")],
)  # fmt: skip
def test_groups_are_counted_in_chinese(n: int, said: str) -> None:
    assert numeral(n) == said


# ---- paper ----
def paper(words: str) -> str:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/projects/print/?{words}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_sheet_has_title_unit_line_numbers_sums_and_signature(zone: list[Project]) -> None:
    text = paper("cols=project_name,remark,light,total_investment&group=unit")
    assert "重点项目进展情况表" in text
    assert "填报单位" in text
    assert "截止时间：2022年6月30日" in text
    assert text.index("建设管理科（2 项）") < text.index("经济发展科（2 项）") < text.index("合计（4 项）")
    assert '<td class="num">43301</td>' in text  # 43,300.5, rounded once
    for who in ("填表人", "审核人", "负责人", "日期"):
        assert f"{who}：" in text
    assert text.index(">备注<") > text.index(">总投资<")
    assert 'class="dot"' in text


def test_more_than_anybody_prints_is_said_and_offered_as_a_workbook(
    zone: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("greenlight.desk.exporting.paper.MOST_ROWS", 3)
    text = paper("cols=project_name")
    assert "超过一次打印的" in text
    assert "/projects/export/?cols=project_name" in text
    assert "甲项目" not in text
    assert MOST_ROWS == 2000


def test_a_name_of_markup_is_printed_as_it_is_written() -> None:
    one = make.project("<b>粗</b>项目", remark="<script>1</script>")
    rebuild(one.zone_id, [one.pk])
    text = paper("cols=project_name,remark&group=project_name")
    assert "<b>粗" not in text
    assert "<script>1" not in text
