"""The wall on paper: no project lost between sheets, letters one reads from afar, a PDF of its own size."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

import pypdfium2
import pytest
from django.http import QueryDict
from django.test import Client

from greenlight.base import handouts, jobs
from greenlight.base.jobs import Running
from greenlight.base.models import File, Job
from greenlight.base.refusals import Refused
from greenlight.desk import lines
from greenlight.desk.wallchart.poster import ink, layout, letters, making, pdf, style
from greenlight.desk.wallchart.rows import Asked, Group
from greenlight.people.models import User
from greenlight.plans.tests import cast
from greenlight.warnings import packs
from tests import make

pytestmark = pytest.mark.django_db
SIZE = re.compile(r'font-size="([\d.]+)"')


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def hang(*names: str, stage: str = "signed") -> None:
    packs.seed()
    for name in names:
        cast.skeleton(
            cast.project(name=name, stage=stage),
            groundbreaking=date(2022, 5, 1),
            in_production=date(2023, 6, 30),
        )
    lines.rebuild_all(make.zone().pk)


def lin() -> User:
    return make.lin().on(make.TODAY)


def wall(**words: str) -> making.Made:
    found = making.made(lin(), Asked.of(lin(), QueryDict(urlencode(words))), "http://zone/wallchart/")
    assert found
    return found


def client() -> Client:
    made = Client()
    made.force_login(make.lin(), backend="django.contrib.auth.backends.ModelBackend")
    return made


def test_no_letter_is_smaller_than_24_points_on_a0() -> None:
    hang(*(f"第{n}号项目" for n in range(120)))
    found = wall()
    sizes = [float(one) for n in range(1, len(found.sheets) + 1) for one in SIZE.findall(found.drawn(n))]
    assert len(found.sheets) > 1
    assert min(sizes) == 24


def test_every_project_hangs_once_and_is_numbered_through() -> None:
    hang(*(f"第{n}号项目" for n in range(70)))
    hang(*(f"在建{n}号" for n in range(3)), stage="groundbreaking")
    found = wall()
    drawn = "".join(found.drawn(n) for n in range(1, len(found.sheets) + 1))
    assert all(drawn.count(f">第{n}号项目<") == 1 for n in range(70))
    assert [first for _, first in found.sheets] == [1, 1 + len(found.sheets[0][0]) - 1]
    assert f"第 {len(found.sheets)} 张，共 {len(found.sheets)} 张" in drawn


def test_a_group_that_goes_on_has_its_head_again_and_no_head_stands_alone_at_the_foot() -> None:
    heads = list(layout.sheets([("甲", list("abc")), ("乙", list("de")), ("丙", list("f"))], 5))
    assert heads == [["甲", "a", "b", "c"], ["乙", "d", "e", "丙", "f"]]
    assert list(layout.sheets([("甲", list("abcde"))], 4)) == [["甲", "a", "b", "c"], ["甲", "d", "e"]]


def test_few_projects_stand_in_high_lines_on_one_sheet() -> None:
    hang("甲项目", "乙项目")
    found = wall()
    assert len(found.sheets) == 1
    assert found.poster.rows.high == layout.ROW_MOST


def test_the_sheet_says_lights_today_legend_and_where_the_code_leads() -> None:
    hang("甲项目")
    sheet = wall().drawn(1)
    for word in ("重点项目作战图", "今天 07-31", "关键节点", "改期待批", "扫码看", "1 个项目，按阶段分组"):
        assert word in sheet
    assert 'shape-rendering="crispEdges"' in sheet


def test_a_name_is_never_markup_and_a_long_one_ends_in_dots() -> None:
    hang("<script>坏</script>" + "很长的名字" * 20)
    sheet = wall().drawn(1)
    assert "<script>" not in sheet
    assert "&lt;script&gt;坏" in sheet
    assert "…<" in sheet


def test_what_xml_cannot_say_does_not_spoil_the_sheet() -> None:
    assert ink.text(0, 0, "示例\x0b门窗\ufffe<项目>", 24).endswith(">示例门窗&lt;项目&gt;</text>")


def test_words_are_cut_where_there_is_no_room() -> None:
    assert letters.cut("短", 24, 100) == "短"
    cut = letters.cut("一二三四五六七八", 24, 100)
    assert cut == "一二三…"
    assert letters.width(cut, 24) <= 100


def test_a_long_name_gets_smaller_then_slimmer_and_is_cut_at_last() -> None:
    assert letters.fitted("十个字的名字就是这样", 36, 24, 640) == ("十个字的名字就是这样", 36, 1.0)
    words, size, slim = letters.fitted("字" * 22, 36, 24, 640)
    assert (words, slim) == ("字" * 22, 1.0)
    assert 24 < size < 36
    words, size, slim = letters.fitted("字" * 30, 36, 24, 640)
    assert (words, size) == ("字" * 30, 24)
    assert slim < 1
    assert letters.fitted("字" * 60, 36, 24, 640)[0].endswith("…")


def test_a_name_of_thirty_letters_hangs_whole() -> None:
    name = "年产五千万平方米高档装饰纸及配套自动化仓储物流中心建设项目"
    hang(name)
    assert f">{name}<" in wall().drawn(1)


def test_no_sheet_stands_nearly_empty() -> None:
    lines = [(f"第{n}组", list(range(14))) for n in range(4)]
    high = layout.rows(lines)
    found = [len(one) for one in layout.sheets(lines, high.a_sheet)]
    assert len(found) == 2
    assert max(found) - min(found) <= 4
    assert high.high > layout.ROW_LEAST


def test_the_colours_are_those_of_the_screen() -> None:
    assert f".gantt-red{{fill: {style.colour('r')}}}" in style.rules()
    assert "var(" not in style.rules()


@pytest.mark.parametrize(("size", "wide"), [("A0", 1189), ("A1", 841), ("A3", 420)])
def test_the_pdf_has_a_page_a_sheet_in_the_size_of_the_paper(size: str, wide: int) -> None:
    hang("甲项目")
    book = pypdfium2.PdfDocument(pdf.bound([wall().drawn(1)] * 2, size))
    try:
        assert len(book) == 2
        page = book[0]
        assert round(page.get_width() / layout.MM) == wide
        text = page.get_textpage()
        assert "甲项目" in text.get_text_range()
        text.close()
        page.close()
    finally:
        book.close()


def test_without_a_chinese_font_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FAMILIES", ("没有这种字体",))
    with pytest.raises(Refused, match="fonts-noto-cjk"):
        pdf.bound(["<svg/>"], "A0")


def test_nobody_prints_a_wall_of_thousands(monkeypatch: pytest.MonkeyPatch) -> None:
    hang("甲项目", "乙项目")
    monkeypatch.setattr(making, "MOST", 1)
    page = client().get("/wallchart/paper/").content.decode()
    assert "请先用条件挑出要挂的再做" in page
    assert "?light=red,yellow" in page
    client().post("/wallchart/paper/", {"size": "A0"})
    assert Job.objects.get(kind=making.KIND).state == Job.State.FAILED


def test_the_pdf_is_made_in_the_background_and_is_the_persons_own() -> None:
    hang("甲项目")
    answer = client().post("/wallchart/paper/?group=unit", {"size": "A1"})
    page = client().get(answer.headers["Location"]).content.decode()
    assert "看结果" in page
    job = Job.objects.get(kind=making.KIND)
    kept = client().get(f"/handouts/{job.pk}/file/")
    assert b"".join(kept.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert "A1" in File.objects.get(subject_kind=handouts.SUBJECT).name


def heard(monkeypatch: pytest.MonkeyPatch, stop_at: int = 0) -> list[int]:
    told: list[int] = []
    own = Running.progress

    def hear(self: Running, done: int, total: int = 0, note: str = "") -> None:
        told.append(done)
        if len(told) == stop_at:
            jobs.cancel(self.job)
        own(self, done, total, note)

    monkeypatch.setattr(Running, "progress", hear)
    return told


def test_the_bar_moves_sheet_by_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    hang(*(f"第{n}号项目" for n in range(120)))
    told = heard(monkeypatch)
    client().post("/wallchart/paper/", {"size": "A3"})
    job = Job.objects.get(kind=making.KIND)
    assert told == list(range(job.total + 1))
    assert job.total == len(wall().sheets) + 1
    assert job.state == Job.State.DONE


@pytest.mark.parametrize("at", [1, 2, 4])
def test_who_stops_it_waits_for_one_sheet_and_gets_no_file(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hang(*(f"第{n}号项目" for n in range(120)))
    told = heard(monkeypatch, stop_at=at)
    client().post("/wallchart/paper/", {"size": "A3"})
    assert Job.objects.get(kind=making.KIND).state == Job.State.CANCELLED
    assert len(told) == at
    assert not File.objects.filter(subject_kind=handouts.SUBJECT).exists()


def test_older_walls_are_dropped_when_a_new_one_is_made() -> None:
    hang("甲项目")
    client().post("/wallchart/paper/", {"size": "A3"})
    File.objects.filter(subject_kind=handouts.SUBJECT).update(at=make.NOW.replace(year=2020))
    client().post("/wallchart/paper/", {"size": "A3"})
    assert File.objects.filter(subject_kind=handouts.SUBJECT).count() == 1


def test_an_unknown_paper_is_refused_in_words() -> None:
    assert "A0、A1 或 A3" in client().post("/wallchart/paper/", {"size": "B5"}).content.decode()


def test_an_empty_wall_says_what_to_do() -> None:
    make.zone()
    assert "没有可以上墙的项目" in client().get("/wallchart/paper/").content.decode()
    assert client().get("/wallchart/paper/sheet.svg").status_code == 404


def test_a_band_holds_what_a_group_counts() -> None:
    hang("甲项目")
    (head, *_), _ = wall().sheets[0]
    assert isinstance(head, Group)
    assert head.count == 1
