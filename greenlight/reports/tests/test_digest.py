"""一月一汇总: what moved in the month and nothing of another, the same numbers on page, paper and sheet."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from greenlight.base.models import Job
from greenlight.investment import actions as investment
from greenlight.kernel.reporting import Report
from greenlight.people.models import User
from greenlight.plans.models import Milestone, Slip
from greenlight.plans.tests import cast
from greenlight.projects.models import Project, StageEvent
from greenlight.reports import views_digest
from greenlight.reports.digest import making, month, sheets, word
from greenlight.reports.digest.parts import Digest, Part, moved
from greenlight.warnings import packs
from greenlight.warnings.actions import judge_projects
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())  # 2022-07-31


def lin() -> User:
    return make.lin().on(make.TODAY)


def july() -> Digest:
    return month.of(lin(), 2022, 7)


def part(digest: Digest, key: str) -> Part:
    return next(one for one in digest.parts if one.key == key)


def planned(name: str, start: date = date(2022, 5, 1), end: date = date(2022, 8, 20)) -> Project:
    made = cast.project(name=name, stage="signed")
    cast.skeleton(made, groundbreaking=start, in_production=end)
    return made


def finish(project: Project, on: date) -> None:
    Milestone.objects.filter(project=project, key="groundbreaking").update(done_on=on)


def test_a_rate_of_nothing_shows_no_division() -> None:
    make.project()
    rate = next(one for one in july().figures if one.figure.name == "start_rate_new")
    assert (rate.value, "÷" in rate.base) == ("—", False)


def client(who: User | None = None) -> Client:
    made = Client()
    made.force_login(who or make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_a_node_counts_in_the_month_it_was_done_and_late_by_its_days() -> None:
    finish(planned("七月做完"), date(2022, 7, 11))
    finish(planned("六月做完"), date(2022, 6, 30))
    found = part(july(), "done")
    assert [row.values[0] for row in found.rows] == ["七月做完"]
    assert found.rows[0].values[4] == 71
    assert found.said == "本月完成节点 1 个，其中按期 0 个，晚了 1 个。"


def test_next_months_nodes_stand_by_day_and_overdue_ones_by_how_late() -> None:
    planned("乙", end=date(2022, 8, 31))
    planned("甲", end=date(2022, 8, 2))
    digest = july()
    assert [row.values[1] for row in part(digest, "coming").rows] == ["甲", "乙"]
    assert part(digest, "coming").title == "8月到期的节点"
    assert [row.values[3] for row in part(digest, "late").rows] == [91, 91]
    assert part(digest, "late").said.startswith("到7月31日，2 个项目有 2 个节点")


def test_who_broke_ground_in_the_month_is_named_with_the_day() -> None:
    made = planned("新开工")
    for on in (date(2022, 7, 3), date(2022, 6, 3)):
        StageEvent.objects.create(
            project=made, zone=made.zone, from_stage="signed", to_stage="groundbreaking", on=on,
            actor_name="lin", at=make.NOW,
        )  # fmt: skip
    found = part(july(), "steps")
    assert found.said == "本月开工 1 个。"
    assert found.rows[0].values[2] == date(2022, 7, 3)


def test_a_later_date_asked_for_counts_in_the_month_of_the_zones_clock() -> None:
    stones = Milestone.objects.filter(project=planned("甲")).order_by("pk")
    for stone, hour in zip(stones[:2], (15, 16), strict=True):  # 23:00 on 31 July, 00:00 on 1 August
        Slip.objects.create(
            milestone=stone, zone=stone.zone, from_due=date(2022, 8, 1), to_due=date(2022, 9, 1),
            reason_class="land", asked_by_name="甲", asked_at=datetime(2022, 7, 31, hour, tzinfo=UTC),
        )  # fmt: skip
    found = part(july(), "slips")
    assert found.said == "本月申请或批复改期 1 个：待批 1 个。"
    assert found.rows[0].values[4:] == (Slip.Reason.LAND.label, "待批")


def test_who_lags_ten_points_is_listed_with_plan_done_and_gap() -> None:
    slow, quick = planned("落后"), planned("超前")
    by = make.by()
    for project, ytd in ((slow, "100"), (quick, "900")):
        investment.set_year_plan(by=by, project=project, year=2022, amount_wan=Decimal(1200))
        investment.report(by=by, project=project, report=Report(2022, 7, Decimal(ytd)))
    found = part(july(), "money")
    assert [row.values[0] for row in found.rows] == ["落后"]
    assert round(found.rows[0].values[5], 1) == Decimal("50.0")  # type: ignore[arg-type]
    assert "计划 0.24 亿元，完成 0.10 亿元，完成率 41.7%" in found.said


def test_a_light_that_turned_is_told_with_its_reason() -> None:
    packs.seed()
    packs.open_zone(make.zone().pk)
    planned("迟开工")
    judge_projects(make.zone().pk, day=date(2022, 4, 1), at=make.NOW, cause="day")
    judge_projects(make.zone().pk, day=date(2022, 7, 20), at=make.NOW, cause="day")
    found = part(july(), "lights")
    assert [(row.values[0], row.values[2]) for row in found.rows] == [("迟开工", "red")]
    assert "红灯 1 个" in found.said


def test_lights_judged_for_the_first_time_are_counted_and_only_bad_ones_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    packs.seed()
    packs.open_zone(make.zone().pk)
    for name in ("迟开工", "也迟"):
        planned(name)
    planned("早着呢", date(2023, 5, 1), date(2024, 8, 20))
    judge_projects(make.zone().pk, day=date(2022, 7, 20), at=make.NOW, cause="day")
    found = part(july(), "lights")
    assert {row.values[:3] for row in found.rows} == {("迟开工", "", "red"), ("也迟", "", "red")}
    assert found.said.endswith("本月没有项目的灯变过，另有 3 个第一次判灯。")
    monkeypatch.setattr(month, "MOST", 1)
    assert (len(part(july(), "lights").rows), part(july(), "lights").more) == (1, 1)


def test_a_month_in_which_nothing_was_judged_does_not_say_no_red_light() -> None:
    planned("甲")
    found = part(month.of(lin(), 2022, 6), "lights")
    assert (found.said, found.none) == ("", "那时还没有判过灯，没有可说的。")


def test_counts_are_told_against_the_month_before() -> None:
    assert moved(3, 1) == "，比上月末增加 2 个"
    assert moved(1, 3) == "，比上月末减少 2 个"
    assert moved(2, 2) == "，与上月末持平"
    assert moved(2, None) == ""


def test_page_paper_and_workbook_print_the_same_numbers() -> None:
    finish(planned("七月做完"), date(2022, 7, 11))
    page = client().get("/reports/month/").content.decode()  # the day's first page judges the lights
    digest = july()
    paper = docx.Document(io.BytesIO(word.paper(digest)))
    text = "\n".join(one.text for one in paper.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(digest)))
    for one in digest.parts:
        said = one.said or one.none
        assert said in page
        assert said in text
        assert book[one.title]["A2"].value == said
    count = next(told for told in digest.figures if told.figure.name == "project_count")
    assert count.value == "1"
    assert book["主要指标"]["B4"].value == 1
    assert paper.tables[0].rows[1].cells[1].text == "1"


def test_the_same_month_gives_the_same_paper() -> None:
    planned("甲")
    assert word.paper(july()) == word.paper(july())


def test_words_of_a_name_never_become_a_formula() -> None:
    finish(planned("=1+1"), date(2022, 7, 11))
    book = openpyxl.load_workbook(io.BytesIO(sheets.workbook(july())))
    cell = book["本月完成的节点"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_month_gone_by_does_not_lead_into_todays_ledger() -> None:
    planned("甲")
    assert part(july(), "late").opens
    assert not part(month.of(lin(), 2022, 6), "late").opens


def test_more_projects_cost_no_more_queries() -> None:
    lin()
    for n in range(2):
        planned(f"甲{n}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        july()
    for n in range(12):
        planned(f"乙{n}")
    with CaptureQueriesContext(connection) as many:
        july()
    assert len(many) == len(few)


def test_what_is_beyond_the_table_is_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(month, "MOST", 1)
    for name in ("甲", "乙", "丙"):
        planned(name)
    found = part(july(), "late")
    assert (len(found.rows), found.more) == (1, 2)
    assert "有 3 个节点" in found.said


def test_what_a_page_does_not_hold_stands_whole_on_a_page_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_digest, "ON_PAGE", 1)
    monkeypatch.setattr(views_digest, "A_PAGE", 2)
    for name in ("甲", "乙", "丙"):
        planned(name)
    page = client().get("/reports/month/").content.decode()
    assert page.count('data-label="应完成"') == 1
    assert '<a href="/reports/month/late/?month=2022-07">全部 3 个</a>' in page
    shown = [client().get(f"/reports/month/late/?month=2022-07&page={n}").context for n in (1, 2, 9, "x")]
    names = [[row.values[0] for row in one["part"].rows] for one in shown]
    assert names == [["甲", "乙"], ["丙"], ["丙"], ["甲", "乙"]]
    assert [one["start"] for one in shown] == [0, 2, 2, 0]
    assert client().get("/reports/month/nothing/").status_code == 404


def test_every_chapter_lists_all_its_rows_in_the_order_of_the_page() -> None:
    for n in range(3):
        finish(planned(f"做完{n}"), date(2022, 7, 11))
        planned(f"还没{n}", end=date(2022, 8, 2))
    for key in month.CHAPTERS:
        whole = part(july(), key).rows
        window = [month.chapter(lin(), 2022, 7, key, at=n, most=1).rows for n in range(len(whole))]
        assert [row for one in window for row in one] == list(whole)


def test_word_and_excel_are_made_in_the_background() -> None:
    planned("甲")
    for form, lead in (("docx", b"PK"), ("xlsx", b"PK")):
        answer = client().post("/reports/month/?month=2022-06", {"form": form})
        job = Job.objects.filter(kind=making.KIND).latest("pk")
        assert answer.headers["Location"] == f"/handouts/{job.pk}/"
        kept = client().get(f"/handouts/{job.pk}/file/")
        assert b"".join(kept.streaming_content).startswith(lead)  # type: ignore[attr-defined]
        assert "2022年6月" in job.label


def test_a_month_to_come_or_none_at_all_is_not_there() -> None:
    planned("甲")
    for text in ("2022-08", "2022-13", "x", "二〇二二"):
        assert client().get(f"/reports/month/?month={text}").status_code == 404
    assert "Word 或 Excel" in client().post("/reports/month/", {"form": "pdf"}).content.decode()


def test_a_stranger_sees_nothing_of_the_zone() -> None:
    planned("甲")
    assert "还没有项目可以汇总" in client(make.wu()).get("/reports/month/").content.decode()
