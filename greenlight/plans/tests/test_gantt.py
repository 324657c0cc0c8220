"""The chart: readable without colour, small, aligned with its table."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta

from greenlight.plans.gantt import BAND, HEAD, ROW, Bar, Chart, svg

TODAY = date(2026, 11, 20)


def bars(count: int) -> list[Bar]:
    made = []
    for n in range(count):
        start = date(2026, 1, 1) + timedelta(days=12 * n)
        made.append(Bar(
            key=f"IND{n:03d}", name=f"第 {n} 个节点，名称长短不一", colour=("green", "yellow", "red")[n % 3],
            start=start, finish=start + timedelta(days=30), base_start=start,
            base_finish=start + timedelta(days=25), latest=start + timedelta(days=40), share=n % 4 / 4,
            done=n < 10, critical=n % 3 == 0,
        ))  # fmt: skip
    return made


def chart(count: int, **values: object) -> Chart:
    rows = bars(count)
    links = [(one.key, two.key) for one, two in zip(rows, rows[3:], strict=False) if one.critical]
    return Chart(rows, TODAY, date(2027, 6, 30), links, **values)  # type: ignore[arg-type]


def test_sixty_nodes_stay_below_twenty_kilobytes() -> None:
    text = svg(chart(60))
    assert len(text.encode()) <= 20 * 1024
    ET.fromstring(text)  # noqa: S314


def test_five_hundred_rows_are_drawn() -> None:
    root = ET.fromstring(svg(chart(520)))  # noqa: S314
    assert root.get("height") == str(HEAD + 520 * ROW)
    assert int(root.get("width") or 0) <= 6000


def test_rows_and_headings_stand_where_the_table_has_them() -> None:
    rows = [Bar("", "前期"), Bar("a", "立项", finish=TODAY, start=TODAY - timedelta(days=9))]
    root = ET.fromstring(svg(Chart(rows, TODAY)))  # noqa: S314
    assert root.get("height") == str(HEAD + BAND + ROW)
    assert f'y="{HEAD + BAND + 6.5}"' in svg(Chart(rows, TODAY))


def test_what_colour_says_is_also_said_in_words() -> None:
    text = svg(chart(36, title="示例项目横道图"))
    assert '<title id="gantt-title">示例项目横道图</title>' in text
    assert "36 个节点" in text
    assert "：黄灯，计划 2026-" in text
    assert "，关键线路</title>" in text
    assert "承诺 06-30" in text
    assert "今天 11-20" in text


def test_names_cannot_break_out_of_the_drawing() -> None:
    text = svg(Chart([Bar("a", "<script>&", finish=TODAY)], TODAY, title='"<b>'))
    assert "<script>" not in text
    ET.fromstring(text)  # noqa: S314


def test_a_plan_without_a_single_date_is_still_a_picture() -> None:
    ET.fromstring(svg(Chart([Bar("a", "开工")], TODAY)))  # noqa: S314
    ET.fromstring(svg(Chart([], TODAY)))  # noqa: S314
