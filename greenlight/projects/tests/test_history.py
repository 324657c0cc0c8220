"""The history of a record in the clerk's words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from greenlight.projects import actions, history, library, panels
from greenlight.projects.tests.looking import page
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value", "kind", "told"),
    [
        ("stage", "registration", "attraction", "立项"),
        ("stage", "registration", "technical_upgrade", "备案"),
        ("nature", "new", "", "新建"),
        ("kind", "government", "", "政府投资项目"),
        ("halt", "", "", "正常推进"),
        ("halt", "paused", "", "暂停"),
        ("conditions", ["new_land", "bond"], "", "需要新增建设用地、用专项债"),
        ("state", "sent_back", "", "退回"),
        ("remark", "", "", "（空）"),
        ("remark", None, "", "（空）"),
        ("remark", "new", "", "new"),
        ("planned_new", True, "", "是"),
        ("total_wan", Decimal("30000.0000"), "", "30000"),
    ],
)
def test_a_value_is_said_in_words(name: str, value: object, kind: str, told: str) -> None:
    assert history.shown(value, name, kind) == told


def test_every_deed_of_the_room_has_its_word_and_every_field_a_label(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    library.seed()
    by, project = make.by(), make.project()
    actions.edit(by=by, project=project, facts={"remark": "新", "conditions": ["bond"], "nature": "new"})
    actions.set_amount(by=by, project=project, kind="contract", amount_wan=Decimal(5), on=None)
    actions.end_assignment(
        by=by, assignment=actions.assign(by=by, project=project, role="contact", person="老何")
    )
    actions.list_off(by=by, listing=actions.list_on(by=by, project=project, name="省重点", year=2022))
    actions.add_code(by=by, project=project, code="2206-330881-04-01-123456")
    actions.report_site(by=by, project=project, words="打桩", percent=Decimal(5), on=date(2022, 7, 1))
    actions.record_stage(by=by, project=project, to="registration", on=date(2022, 7, 2), reason="台账")
    actions.correct_stage(by=by, project=project, to="signed", reason="录错")
    actions.halt(by=by, project=project, state="paused", reason="等批复")
    actions.resume(by=by, project=project, reason="批了")
    paper = actions.hand_in(by=by, project=project, node_code="IND012", name="24位项目代码", file=None)
    actions.send_back(by=by, evidence=paper, note="缺章")
    actions.put_under(by=by, project=make.project("锂盐二期"), parent=project)
    text = page(make.lin(), f"/projects/{project.pk}/?tab=log")
    for code in (
        "project.",
        "evidence.",
        "planned_new",
        "site_percent",
        "registration",
        "paused",
        "sent_back",
    ):
        assert code not in text.split("<h2>谁改了什么</h2>")[1], code
    for word in ("改数据", "登记金额", "结束指派", "移出名录", "登记项目代码", "报形象进度", "补录阶段",
                 "更正阶段", "暂停或终止", "恢复推进", "交资料", "退回资料", "归入项目群"):  # fmt: skip
        assert word in text, word
    for told in ("进入“立项”", "退回“签约”", "暂停", "恢复推进"):
        assert told in text.split("谁改了什么")[0], told


def test_a_pause_does_not_move_the_day_a_stage_was_reached() -> None:
    project = make.project()
    actions.record_stage(by=make.by(), project=project, to="registration", on=date(2022, 3, 1), reason="台账")
    actions.halt(by=make.by(), project=project, state="paused", reason="等批复")
    project.refresh_from_db()
    assert panels.reached_on(project) == {"registration": date(2022, 3, 1)}
