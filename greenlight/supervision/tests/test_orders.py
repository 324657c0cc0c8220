"""An order from its issue to its end; who sees it, who acts on it, what is refused and why."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import connection

from greenlight.base import files
from greenlight.base.models import File, JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import orders
from greenlight.people.models import Role
from greenlight.projects.models import Project
from greenlight.supervision import actions, paper
from greenlight.supervision.actions.raising import Wish
from greenlight.supervision.figures import standing
from greenlight.supervision.models import Order, OrderEvent, State
from greenlight.supervision.signals import order_changed
from greenlight.warnings.models import Warning as Held
from tests import make

pytestmark = pytest.mark.django_db
REASON = {
    "scene": "milestones", "colour": "red", "what": "milestone_late", "rule": "default-1", "version": 1,
    "paper": "平台默认值", "about": "land", "since": "2022-06-20",
    "numbers": {"name": "净地移交", "due": "2022-06-19", "days": 42, "today": "2022-07-31"},
}  # fmt: skip
FIRST = date(2022, 6, 20)


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def wish(**more: Any) -> Wish:
    told: dict[str, Any] = {
        "unit": make.unit(), "subject": "净地移交滞后", "demand": "请移交净地",
        "reply_by": make.TODAY + timedelta(days=3), "due": make.TODAY + timedelta(days=30),
    }  # fmt: skip
    return Wish(**told | more)


def raised(project: Project | None = None, **more: Any) -> Order:
    zhao = make.by(make.zhao())
    return actions.raise_order(by=zhao, zone_id=make.zone().pk, wish=wish(**more), project=project)


def held(project: Project, **more: Any) -> Held:
    told: dict[str, Any] = {"rule": "default-1", "about": "land", "colour": "red", "scene": "milestones"}
    return Held.objects.create(
        project=project, zone=project.zone, since=FIRST, opened_on=FIRST, shape="x", reason=REASON,
        unit=make.unit(), **told | more,
    )  # fmt: skip


def proof(order: Order) -> File:
    return files.store(make.by(), b"%PDF-1.7 x", "移交单.pdf", subject=("order", order.pk))


def sun(at: datetime = make.NOW) -> Any:
    return make.by(make.sun().on((at + timedelta(hours=8)).date()), at)


def zhao(at: datetime = make.NOW) -> Any:
    return make.by(make.zhao(), at)


def working(project: Project | None = None) -> Order:
    order = raised(project)
    actions.receive(by=sun(), order=order)
    actions.hand_in_plan(by=sun(), order=order, words="分两步", day=make.TODAY, steps=["评估", " ", "移交"])
    actions.decide_plan(by=zhao(), order=order, approve=True)
    return order


def now(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


# ---- the course ----
def test_an_order_goes_from_a_red_light_to_its_end() -> None:
    project = make.project()
    warning = held(project)
    order = actions.raise_order(
        by=zhao(), zone_id=project.zone_id, wish=wish(), project=project, warning=warning
    )
    assert order.number == "督〔2022〕1号"
    assert "净地移交晚 42 天" in order.basis
    assert (order.paper, order.basis_since) == ("平台默认值", FIRST)
    actions.hand_in_plan(by=sun(), order=order, words="先评估", day=make.TODAY)
    actions.decide_plan(by=zhao(), order=order, approve=False, reason="没有日子")
    actions.hand_in_plan(by=sun(), order=order, words="8 月 5 日前移交", day=make.TODAY)
    actions.decide_plan(by=zhao(), order=order, approve=True)
    actions.report_progress(by=sun(), order=order, words="还剩两户")
    actions.ask_closing(by=sun(), order=order, words="已移交", files=[proof(order)])
    actions.send_back(by=zhao(), order=order, reason="单子没有盖章")
    actions.ask_closing(by=sun(), order=order, words="已补章", files=[proof(order)])
    actions.confirm(by=zhao(), order=order)
    assert now(order).state == "closed"
    assert now(order).closed_on == make.TODAY
    assert order.events.count() == 10


def test_what_is_kept_for_queries_is_what_the_events_say() -> None:
    order = working()
    later = make.TODAY + timedelta(days=60)
    actions.ask_extension(by=sun(), order=order, until=later, reason="连续降雨")
    assert now(order).standing == standing(order)
    assert now(order).asked_until == later
    actions.decide_extension(by=zhao(), order=order, approve=True)
    actions.ask_closing(by=sun(), order=order, words="已移交", files=[proof(order)])
    assert now(order).standing == standing(order)
    assert now(order).due == later
    actions.confirm(by=zhao(), order=order)
    assert now(order).standing == standing(order)
    Order.objects.filter(pk=order.pk).update(first_due=make.TODAY)
    assert standing(now(order)).due == later


def test_every_event_is_told_to_the_rooms_above_and_in_the_log_of_the_project() -> None:
    heard: list[str] = []

    def hear(event: OrderEvent, **_: Any) -> None:
        heard.append(event.kind)

    order_changed.connect(hear)
    project = make.project()
    working(project)
    order_changed.disconnect(hear)
    assert heard == ["issued", "received", "plan", "plan_approved"]
    rows = JournalRow.objects.filter(subject_kind="project", subject_id=project.pk, verb__startswith="order.")
    assert rows.count() == 4
    project.refresh_from_db()
    assert project.version == 5


# ---- numbers ----
def test_numbers_run_through_the_year_of_a_zone_without_gaps() -> None:
    numbers = [raised(subject=f"事{n}").number for n in range(3)]
    assert numbers == ["督〔2022〕1号", "督〔2022〕2号", "督〔2022〕3号"]
    with pytest.raises(Refused):
        raised(subject="")
    actions.withdraw(by=zhao(), order=Order.objects.latest("pk"), reason="写错")
    assert raised(subject="又一件").number == "督〔2022〕4号"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite")
def test_two_at_once_get_two_numbers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    by, unit = zhao(), make.unit()

    def one(n: int) -> int:
        try:
            return actions.raise_order(
                by=by, zone_id=unit.zone_id, wish=wish(unit=unit, subject=f"事{n}")
            ).n  # fmt: skip
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(one, range(6))) == [1, 2, 3, 4, 5, 6]


# ---- who sees, who acts ----
def test_the_unit_addressed_sees_the_order_and_its_project() -> None:
    project, beside = make.project(), make.project("别的项目")
    sun_user = make.sun()
    assert not Project.objects.visible_to(sun_user).exists()
    order, other = raised(project), raised(subject="报送材料")
    raised(beside, unit=make.unit("住建局"), subject="别人的")
    assert set(Order.objects.visible_to(sun_user)) == {order, other}
    assert list(Project.objects.visible_to(sun_user)) == [project]


def test_leaders_clerks_and_inspectors_see_all_strangers_and_enterprises_nothing() -> None:
    order = raised(make.project())
    for user in (make.zhao(), make.lin(), make.user("hu", Role.INSPECTOR)):
        assert list(Order.objects.visible_to(user)) == [order]
    for user in (make.wu(), make.chen(), make.he(), make.user("xi", Role.SYSTEM_ADMIN)):
        assert not Order.objects.visible_to(user).exists()


def test_only_the_unit_answers_and_only_the_raiser_or_a_leader_decides() -> None:
    order = raised(make.project())
    with pytest.raises(NotAllowed, match="经济发展科办理"):
        actions.receive(by=zhao(), order=order)
    actions.hand_in_plan(by=sun(), order=order, words="办", day=make.TODAY)
    with pytest.raises(NotAllowed, match="领导批"):
        actions.decide_plan(by=sun(), order=order, approve=True)
    with pytest.raises(NotAllowed):
        actions.decide_plan(by=make.by(make.lin()), order=order, approve=True)


def test_a_clerk_writes_down_for_a_unit_but_not_on_an_order_of_their_own() -> None:
    project = make.project()
    order = raised(project)
    assert actions.receive(by=make.by(), order=order).stands_in
    own = actions.raise_order(
        by=make.by(), zone_id=project.zone_id, wish=wish(subject="别的事"), project=project
    )
    with pytest.raises(NotAllowed):
        actions.receive(by=make.by(), order=own)


def test_a_clerk_raises_about_projects_and_a_leader_about_anything() -> None:
    with pytest.raises(NotAllowed):
        actions.raise_order(by=make.by(), zone_id=make.zone().pk, wish=wish())
    assert raised().project is None


# ---- what is refused ----
def test_a_unit_that_was_dissolved_is_refused_with_its_successor() -> None:
    gone = make.unit("招商局", dissolved_on=date(2022, 1, 1))
    with pytest.raises(Refused, match="招商局已于 2022-01-01 撤并，不能再发督办单。请改送现在承担"):
        raised(unit=gone)
    make.unit("招商服务中心", also_called=["招商局"])
    with pytest.raises(Refused, match="现在由招商服务中心承接，请改送招商服务中心"):
        raised(unit=gone)
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"subject": " "}, "请写事由"),
        ({"demand": ""}, "请写督办要求"),
        ({"demand": "长" * 1001}, "最多 1000 个字"),
        ({"reply_by": date(2022, 7, 30)}, "答复期限应在 2022-07-31"),
        ({"due": make.TODAY}, "整改期限（不早于答复期限）"),
        ({"due": date(2099, 1, 1)}, "整改期限"),
        ({"urgency": "now"}, "紧急程度"),
    ],
)
def test_an_order_that_will_not_do_is_refused_in_words(more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        raised(**more)


def test_a_button_pressed_twice_sends_one_order() -> None:
    raised()
    with pytest.raises(Refused, match="督〔2022〕1号已经就"):
        raised()


def test_a_warning_that_is_gone_or_of_another_project_raises_nothing() -> None:
    project = make.project()
    gone = held(project, until=make.TODAY)
    for warning, whose, said in ((gone, project, "消除"), (held(project), make.project("乙"), "不属于")):
        with pytest.raises(Refused, match=said):
            actions.raise_order(
                by=zhao(), zone_id=project.zone_id, wish=wish(), project=whose, warning=warning
            )


def test_steps_out_of_order_are_refused_with_where_it_stands() -> None:
    order = raised()
    with pytest.raises(Refused, match="现在是“待签收”，不能同意销号"):
        actions.confirm(by=zhao(), order=order)
    with pytest.raises(Refused, match="不能报进展"):
        actions.report_progress(by=sun(), order=order, words="办了")
    actions.withdraw(by=zhao(), order=order, reason="写错单位")
    with pytest.raises(Refused, match="已撤销"):
        actions.receive(by=sun(), order=order)


def test_closing_asks_for_proof_and_sending_back_for_a_reason() -> None:
    order = working()
    with pytest.raises(Refused, match="凭据"):
        actions.ask_closing(by=sun(), order=order, words="办好了", files=[])
    actions.ask_closing(by=sun(), order=order, words="办好了", files=[proof(order)])
    with pytest.raises(Refused, match="理由"):
        actions.send_back(by=zhao(), order=order, reason=" ")


def test_a_plan_past_the_end_asks_for_more_time_first() -> None:
    order = raised()
    with pytest.raises(Refused, match="先申请延期"):
        actions.hand_in_plan(by=sun(), order=order, words="慢慢办", day=order.due + timedelta(days=1))


def test_more_time_is_later_than_now_and_decided_once() -> None:
    order = working()
    with pytest.raises(Refused, match="不晚于"):
        actions.ask_extension(by=sun(), order=order, until=order.due, reason="雨")
    actions.ask_extension(by=sun(), order=order, until=order.due + timedelta(days=9), reason="雨")
    with pytest.raises(Refused, match="不能申请延期"):
        actions.ask_extension(by=sun(), order=order, until=order.due + timedelta(days=12), reason="雨")
    actions.decide_extension(by=zhao(), order=order, approve=False, reason="不影响")
    assert now(order).due == order.due
    with pytest.raises(Refused):
        actions.decide_extension(by=zhao(), order=order, approve=True)


# ---- late ----
def test_the_database_and_the_kernel_agree_on_what_is_late() -> None:
    made = [raised(subject="不理"), working(), working(make.project())]
    actions.ask_closing(by=sun(), order=made[2], words="办好了", files=[proof(made[2])])
    for days in (0, 3, 4, 30, 31, 90):
        day = make.TODAY + timedelta(days=days)
        late = {
            one.pk
            for one in made
            if now(one).standing.closing_is_late(day)
            or now(one).standing.reply_is_late(now(one).reply_by, day)
        }
        assert set(Order.objects.late(day).values_list("pk", flat=True)) == late, days


# ---- papers ----
def said(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_word_document_says_what_the_order_says() -> None:
    project = make.project()
    order = actions.raise_order(
        by=zhao(), zone_id=project.zone_id, wish=wish(urgency="most"), project=project, warning=held(project)
    )
    text = said(paper.order_paper(order))
    for part in ("督〔2022〕1号", "特急", "经济发展科：", "示例锂盐生产线项目", "净地移交晚42天",
                 "已41天", "请于2022年8月3日前报整改计划", "2022年7月31日"):  # fmt: skip
        assert part in text, part
    assert "平台默认值" not in text  # nobody signs a default of ours
    assert paper.order_paper(order) == paper.order_paper(now(order))


def test_the_record_tells_the_whole_course() -> None:
    order = working()
    actions.ask_closing(by=sun(), order=order, words="已移交", files=[proof(order)])
    actions.confirm(by=zhao(), order=order)
    text = said(paper.record_paper(now(order), list(order.events.order_by("pk"))))
    for part in ("已销号", "1. 评估；2. 移交", "附件：移交单.pdf", "同意整改计划", "zhao"):
        assert part in text, part


def test_an_order_says_its_state_in_every_kind_of_word() -> None:
    assert {one.value for one in orders.State} == set(State.values)
    assert {one.value for one in orders.Kind} == set(OrderEvent.Kind.values)
