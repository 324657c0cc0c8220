"""How numbers, dates and lights are written: rounded once, half up; — for what is missing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from greenlight.base import writing
from greenlight.base.samples import PROJECTS, SampleForm, sample_context, sums
from greenlight.base.templatetags import gl

TODAY = date(2026, 11, 20)


def drawn(source: str, **context: Any) -> str:
    """Draw a line of template."""
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("58050"), "58,050"),
        (Decimal("0.5"), "1"),
        (Decimal("1.5"), "2"),
        (Decimal("2.5"), "3"),
        (Decimal("-2.5"), "−3"),
        (Decimal("-0.4"), "0"),
        (0, "0"),
        ("1234.5", "1,235"),
        (1.005, "1"),
        (None, "—"),
        ("", "—"),
        ("待定", "—"),
        (Decimal("NaN"), "—"),
        (Decimal("Infinity"), "—"),
        (Decimal("1E+40"), "—"),
        (Decimal("123456789012345678901234.5"), "123,456,789,012,345,678,901,235"),
        (True, "—"),
    ],
)
def test_wan_is_whole_half_up_and_a_dash_when_missing(value: Any, text: str) -> None:
    assert writing.wan(value) == text


def test_half_up_holds_where_a_float_would_round_to_even() -> None:
    assert [writing.rate(Decimal(f"{n}.25")) for n in range(4)] == ["0.3", "1.3", "2.3", "3.3"]
    assert writing.yi(Decimal("100.5")) == "0.01"
    assert writing.yi(Decimal("50")) == "0.01"
    assert writing.yi(Decimal("49.99")) == "0.00"


def test_an_amount_in_wan_is_written_in_yi_with_two_decimals() -> None:
    assert writing.yi(Decimal("309000")) == "30.90"
    assert writing.yi(Decimal("6127000")) == "612.70"
    assert writing.yi(None) == "—"


def test_rates_say_whether_they_are_per_cent_fractions_or_points() -> None:
    assert writing.pct(Decimal("67.5")) == "67.5%"
    assert writing.ratio(Decimal("0.675")) == "67.5%"
    assert writing.points(Decimal("15.8")) == "15.8 个百分点"
    assert writing.pct(None) == writing.ratio(None) == writing.points(None) == "—"


def test_a_difference_shows_its_sign_and_a_zero_none() -> None:
    assert [writing.signed(n) for n in (2180, -24, 0, None)] == ["+2,180", "−24", "0", "—"]


def test_dates_are_written_for_tables_for_text_and_for_the_plan() -> None:
    day = date(2026, 3, 5)
    assert writing.ymd(day) == "2026-03-05"
    assert writing.cn_date(day) == "2026年3月5日"
    assert writing.plan_day(day) == "26-03-05"
    assert writing.md(day, TODAY) == "03-05"
    assert writing.md(date(2027, 3, 5), TODAY) == "2027-03-05"
    assert writing.cn_period(date(2026, 10, 31)) == "2026年1—10月"
    assert writing.cn_period(date(2026, 1, 31)) == "2026年1月"
    assert [
        f(None) for f in (writing.ymd, writing.cn_date, writing.plan_day, writing.md, writing.cn_period)
    ] == ["—"] * 5
    assert writing.ymd("2026-03-05") == "2026-03-05"
    assert writing.ymd("3月") == "—"


def test_a_time_is_shown_as_the_clock_in_shanghai_says() -> None:
    late = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert writing.moment(late, TODAY) == "11-21 00:30"
    assert writing.ymd(late) == "2026-11-21"


def test_time_is_said_in_two_words_and_today() -> None:
    assert writing.days_left(date(2026, 11, 30), TODAY) == "剩 10 天"
    assert writing.days_left(date(2026, 10, 5), TODAY) == "晚 46 天"
    assert writing.days_left(TODAY, TODAY) == "今天"
    assert writing.days_left(None, TODAY) == ""
    assert not writing.is_late(TODAY, TODAY)
    assert writing.days_since(date(2026, 11, 2), TODAY) == 18


def test_a_light_is_a_dot_a_word_and_a_reason() -> None:
    page = drawn("{% light 'yellow' days=18 reason='低于序时 15.8 个百分点' %}")
    assert "黄灯" in page
    assert "低于序时 15.8 个百分点" in page
    assert "<svg" in page
    assert "aria-hidden" in page
    assert page.index("黄灯") < page.index("18") < page.index("低于")


def test_the_five_dots_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = {drawn("{% dot c %}", c=c).replace(c, "") for c in writing.LAMPS}
    assert len(shapes) == 5


def test_a_colour_may_come_as_an_enum_and_an_unknown_one_is_grey() -> None:
    class Colour(Enum):
        RED = "red"

    assert writing.lamp(Colour.RED).word == "红灯"
    assert writing.lamp(None).word == writing.lamp("purple").word == "灰灯"


def test_lights_are_counted_in_the_fixed_order_and_open_their_rows() -> None:
    page = drawn("{% lights_count n href='?light=' %}", n={"green": 57, "grey": 0, "red": 7})
    assert page.index("红7") < page.index("绿57")
    assert "灰" not in page
    assert 'href="?light=red"' in page
    assert "—" in drawn("{% lights_count n %}", n={})


def test_a_reason_with_markup_in_it_stays_text() -> None:
    page = drawn("{% light 'red' reason=r %}{% person r r %}{% money r %}", r="<script>x</script>")
    assert "<script>" not in page


def test_a_completion_cell_has_its_bar_and_the_tick_of_the_year() -> None:
    page = drawn("{% completion 67.5 83.3 %}")
    assert "67.5" in page
    assert 'width="67.5%"' in page
    assert 'x="83.3%"' in page
    assert "bar" not in drawn("{% completion None 83.3 %}").replace("completion", "")
    assert 'width="100.0%"' in drawn("{% completion 130 %}")


def test_a_due_day_is_red_only_when_late_or_when_its_light_says_so() -> None:
    assert "due-late" in drawn("{% due d t %}", d=date(2026, 10, 5), t=TODAY)
    assert "due-" not in drawn("{% due d t %}", d=date(2026, 12, 5), t=TODAY)
    assert "due-warn" in drawn("{% due d t 'yellow' %}", d=date(2026, 11, 30), t=TODAY)
    assert "晚" not in drawn("{% due d t done=True %}", d=date(2026, 10, 5), t=TODAY)


def test_a_header_sorts_up_then_down_and_forgets_the_page() -> None:
    request = RequestFactory().get("/", QueryDict("sort=total&page=3&q=锂").dict())
    page = drawn("{% th '总投资' unit='亿元' key='total' num=True %}", request=request)
    assert "sort=-total" in page
    assert "page=" not in page
    assert 'aria-sort="ascending"' in page
    assert "亿元" in page
    other = drawn("{% th '名称' key='name' %}", request=request)
    assert "sort=name" in other
    assert "aria-sort" not in other


def test_an_amount_is_spelled_in_the_other_unit_under_its_field() -> None:
    assert gl.other_unit("12.00", "wan") == "= 120,000 万元"
    assert gl.other_unit("120000", "yi") == "= 12 亿元"
    assert gl.other_unit("待定", "yi") == ""
    page = drawn("{% field f unit='亿元' other='wan' %}", f=SampleForm({"total": "12.00"})["total"])
    assert "总投资（亿元）" in page
    assert "= 120,000 万元" in page


def test_a_wrong_field_says_what_is_wrong_and_the_list_above_links_to_it() -> None:
    form = SampleForm({"name": "甲", "total": "1", "start": "2022.2.30", "reason": "land"})
    page = drawn("{% include 'components/form_errors.html' %}{% field form.start %}", form=form)
    assert page.count("没有 2 月 30 日") == 2
    assert 'href="#id_start"' in page
    assert 'id="id_start_error"' in page
    assert "aria-invalid" in page


def test_undo_and_number_are_read_from_a_message() -> None:
    assert gl.tagged("undo:/imports/7/undo/ no:7f3a-20", "undo") == "/imports/7/undo/"
    assert gl.tagged("undo:/imports/7/undo/ no:7f3a-20", "no") == "7f3a-20"
    assert gl.tagged("", "undo") == gl.tagged(None, "undo") == ""


def test_a_failure_stays_while_a_success_is_a_toast_with_its_undo() -> None:
    done = SimpleNamespace(tags="undo:/u/ success", extra_tags="undo:/u/")
    failed = SimpleNamespace(tags="error", extra_tags="")
    assert 'action="/u/"' in render_to_string("components/toast.html", {"message": done})
    assert "data-gl-toast" not in render_to_string("components/toast.html", {"message": failed})


def test_a_living_job_asks_again_and_an_ended_one_does_not() -> None:
    job = SimpleNamespace(pk=1, state="running", done=4, total=9, label="导入", wants_cancel=False)
    context = {"job": job, "poll": "/jobs/1/", "cancel": "/jobs/1/cancel/"}
    assert "every 1s" in render_to_string("components/job_progress.html", context)
    job.state, job.next_url = "done", "/imports/1/"
    ended = render_to_string("components/job_progress.html", context)
    assert "every 1s" not in ended
    assert "/imports/1/" in ended


def test_the_pager_offers_the_ends_and_the_neighbours() -> None:
    assert gl.pages_near(Paginator(range(1000), 50), 10) == [1, 0, 9, 10, 11, 0, 20]
    assert gl.pages_near(Paginator(range(40), 50), 1) == [1]
    page = Paginator(range(112), 50).page(2)
    request = RequestFactory().get("/?light=red")
    html = render_to_string("components/pager.html", {"page": page}, request)
    assert "第 51—100 项，共 112 项" in html
    assert "light=red" in html


def test_the_why_box_keeps_its_six_rows_even_when_a_part_is_missing() -> None:
    page = render_to_string("components/why.html", {"why": {"colour": "red"}})
    rows = [page.index(word) for word in ("判定", "怎么算", "依据", "数据", "谁知道了", "再往后")]
    assert rows == sorted(rows)
    assert page.count("<dd>—</dd>") == 6


def test_the_sample_page_draws_every_part_and_its_sum_is_the_sum_of_its_rows() -> None:
    request = RequestFactory().get("/")
    page = render_to_string("base/components.html", sample_context(), request)
    assert f"合计（{len(PROJECTS)} 项）" in page
    assert writing.yi(sums()["total_wan"]) in page
    assert "{#" not in page
    assert "{%" not in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "413", "500", "refused"])
def test_an_error_page_says_why_and_what_to_do_without_a_request(name: str) -> None:
    page = get_template(f"{name}.html").render({"number": "7f3a-20"})
    assert "为什么" in page
    assert "怎么办" in page
    assert "7f3a-20" in page
    assert get_template(f"{name}.html").render()


def test_the_frame_holds_when_the_person_has_no_zone_and_no_menu() -> None:
    request = RequestFactory().get("/")
    page = render_to_string("base.html", {"zone": None, "today": TODAY}, request)
    assert "跳到正文" in page
    assert "None" not in page
