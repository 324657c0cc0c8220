"""Any day is judged again as it was known then, and by its own pack shows what it showed."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from greenlight.base.journal import By
from greenlight.demo import actions as demo
from greenlight.investment import actions as investment
from greenlight.kernel import lights, reporting
from greenlight.people.models import Role, Zone
from greenlight.plans import actions as plans
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Project
from greenlight.warnings import actions, packs, replay
from greenlight.warnings.models import LightSnapshot, Rule, RulePack, Scene
from greenlight.warnings.models import Warning as Held
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = make.TODAY


def shown(project: Project, day: date) -> dict[str, str]:
    return {
        scene: LightSnapshot.objects.on(day, scene).get(project=project).colour
        for scene in (Scene.PROJECT, *lights.JUDGED_SCENES)
    }


def judged_again(project: Project, day: date) -> dict[str, str]:
    found = replay.replay_project(project, day)
    words = {word: scene for scene, word in lights.SCENE_WORDS.items()}
    return {Scene.PROJECT.value: found.colour, **{words[word]: one for word, one, _ in found.scenes}}


def test_a_date_that_was_approved_later_does_not_change_the_day_before() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 6, 1))
    actions.ensure_judged(project.zone_id, DAY, make.NOW)
    later = DAY + timedelta(days=3)
    Milestone.objects.filter(pk=row.pk).update(due=date(2023, 6, 1))
    actions.judge_projects(project.zone_id, [project.pk], day=later, at=cases.at(later))
    assert shown(project, DAY)["project"] == judged_again(project, DAY)["project"] == "red"
    assert shown(project, later)["project"] == judged_again(project, later)["project"] == "grey"


def test_what_was_reported_afterwards_was_not_known() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 6, 1))
    actions.ensure_judged(project.zone_id, DAY, make.NOW)
    later = DAY + timedelta(days=3)
    Milestone.objects.filter(pk=row.pk).update(done_on=date(2022, 5, 1))
    actions.judge_projects(project.zone_id, [project.pk], day=later, at=cases.at(later))
    assert judged_again(project, DAY)["project"] == "red"
    assert replay.replay_project(project, DAY).kept


def test_a_day_before_the_first_judging_says_that_nothing_was_kept() -> None:
    project = make.project()
    cases.milestone(project, due=date(2022, 6, 1))
    actions.ensure_judged(project.zone_id, DAY, make.NOW)
    found = replay.replay_project(project, DAY - timedelta(days=10))
    assert (found.kept, found.shown, found.colour) == (False, None, "red")


def test_another_pack_judges_what_was_known() -> None:
    project, day = make.project(), date(2026, 7, 31)
    cases.year_plan(project, 12000, 2026)
    cases.reported(project, 6, 4000, 2026)
    actions.ensure_judged(project.zone_id, day, cases.at(day))
    packs.seed()
    wuhan = RulePack.objects.get(code="wuhan")
    assert replay.replay_project(project, day).colour == "yellow"
    assert replay.replay_project(project, day, wuhan).colour == "yellow"
    assert replay.replay_project(project, day, RulePack.objects.get(code="default")).colour == "grey"


# ---- the demo lives through some days ----
FIRST = date(2026, 7, 31)
DAYS = [FIRST + timedelta(days=n) for n in (0, 1, 2, 5, 9, 15, 31, 32, 46)]


@pytest.fixture
def zone(settings: Any, tmp_path: Any) -> Zone:
    settings.MEDIA_ROOT = tmp_path
    return demo.load(today=FIRST, at=cases.at(FIRST))


def late(zone: Zone, day: date) -> Milestone:
    open_ = Milestone.objects.filter(zone=zone, in_plan=True, done_on__isnull=True, due__lt=day)
    return open_.filter(project__halt="").exclude(slips__state="waiting").order_by("pk")[0]


def slip(actor: By, zone: Zone) -> None:
    new = actor.day + timedelta(days=20)
    plans.ask(
        by=actor, milestone=late(zone, actor.day), to_due=new, reason_class="land", reason="征迁没有完成"
    )


def approve(actor: By, zone: Zone) -> None:
    waiting = Slip.objects.filter(state="waiting", zone=zone, milestone__done_on__isnull=True)
    one = waiting.order_by("-pk")[0]
    plans.decide(by=actor, project=one.milestone.project, slips=[one], approve=True)


def finish(actor: By, zone: Zone) -> None:
    plans.report(by=actor, milestone=late(zone, actor.day), done_on=actor.day)


def invest(actor: By, zone: Zone) -> None:
    rows = Project.objects.filter(zone=zone, halt="", investment_reports__year=2026)
    project = rows.exclude(investment_reports__month=7).order_by("pk")[0]
    told = reporting.Report(2026, 7, Decimal(900000))
    investment.report(by=actor, project=project, report=told, reason="补报")


def threshold(actor: By, zone: Zone) -> None:
    rule = Rule.objects.get(code="default-1", pack__zone=None)
    actions.set_rule(
        by=actor, zone=zone, rule=rule, params={"yellow_days": 1, "red_days": 10}, is_on=True,
        valid_from=actor.day, why="会议",
    )  # fmt: skip


def remember(actor: By, zone: Zone) -> None:
    rule = Rule.objects.get(code="default-5", pack__zone=zone)
    actions.set_rule(
        by=actor, zone=zone, rule=rule, params={"yellows": 1}, is_on=True, valid_from=actor.day, why="会议"
    )


def waive(actor: By, zone: Zone) -> None:
    for held in Held.objects.filter(zone=zone).open().order_by("pk")[:3]:
        actions.waive(
            by=actor, project=held.project, rule=held.rule, about=held.about, reason="会议同意",
            until=actor.day + timedelta(days=8),
        )  # fmt: skip


def choose(actor: By, zone: Zone) -> None:
    codes, tomorrow = [f"default-z{zone.pk}", "sanya-2022"], actor.day + timedelta(days=1)
    actions.choose_packs(by=actor, zone=zone, codes=codes, valid_from=tomorrow, why="会议")


def nothing(actor: By, zone: Zone) -> None:
    pass


STORY = [slip, approve, finish, invest, threshold, remember, waive, choose, nothing]


def test_the_light_of_every_demo_project_on_any_past_day_is_the_one_it_showed(zone: Zone) -> None:
    for day, deed in zip(DAYS, STORY, strict=True):
        actions.ensure_judged(zone.pk, day, cases.at(day))
        leader = make.user("zhao", Role.LEADER, in_zone=zone, day=day)
        deed(make.by(leader, cases.at(day)), zone)
    ids = list(Project.objects.filter(zone=zone).counted().values_list("pk", flat=True))
    assert len(ids) > 50
    colours = set()
    for day in DAYS:
        then, rules = replay.known_on(ids, day), packs.in_force(zone.pk, day)
        for scene in (Scene.PROJECT.value, *lights.JUDGED_SCENES):
            was = dict(LightSnapshot.objects.on(day, scene).values_list("project_id", "colour"))
            for pk in ids:
                verdict = replay.judged(then[pk].facts, rules, day)
                now = verdict.colour if scene == Scene.PROJECT else verdict.of(scene)
                assert (pk, day, scene, was[pk]) == (pk, day, scene, now.code)
                colours.add((day, now.code))
    assert {one for _, one in colours} == {"red", "yellow", "green", "blue", "grey"}


def test_a_night_judges_what_a_full_judging_would(zone: Zone) -> None:
    for n in range(1, 60, 7):
        day = FIRST + timedelta(days=n)
        actions.ensure_judged(zone.pk, day, cases.at(day))
        before = list(LightSnapshot.objects.filter(zone=zone).order_by("pk").values())
        assert actions.judge_projects(zone.pk, day=day, at=cases.at(day)) == 0
        assert list(LightSnapshot.objects.filter(zone=zone).order_by("pk").values()) == before
