"""督办单 as it is printed and signed: in the order of the standard, its basis in words a leader signs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from greenlight.supervision import actions, paper
from greenlight.supervision.models import Order
from greenlight.supervision.tests.test_orders import held, now, raised, said, wish, working, zhao
from greenlight.warnings import sentences
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        ("本平台默认值，可在规则页修改（政府文件未规定节点天数）", ""), ("平台默认值", ""), ("", ""),
        ("主任办公会 2026 年第 3 次会议", "依据：主任办公会2026年第3次会议。"),
        ("银川 2025：低于序时进度 10—30 个百分点亮黄灯",
         "依据：银川2025年规则，低于序时进度10—30个百分点亮黄灯。"),
        ("武汉：低于 80% 亮黄牌（起用日期未见原文）", "依据：武汉：低于80%亮黄牌。"),
        ("海口江东新区 2020：连续两次黄灯转红灯（转载，未见原文；“一次”按月末算）",
         "依据：海口江东新区2020年规则，连续两次黄灯转红灯。"),
    ],
)  # fmt: skip
def test_the_basis_is_a_line_of_its_own_in_words_a_leader_signs(stored: str, printed: str) -> None:
    project = make.project()
    order = actions.raise_order(
        by=zhao(), zone_id=project.zone_id, wish=wish(), project=project, warning=held(project)
    )
    old = f"{order.basis}（{sentences.rule_name(order.zone_id, order.rule)}）"  # as it was kept before
    for basis in (order.basis, old):
        Order.objects.filter(pk=order.pk).update(paper=stored, basis=basis)
        lines = said(paper.order_paper(now(order))).splitlines()
        found = [one for one in lines if one.startswith("依据")]
        assert found == ([printed] if printed else [])
        assert not any("节点晚了多少天" in one for one in lines)


def test_the_paper_has_the_order_of_the_standard_urgency_title_number_blank_and_whom() -> None:
    order = raised(urgency="most")
    lines = said(paper.order_paper(order)).splitlines()
    assert lines[:5] == ["特急", "督办单", order.number, "", "经济发展科："]
    events = list(order.events.order_by("pk"))
    assert "经济发展科：" not in said(paper.record_paper(order, events))


def test_a_warning_that_began_after_the_order_counts_no_days() -> None:
    project = make.project()
    order = actions.raise_order(
        by=zhao(), zone_id=project.zone_id, wish=wish(), project=project, warning=held(project)
    )
    for since in (make.TODAY + timedelta(days=5), make.TODAY):
        Order.objects.filter(pk=order.pk).update(basis_since=since)
        assert "到发单日已" not in said(paper.order_paper(now(order))), since


def test_the_record_is_dated_by_the_last_thing_it_tells() -> None:
    order = working()
    events = list(order.events.order_by("pk"))
    events[-1].on = make.TODAY + timedelta(days=9)
    lines = said(paper.record_paper(order, events)).splitlines()
    assert "2022年8月9日" in lines
    row = next(one for one in lines if one.startswith("分两步"))
    assert row == "分两步；1. 评估；2. 移交；计划完成日 2022-07-31"
