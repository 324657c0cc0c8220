"""全区回看: judging in bulk finds what judging one by one finds; every number opens into its rows."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.demo import actions as demo
from greenlight.kernel import lights
from greenlight.kernel.tests.test_lights_kept import RULES, TODAY, portfolios
from greenlight.people.models import Role, User, Zone
from greenlight.projects.models import Assignment, Project
from greenlight.warnings import actions, packs, replay, replaying
from greenlight.warnings.actions.waiving import waive
from greenlight.warnings.models import KnownFacts, LightSnapshot, RulePack
from greenlight.warnings.replay_page import CODES, Page
from tests import cases, make

DAY = make.TODAY
NEXT = DAY + timedelta(days=10)
SHIPPED = tuple(rule for pack in packs.shipped() for rule in pack.rules)


# ---- the same as one by one ----
@settings(max_examples=60, deadline=None)
@given(
    st.lists(portfolios, max_size=6),
    st.lists(st.sampled_from((*RULES, *SHIPPED)), max_size=6, unique_by=lambda one: (one.code, one.kind)),
    st.integers(-40, 80),
    st.booleans(),
)
def test_judging_in_bulk_finds_what_judging_one_by_one_finds(
    known: list[lights.Facts], rules: list[lights.Rule], days: int, own: bool
) -> None:
    day = TODAY + timedelta(days=days)
    plains = [json.loads(json.dumps(lights.facts_plain(one))) for one in known]
    bulk = replaying.Bulk(plains, whole=replaying.looks_ahead(rules)).colours(rules, day, own=own)
    for n, facts in enumerate(known):
        verdict = replay.judged(facts, rules, day, own=own)
        assert {scene: int(codes[n]) for scene, codes in bulk.items()} == {
            "project": int(verdict.colour), **{one: int(verdict.of(one)) for one in lights.JUDGED_SCENES}
        }  # fmt: skip


# ---- a zone that has lived some days ----
def home(late: int = 2, kept: int = 2) -> Zone:
    """Make a zone with late and punctual projects, judged on DAY, and again ten days later."""
    for n in range(late):
        cases.milestone(make.project(name=f"迟{n}"), due=date(2022, 6, 1))
    for n in range(kept):
        cases.milestone(make.project(name=f"早{n}"), due=NEXT + timedelta(days=90))
    zone = make.zone()
    packs.seed()
    actions.ensure_judged(zone.pk, DAY, make.NOW)
    return zone


def client(who: User) -> Client:
    made = Client()
    made.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """Ten days later."""
    monkeypatch.setenv("GREENLIGHT_TODAY", NEXT.isoformat())
    return NEXT


def page(who: User, words: str = "") -> str:
    found = client(who).get(f"/warnings/replay/{words}")
    assert found.status_code == 200
    return found.content.decode()


def finish(name: str) -> None:
    project = Project.objects.get(name=name)
    project.milestones.update(done_on=NEXT)
    actions.judge_projects(project.zone_id, [project.pk], day=NEXT, at=cases.at(NEXT))


@pytest.mark.django_db
def test_a_day_is_shown_beside_today_with_the_reasons_of_both(today: date) -> None:
    home()
    finish("迟0")
    told = page(make.zhao(), f"?on={DAY}")
    assert 'data-pair="red-blue"' in told
    assert "灯不一样的项目：1 项" in told
    (row,) = re.findall(r"<tr data-href.*?</tr>", told, re.S)
    assert "迟0" in row
    assert "晚 60 天" in row  # why it was red on that day
    assert "完成" in row


@pytest.mark.django_db
def test_every_number_opens_into_as_many_rows(today: date) -> None:
    home(3, 2)
    finish("迟1")
    actions.judge_projects(make.zone().pk, day=NEXT, at=cases.at(NEXT))
    zhao = make.zhao()
    told = page(zhao, f"?on={DAY}")
    found = re.findall(r'<a href="(\?[^"]*)#rows"[^>]*>(?:<b>)?(\d+)<', told)
    assert len(found) > 30
    for address, number in set(found):
        opened = page(zhao, address.replace("&amp;", "&"))
        assert re.search(r"：(\d+) 项</h2>", opened)[1] == number, address  # type: ignore[index]


@pytest.mark.django_db
def test_the_pack_in_force_is_compared_with_another(today: date) -> None:
    home()
    told = page(make.zhao(), f"?on={DAY}&pack=wuhan&against=force")
    assert 'data-pair="red-grey"' in told
    assert "灯不一样的项目：2 项" in told
    same = page(make.zhao(), f"?on={DAY}&against=force")
    assert "两边都是那天用的规则包，没有不同" in same


@pytest.mark.django_db
def test_one_sees_the_projects_one_may_see(today: date) -> None:
    home()
    unit = make.unit("自然资源分局")
    project = Project.objects.get(name="迟0")
    Assignment.objects.create(project=project, zone=project.zone, role="lead", unit=unit)
    sun = make.user("sun", Role.UNIT_HANDLER, of_unit=unit)
    told = page(sun, f"?on={DAY}&from=red")
    assert "迟0" in told
    assert "迟1" not in told
    assert "；1 个项目" in told
    wu = make.user("wu", Role.CLERK, in_zone=make.zone("别的园区", "330000"))
    assert "还没有判过灯" in page(wu, f"?on={DAY}&zone={make.zone().pk}")


@pytest.mark.django_db
def test_before_the_first_judging_a_sentence_and_no_numbers(today: date) -> None:
    home()
    told = page(make.zhao(), "?on=2022-07-01")
    assert "2022年7月1日还没有记下数" in told
    assert "各色灯有几个项目" not in told
    answer = client(make.zhao()).get("/warnings/replay/file/?on=2022-07-01")
    assert answer.status_code == 302


@pytest.mark.django_db
def test_a_project_that_came_later_is_told_apart(today: date) -> None:
    home()
    cases.milestone(make.project(name="后来的"), due=date(2022, 6, 1))
    actions.judge_projects(make.zone().pk, day=NEXT, at=cases.at(NEXT))
    told = page(make.zhao(), f"?on={DAY}")
    assert "1 个项目</a>那天还没有判过" in told
    assert 'data-pair="none-red"' in told
    assert "后来的" in page(make.zhao(), f"?on={DAY}&from=none")


@pytest.mark.django_db
def test_a_pack_that_did_not_judge_yet_says_so(today: date) -> None:
    home()
    assert "“银川 2025”在那天没有启用的规则" in page(make.zhao(), f"?on={DAY}&pack=yinchuan-2025")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    ["?on=乱写", "?on=9999-01-01", "?on=1-1-1", "?pack=x", "?from=x&to=y", "?scene=none&against=no",
     "?zone=abc", "?on=2099-01-01", "?page=x&on=2022-08-01"],
)  # fmt: skip
def test_what_is_not_known_in_the_address_is_left_out(today: date, words: str) -> None:
    home()
    assert "全区回看" in page(make.zhao(), words)


@pytest.mark.django_db
def test_nothing_was_ever_judged_is_a_sentence(today: date) -> None:
    assert "还没有判过灯" in page(make.zhao())


@pytest.mark.django_db
def test_the_slider_swaps_the_part_alone(today: date) -> None:
    home()
    answer = client(make.zhao()).get(f"/warnings/replay/?on={DAY}", headers={"X-Part": "replay"})
    assert answer.content.startswith(b'<div data-replayed="2022-07-31"') or b"<html" not in answer.content
    assert "X-Part" in answer["Vary"]


@pytest.mark.django_db
def test_a_waiver_of_that_day_holds_on_that_day(today: date) -> None:
    home(1, 0)
    project = Project.objects.get(name="迟0")
    zhao = make.by(make.zhao())
    waive(by=zhao, project=project, rule="default-1", about="groundbreaking",
          until=DAY + timedelta(days=3), reason="同意", version=project.version)  # fmt: skip
    actions.judge_projects(project.zone_id, day=NEXT, at=cases.at(NEXT))
    asked = Page(make.zhao().on(NEXT), {"on": DAY.isoformat()})
    assert asked.board.left["project"].tolist() == [lights.Colour.GREY]
    assert asked.board.right["project"].tolist() == [lights.Colour.RED]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_projects(today: date) -> None:
    home(2, 1)
    zhao = make.zhao()

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(zhao, f"?on={DAY}&from=red")
        return len(seen)

    asked()
    few = asked()
    home(25, 25)
    assert asked() == few


@pytest.mark.django_db
def test_the_file_holds_every_row_of_the_list(today: date) -> None:
    home(60, 1)
    made = client(make.zhao())
    told = made.get(f"/warnings/replay/file/?on={DAY}&from=red&as=csv")
    rows = list(csv.reader(io.StringIO(b"".join(told.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert sum(any("迟" in cell for cell in row) for row in rows) == 60
    assert any("按默认" in cell or "7月31日" in cell for cell in rows[0] + rows[1])
    book = made.get(f"/warnings/replay/file/?on={DAY}&pack=wuhan&against=force")
    content = b"".join(book.streaming_content)  # type: ignore[attr-defined]
    assert content[:2] == b"PK"


# ---- the demo zone, day by day and pack by pack ----
FIRST = date(2026, 7, 31)


@pytest.mark.django_db
def test_the_page_and_the_command_line_find_the_same(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    zone = demo.load(today=FIRST, at=cases.at(FIRST))
    last = FIRST + timedelta(days=6)
    for n in (3, 6):
        day = FIRST + timedelta(days=n)
        actions.ensure_judged(zone.pk, day, cases.at(day))
    leader = User.objects.filter(memberships__zone=zone, memberships__role=Role.LEADER)[0].on(last)
    for day in (FIRST, FIRST + timedelta(days=4)):
        for pack in ("", "wuhan", "sanya-2022", "tianjin-2022", "yinchuan-2025"):
            asked = Page(leader, {"on": day.isoformat(), "pack": pack})
            board = asked.board
            bulk = dict(zip(board.ids.tolist(), board.left["project"].tolist(), strict=True))
            rows = replay.replay(leader, zone.pk, day, pack=pack or None)
            assert bulk == {one["id"]: CODES[one["colour"]] for one in rows}, (day, pack)
    asked = Page(leader, {"on": FIRST.isoformat()})
    for scene in replaying.SCENES:
        shown = Counter(
            LightSnapshot.objects.on(FIRST, scene).filter(zone=zone).values_list("colour", flat=True)
        )
        counts = asked.board.counts(scene, "left")
        assert {name: counts.get(code, 0) for name, code in CODES.items() if counts.get(code)} == shown, scene
    assert KnownFacts.objects.exists()
    assert RulePack.objects.filter(code="wuhan").exists()
