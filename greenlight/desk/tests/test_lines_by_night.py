"""After a night only lights are others: the lines get those written, and are what building them anew says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlight.desk import lines
from greenlight.desk.lines import tide
from greenlight.desk.models import ProjectLine
from greenlight.people.models import Zone
from greenlight.projects.models import Project
from greenlight.warnings import actions
from greenlight.warnings.models import LightSnapshot, RulePack, Waiver, ZoneJudged, ZonePack
from greenlight.warnings.tests.test_nights import Twin
from tests import cases, make

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 28)


def built_whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list of what is from now on built whole because a line is lacking."""
    asked: list[int] = []
    real = lines.rebuild

    def rebuild(zone_id: int, ids: Iterable[int]) -> int:
        told = list(ids)
        asked.extend(told)
        return real(zone_id, told)

    monkeypatch.setattr(lines, "rebuild", rebuild)
    return asked


def night(zone: Zone, day: date) -> None:
    assert actions.ensure_judged(zone.pk, day, cases.at(day))
    assert not lines.differences(zone.pk)


def said(project: Project) -> tuple[str, date | None, str | None, int]:
    """Return what the line of a project says of its light."""
    line = ProjectLine.objects.get(pk=project.pk)
    return line.light, line.light_since, line.light_why, line.light_more


def test_the_days_of_a_project_pass_and_its_line_tells_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Due, late, red, a second one late too; a paused one stays grey; the next node stays named."""
    late, paused = make.project("甲项目"), make.project("乙项目", halt="paused")
    for one in (late, paused):
        cases.lead(one)
        cases.milestone(one, "land", name="净地移交", due=FIRST, seq=5)
        cases.milestone(one, due=FIRST + timedelta(days=31), seq=10)
    zone = late.zone
    night(zone, FIRST)
    assert said(late) == ("grey", FIRST, "首个节点 06-28 到期", 0)
    whole = built_whole(monkeypatch)
    for n in range(1, 40):
        night(zone, FIRST + timedelta(days=n))
        line = ProjectLine.objects.get(pk=late.pk)
        assert (line.next_name, line.next_due, line.open_due) == ("净地移交", FIRST, FIRST)
        assert said(paused)[:1] == ("grey",)
        if n == 1:
            assert said(late) == ("yellow", FIRST + timedelta(days=1), "净地移交晚 1 天", 0)
        if n == 30:
            assert said(late) == ("red", FIRST + timedelta(days=30), "净地移交晚 30 天", 0)
    # Told anew on 1 August, when the start is late as well.
    assert said(late) == ("red", FIRST + timedelta(days=30), "净地移交晚 34 天", 0)
    assert whole == []


def test_a_waiver_that_ends_colours_the_line_again(monkeypatch: pytest.MonkeyPatch) -> None:
    one = make.project("甲项目")
    cases.milestone(one, "land", name="净地移交", due=FIRST - timedelta(days=3), seq=5)
    night(one.zone, FIRST)
    rule = str(LightSnapshot.objects.now().get().reasons[0]["rule"])
    Waiver.objects.create(
        project=one, zone=one.zone, rule=rule, reason="会议同意", until=FIRST + timedelta(days=2),
        actor_name="赵", at=make.NOW,
    )  # fmt: skip
    actions.judge_projects(one.zone_id, [one.pk], day=FIRST, at=cases.at(FIRST))
    lines.rebuild(one.zone_id, [one.pk])  # as the deed's own signal does
    whole = built_whole(monkeypatch)
    seen = []
    for n in range(1, 5):
        night(one.zone, FIRST + timedelta(days=n))
        seen.append(said(one)[0])
    assert seen == ["grey", "grey", "yellow", "yellow"]
    assert said(one)[2] == "净地移交晚 6 天"
    assert whole == []


@pytest.mark.parametrize("seed", [4, 5])
def test_many_nights_of_many_projects_leave_no_difference(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans, money, site, handed-over units, pauses, waivers, other rules; one zone by night, one whole."""
    chance = Random(seed)  # noqa: S311  a test that can be run again
    twin, day = Twin(chance), date(2026, 3, 20)
    zones = (twin.fast, twin.slow)
    twin.judged(day)
    for zone in zones:
        assert not lines.differences(zone.pk)
    for _ in range(22):
        twin.happens(day)
        for zone in zones:
            lines.rebuild_all(zone.pk)  # as the deed's own signal does
        day += timedelta(days=chance.choice([1, 1, 2, 5]))
        with monkeypatch.context() as patch:
            whole = built_whole(patch)
            twin.judged(day)
            assert whole == []
        for zone in zones:
            assert not lines.differences(zone.pk)
    known = [
        dict(ProjectLine.objects.filter(zone=one).values_list("project_name", "light_why")) for one in zones
    ]
    assert known[0] == known[1]


def test_other_rules_write_the_lights_of_lines_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    one = make.project("甲项目")
    cases.milestone(one, "land", name="净地移交", due=make.TODAY - timedelta(days=3), seq=5)
    actions.ensure_judged(one.zone_id, make.TODAY, make.NOW)
    assert said(one)[0] == "yellow"
    whole = built_whole(monkeypatch)
    ZonePack.objects.filter(zone=one.zone).delete()
    empty = RulePack.objects.create(code="none", name="无", source="—")
    ZonePack.objects.create(zone=one.zone, pack=empty, valid_from=date(2000, 1, 1))
    actions.judge_projects(one.zone_id, day=make.TODAY, at=make.NOW, cause="rules")
    assert said(one)[0] == "grey"
    assert not lines.differences(one.zone_id)
    assert whole == []


def test_a_line_that_is_lacking_is_made_up_for_by_the_night() -> None:
    one, other = make.project("甲项目"), make.project("乙项目")
    for project in (one, other):
        cases.milestone(project, "land", due=FIRST)
    night(one.zone, FIRST)
    ProjectLine.objects.filter(pk=one.pk).delete()
    night(one.zone, FIRST + timedelta(days=1))
    assert said(one) == said(other)


def test_the_lights_of_many_lines_take_as_many_queries_as_of_one_and_turn_the_tide() -> None:
    counts = []
    for many in (1, 40):
        zone = make.zone(f"园区{many}")
        for n in range(many):
            project = make.project(f"项目{n}", zone=zone, total_wan=Decimal(n))
            cases.milestone(project, "land", due=FIRST)
        actions.ensure_judged(zone.pk, FIRST, cases.at(FIRST))
        before, day = tide.of([zone.pk]), FIRST + timedelta(days=1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            actions.ensure_judged(zone.pk, day, cases.at(day))
        assert tide.of([zone.pk]) != before
        written: list[Any] = [
            one for one in asked.captured_queries if 'UPDATE "desk_projectline"' in one["sql"]
        ]
        counts.append(len(written))
        assert set(ProjectLine.objects.filter(zone=zone).values_list("light", flat=True)) == {"yellow"}
        assert ZoneJudged.objects.get(zone=zone).day == day
    assert counts == [1, 1]
