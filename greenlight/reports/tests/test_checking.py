"""核数 as a clerk meets it: hand in, answer, hand in again, take the copy, keep what is right."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from greenlight.base.documents.tests.papers import p, with_body
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.reports.checking import actions, answering, copying, example, page, showing, work
from greenlight.reports.checking.answering import Told
from greenlight.reports.models import Answer, CheckedReport, Observation, ReportState
from tests import make

pytestmark = pytest.mark.django_db
SUMS = "全年招引项目6个，总投资12.0亿元，其中机械类3个5.0亿元，食品类2个4.0亿元，其他1个2.0亿元。"
MORE = "实缴税收6.85亿元，同比增长9.4%。"
LATER = "全年各项工作平稳有序，营商环境持续优化，干部作风持续转变。"


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def word(*paragraphs: str) -> bytes:
    return with_body("".join(map(p, paragraphs)))


def taken(*paragraphs: str, name: str = "总结.docx") -> CheckedReport:
    by = make.by()
    return work.take_file(by, by.zone_id or 0, word(*(paragraphs or (SUMS, MORE))), name)


def tell(report: CheckedReport, verdict: str, **more: str) -> Answer:
    row = report.findings[0]
    told = answering.read({"verdict": verdict, **more}, row, report.body)
    actions.answer(make.by(), report, row["key"], told)
    return report.answers.get(key=row["key"])


def lin() -> Client:
    client = Client()
    client.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return client


# ---- what is found ----
def test_a_sum_that_does_not_fit_is_asked_about_with_both_places() -> None:
    report = taken()
    asked = page.questions(report)
    assert [one.row["stated"] for one in asked] == ["12.0"]
    assert [place["number"] for place in asked[0].places] == ["12.0亿元", "5.0亿元", "4.0亿元", "2.0亿元"]
    assert (asked[0].gap, asked[0].where) == ("1 亿元", "第 1 段")


def test_the_text_shows_every_number_and_escapes_everything_else() -> None:
    report = taken(SUMS, '<script>alert("1亿元")</script>')
    html = "".join(showing.Shown.of(report).blocks())
    assert "<script" not in html
    assert html.count('class="fig') >= report.fact_count
    assert f'id="n{report.findings[0]["places"][0][0]}"' in html


def test_a_table_stands_as_a_table() -> None:
    by = make.by()
    report = work.take_file(by, by.zone_id or 0, example.document(), example.NAME)
    html = "".join(showing.Shown.of(report).blocks())
    assert html.count("<tr>") == len(example.TABLE)
    assert "98.2" in html


def test_of_a_very_long_text_only_what_is_asked_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "WHOLE", 100)
    html = "".join(showing.Shown.of(taken(*[LATER] * 8, SUMS, *[LATER] * 8)).blocks())
    assert html.count(LATER) == 2
    assert "12.0亿元" in html


# ---- remembered ----
def test_the_same_file_again_is_the_same_report_with_its_answers() -> None:
    first = taken()
    tell(first, "explained", reason="", words="含续建项目")
    again = taken(name="改了名.docx")
    assert again.pk == first.pk
    assert again.answers.get().words == "含续建项目"


def test_a_corrected_version_carries_the_answers_whose_surroundings_are_unchanged() -> None:
    first = taken(SUMS, LATER, MORE)
    tell(first, "explained", words="含续建项目")
    second = taken("新加的一段。", SUMS, "又加的一段。", LATER, MORE.replace("6.85", "6.95"))
    carried = second.answers.get()
    assert second.pk != first.pk
    assert (carried.carried, carried.words, carried.actor_name) == (True, "含续建项目", "lin")


def test_a_version_whose_numbers_changed_is_asked_anew() -> None:
    tell(taken(), "explained", words="含续建项目")
    assert not taken(SUMS.replace("5.0亿元", "5.5亿元"), MORE).answers.exists()


def test_another_zone_starts_with_nothing() -> None:
    tell(taken(), "accepted")
    by = make.by(make.wu())
    other = work.take_file(by, by.zone_id or 0, word(SUMS, MORE), "总结.docx")
    assert not other.answers.exists()
    assert not CheckedReport.objects.visible_to(make.wu()).filter(zone=make.zone()).exists()


def test_checking_again_keeps_the_answers() -> None:
    report = taken()
    tell(report, "accepted")
    assert actions.check_again(make.by(), report).answers.count() == 1


# ---- answers ----
def test_an_answer_can_be_changed_and_taken_back() -> None:
    report = taken()
    tell(report, "accepted")
    assert tell(report, "corrected", corrected="11.0").corrected == "11.0亿元"
    actions.answer(make.by(), report, report.findings[0]["key"], Told(""))
    assert not report.answers.exists()
    assert JournalRow.objects.filter(verb="report.answer").count() == 3


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"verdict": "explained"}, "怎么不同"),
        ({"verdict": "explained", "reason": "编的"}, "没有看懂"),
        ({"verdict": "corrected", "corrected": "很多"}, "改成多少"),
        ({"verdict": "accepted", "words": "长" * 501}, "最多 500"),
        ({"verdict": "nonsense"}, "没有看懂"),
    ],
)
def test_an_answer_without_what_it_needs_is_refused(posted: dict[str, str], words: str) -> None:
    report = taken()
    with pytest.raises(Refused, match=words):
        answering.read(posted, report.findings[0], report.body)


def test_who_may_not_write_the_zone_may_not_check() -> None:
    with pytest.raises(NotAllowed):
        work.take_text(make.by(make.sun()), make.zone().pk, SUMS)


# ---- the copy ----
def test_the_copy_asks_in_comments_and_corrects_as_a_tracked_change() -> None:
    report = taken()
    tell(report, "corrected", corrected="11.0")
    data, name = copying.copy_of(make.by(), report)
    opened = docx.Document(io.BytesIO(data))
    comments = [one.text for one in opened.comments]
    assert name == "总结（核数批注）.docx"
    assert len(comments) == 4
    assert "回答：改为 11.0亿元" in comments[0]
    assert "11.0亿元" in work.opened(data, "x.docx").text.body


def test_a_question_of_scope_leaves_no_comment() -> None:
    report = taken()
    tell(report, "explained", words="含续建项目")
    with pytest.raises(Refused, match="没有要写进批注的"):
        copying.copy_of(make.by(), report)


def test_a_copy_is_made_of_a_docx_only() -> None:
    by = make.by()
    with pytest.raises(Refused, match=r"只给 \.docx"):
        copying.copy_of(by, work.take_text(by, by.zone_id or 0, SUMS))


# ---- observations ----
def test_what_is_asked_about_is_kept_only_once_it_is_answered() -> None:
    report = taken()
    kept = actions.keep(make.by(), report)
    assert not report.observations.filter(value=Decimal(12)).exists()
    tell(report, "corrected", corrected="11.0")
    assert actions.keep(make.by(), report) >= 1
    assert report.observations.count() > kept
    assert report.observations.get(start=report.findings[0]["places"][0][0]).value == Decimal(11)


@pytest.mark.parametrize(
    ("words", "typed", "value"),
    [
        ("新建住房1.2万户，其中城区5000户、乡镇6000户。", "1.1", 11_000),
        ("招引项目12个，其中机械类5个、食品类6个。", "11", 11),
    ],
)
def test_a_corrected_count_keeps_the_size_it_is_written_in(words: str, typed: str, value: int) -> None:
    report = taken(words)
    assert tell(report, "corrected", corrected=typed).corrected.startswith(typed)
    actions.keep(make.by(), report)
    assert report.observations.get(start=report.findings[0]["places"][0][0]).value == value


@pytest.mark.parametrize("typed", ["110000万元", "1e400", "11.0亿元左右"])
def test_a_correction_in_other_words_is_not_kept_under_the_old_unit(typed: str) -> None:
    report = taken()
    tell(report, "corrected", corrected=typed)
    actions.keep(make.by(), report)
    assert not report.observations.filter(start=report.findings[0]["places"][0][0]).exists()


def test_an_observation_has_its_sentence_as_evidence() -> None:
    report = taken()
    actions.keep(make.by(), report)
    tax = Observation.objects.get(unit="亿元", value=Decimal("6.85"))
    assert tax.evidence == MORE
    assert report.body[tax.start : tax.end] == "6.85亿元"
    assert tax.source == "总结.docx"


def test_an_observation_of_a_table_has_its_row_under_the_heads_as_evidence() -> None:
    by = make.by()
    report = work.take_file(by, by.zone_id or 0, example.document(), example.NAME)
    actions.keep(by, report)
    west = Observation.objects.get(value=Decimal("52.6"))
    assert west.evidence == "片区｜规上企业（家）｜工业总产值（亿元）　西片区｜27｜52.6"


def test_a_corrected_number_is_shown_as_it_is_kept() -> None:
    report = taken()
    tell(report, "corrected", corrected="11.0")
    (row,) = [row for row in page.numbers(report).object_list if row["instead"]]
    assert (row["instead"], row["value"]) == ("11 亿元", "12 亿元")
    assert "文中 12 亿元" in lin().get(f"/reports/check/{report.pk}/?tab=numbers").content.decode()


def test_nothing_is_kept_twice() -> None:
    report = taken()
    actions.keep(make.by(), report)
    with pytest.raises(Refused, match="没有可以存的数"):
        actions.keep(make.by(), report)


def test_the_list_of_observations_is_narrowed_and_sent_as_a_workbook() -> None:
    actions.keep(make.by(), taken())
    client = lin()
    assert "6.85 亿元" in client.get("/reports/observations/?q=税收").content.decode()
    assert "没有符合条件的" in client.get("/reports/observations/?q=没有这个").content.decode()
    sheet = client.get("/reports/observations/export/?kind=level")
    assert sheet.content[:2] == b"PK"


# ---- the doors ----
def test_several_files_go_in_and_a_bad_one_is_named() -> None:
    files = [
        SimpleUploadedFile("一.txt", SUMS.encode()),
        SimpleUploadedFile("二.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ]
    answer = lin().post("/reports/check/", {"file": files}, follow=True)
    assert "“二.doc”是旧的 .doc 格式" in answer.content.decode()
    assert CheckedReport.objects.get().name == "一.txt"


def test_one_bad_file_is_refused_in_words_and_nothing_is_kept() -> None:
    answer = lin().post("/reports/check/", {"file": SimpleUploadedFile("空.docx", b"")})
    assert answer.status_code == 400
    assert "“空.docx”是空的" in answer.content.decode()
    assert "选报告" in answer.content.decode(), "the next file is chosen on the same page"
    assert not CheckedReport.objects.exists()


def test_a_file_somebody_waits_for_may_not_keep_the_server_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "QUICK", replace(work.QUICK, seconds=1.0))
    page = f"<p {' '.join(f'a{n}=1' for n in range(90_000))}>产值3亿元</p>".encode()
    by = make.by()
    with pytest.raises(Refused, match="还没有读完"):
        work.take_file(by, by.zone_id or 0, page, "慢.html")


def test_a_long_report_is_read_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "AT_ONCE", 100)
    report = taken()
    report.refresh_from_db()
    assert (report.state, report.asked_count) == (ReportState.READY, 1)
    assert report.job is not None


def test_a_report_that_cannot_be_read_in_the_background_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "AT_ONCE", 2)
    by = make.by()
    report = work.take_file(by, by.zone_id or 0, b"%PDF-1.7 broken", "坏.pdf")
    report.refresh_from_db()
    assert report.state == ReportState.FAILED
    assert "“坏.pdf”坏了" in lin().get(f"/reports/check/{report.pk}/").content.decode()


def test_an_answer_by_htmx_brings_the_questions_anew() -> None:
    report = taken()
    posted = {"key": report.findings[0]["key"], "verdict": "accepted"}
    answer = lin().post(f"/reports/check/{report.pk}/answer/", posted, headers={"HX-Request": "true"})
    assert "1 处都答了" in answer.content.decode()
    assert "确有出入" in answer.content.decode()


def test_an_answer_brings_its_own_question_and_what_is_left_not_all_the_others() -> None:
    twice = SUMS.replace("12.0", "13.0").replace("全年", "上半年").replace("其他1个", "其他1处")
    report = taken(SUMS, twice)
    keys = [row["key"] for row in report.findings]
    assert len(keys) > 1
    answer = lin().post(
        f"/reports/check/{report.pk}/answer/", {"key": keys[0], "verdict": "accepted"},
        headers={"HX-Request": "true"},
    ).content.decode()  # fmt: skip
    assert answer.count("<details") == 1
    assert f"还有 {len(keys) - 1} 处没有答" in answer


def test_the_place_of_a_question_about_a_table_is_said_once() -> None:
    by = make.by()
    report = work.take_file(by, by.zone_id or 0, example.document(), example.NAME)
    row = {"places": [table[0] for table in report.layout["tables"][0][1:]]}
    assert showing.place_words(report, row) == "表 1 第 2—5 行"


def test_a_table_whose_first_row_is_empty_stands_as_a_table() -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>".format
    rows = [cell(""), cell("<w:r><w:t>产值12亿元</w:t></w:r>")]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    by = make.by()
    report = work.take_file(by, by.zone_id or 0, with_body(p(MORE) + f"<w:tbl>{table}</w:tbl>"), "表.docx")
    html = "".join(showing.Shown.of(report).blocks())
    assert (html.count("<tr>"), html.count("12亿元")) == (2, 1)


def test_the_list_is_looked_through_by_name() -> None:
    taken(name="去年总结.docx")
    taken(MORE, name="今年计划.docx")
    assert "去年总结" not in lin().get("/reports/check/?name=计划").content.decode()
    assert "没有这个名字的报告" in lin().get("/reports/check/?name=没有").content.decode()


def test_a_text_that_was_checked_before_says_so() -> None:
    taken()
    again = SimpleUploadedFile("改了名.docx", word(SUMS, MORE))
    answer = lin().post("/reports/check/", {"file": again}, follow=True).content.decode()
    assert "以前核过，叫“总结.docx”" in answer


def test_more_files_than_are_taken_at_once_are_refused_and_none_is_lost_silently() -> None:
    files = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(21)]
    answer = lin().post("/reports/check/", {"file": files})
    assert "最多 20 份" in answer.content.decode()


def test_the_page_of_a_report_asks_the_database_a_constant_number_of_times(
    django_assert_max_num_queries: Any,
) -> None:
    report, client = taken(), lin()
    client.get(f"/reports/check/{report.pk}/")
    with django_assert_max_num_queries(16):
        client.get(f"/reports/check/{report.pk}/")


def test_two_reports_are_held_against_each_other() -> None:
    older = taken("2023年，力争实现规上工业总产值230亿元。")
    newer = taken("2023年，实现规上工业总产值205亿元。", name="今年.docx")
    page_of_both = lin().get(f"/reports/check/compare/?r={older.pk}&r={newer.pk}").content.decode()
    assert "总结.docx" in page_of_both
    assert "今年.docx" in page_of_both
    assert "要问的 1 处" in page_of_both
    assert "<mark>230亿元</mark>" in page_of_both
    assert lin().get(f"/reports/check/compare/?r={older.pk}").status_code == 302


def order(page: str) -> list[str]:
    return re.findall(r"<dd><a [^>]*>([^<]+)</a>", page)


def test_the_older_of_two_reports_stands_first_however_they_were_ticked() -> None:
    newer = taken("2025年，实现规上工业总产值205亿元。", name="今年.docx")
    older = taken("2024年，力争实现规上工业总产值230亿元。", name="去年.docx")
    for first, last in ((newer, older), (older, newer)):
        page = lin().get(f"/reports/check/compare/?r={first.pk}&r={last.pk}").content.decode()
        assert order(page) == ["去年.docx", "今年.docx"]
    assert order(lin().get(f"/reports/check/compare/?r={newer.pk}&r={older.pk}&swap=1").content.decode()) == [
        "今年.docx", "去年.docx"]  # fmt: skip


def test_of_two_reports_of_one_year_the_one_handed_in_first_stands_first() -> None:
    first = taken("2024年，力争实现规上工业总产值230亿元。", name="计划.docx")
    last = taken("2024年，实现规上工业总产值205亿元。", name="总结.docx")
    page = lin().get(f"/reports/check/compare/?r={last.pk}&r={first.pk}").content.decode()
    assert order(page) == ["计划.docx", "总结.docx"]
