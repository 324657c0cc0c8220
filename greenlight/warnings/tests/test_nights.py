"""A zone judged by nights, which look at what is due, shows what one shows that is judged whole every day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db.models import F

from greenlight.kernel import lights
from greenlight.people.models import Zone
from greenlight.plans.models import Milestone
from greenlight.projects.models import Assignment, Project
from greenlight.warnings import actions, packs, replay
from greenlight.warnings.actions import nightly
from greenlight.warnings.models import (
    KnownFacts,
    LightSnapshot,
    LightTurn,
    NextTurn,
    Rule,
    RulePack,
    Scene,
    Waiver,
    ZoneJudged,
    ZonePack,
)
from greenlight.warnings.models import Warning as Held
from tests import cases, make

pytestmark = pytest.mark.django_db
FIRST, NIGHTS, PROJECTS = date(2026, 3, 20), 26, 14
SCENES = (Scene.PROJECT.value, *lights.JUDGED_SCENES)
RULES: dict[str, dict[str, Any]] = {
    "milestone_days_late": {
        "yellow_days": 1, "red_days": 30, "due_soon_days": 7, "behind_points": 20, "key_red_days": 15,
    },
    "start_months_late": {"yellow_months": 1, "red_months": 3},
    "points_below_elapsed": {"yellow_points": 10, "red_points": 30},
    "registration_months_late": {"yellow_months": 1, "red_months": 2},
    "site_silent": {"yellow_days": 20, "red_days": 40},
    "reports_missing": {"yellow_months": 1, "red_months": 2, "from_day": 15},
}  # fmt: skip


def ruled(zones: list[Zone], stricter_from: date) -> None:
    """Let the same rules judge both zones; the one on milestones turns stricter on a day."""
    pack = RulePack.objects.create(code="nights", name="夜", source="—")
    for kind, params in RULES.items():
        scene = lights.KINDS[kind].scene
        common = {"pack": pack, "code": kind, "scene": scene, "kind": kind, "paper": "—", "grade": "own"}
        Rule.objects.create(**common, version=1, params=params, valid_from=date(2000, 1, 1))
    stricter = Rule.objects.get(code="milestone_days_late", pack=pack)
    Rule.objects.filter(pk=stricter.pk).update(valid_to=stricter_from - timedelta(days=1))
    stricter.pk, stricter.version, stricter.valid_from = None, 2, stricter_from
    stricter.params |= {"red_days": 20, "due_soon_days": 12}
    stricter.save(force_insert=True)
    for zone in zones:
        ZonePack.objects.create(zone=zone, pack=pack, valid_from=date(2000, 1, 1))


class Twin:
    """Two zones with the same projects, to which the same happens."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.fast, self.slow = make.zone("夜判园区"), make.zone("全判园区")
        ruled([self.fast, self.slow], FIRST + timedelta(days=chance.randrange(20, 60)))
        self.pairs = [self.made(n) for n in range(PROJECTS)]

    def made(self, n: int) -> list[Project]:
        """Make a project twice, with a random plan, money and people."""
        state, pair = self.chance.getstate(), []
        for zone in (self.fast, self.slow):
            self.chance.setstate(state)
            pair.append(self.project(zone, n))
        return pair

    def project(self, zone: Zone, n: int) -> Project:
        chance = self.chance
        words = {"site_progress": "主体施工", "site_updated_on": self.day(-40, 0)} if n % 3 else {}
        one = make.project(f"项目{n}", zone=zone, stage="groundbreaking" if n % 5 else "signed", **words)
        units = [None, make.unit("经济发展科", zone), make.unit("自然资源局", zone)]
        for k in range(chance.choice([0, 1, 4, 30])):
            due = self.day(-70, 40) + timedelta(days=12 * k - 40)
            cases.milestone(
                one, "groundbreaking" if k == 3 else f"n{k}", seq=k, owner=chance.choice(units),
                due=chance.choice([due, due, due, None]),
                due_precision=chance.choice(["day", "day", "month", "ten_days"]),
                started_on=chance.choice([None, None, self.day(-50, 20)]),
                done_on=due if due < FIRST and chance.random() < 0.8 else None,
                percent=chance.choice([None, Decimal(30)]), is_gate=chance.random() < 0.2,
            )  # fmt: skip
        if n % 2:
            cases.year_plan(one, 12000, 2026)
            for month in range(2, 3 + n % 3):
                cases.reported(one, month, 900 * month, 2026)
        self.leads(one, units)
        return one

    def leads(self, one: Project, units: list[Any]) -> None:
        handed = self.day(5, 60)  # one unit hands over to the other on a day to come
        spans = ((units[1], None, handed), (units[2], handed + timedelta(days=1), None))
        for order, (unit, begins, ends) in enumerate(spans):
            Assignment.objects.create(project=one, zone=one.zone, role="lead", unit=unit, order=order,
                                      valid_from=begins, valid_to=ends)  # fmt: skip

    def day(self, least: int, most: int) -> date:
        return FIRST + timedelta(days=self.chance.randint(least, most))

    def judged(self, day: date) -> None:
        """The one zone by its night, the other whole."""
        assert actions.ensure_judged(self.fast.pk, day, cases.at(day))
        row, _ = ZoneJudged.objects.get_or_create(zone=self.slow, defaults={"day": day, "at": cases.at(day)})
        actions.judge_projects(self.slow.pk, day=day, at=cases.at(day), cause="day")
        row.day = day
        row.save()

    def happens(self, day: date) -> None:
        """Something is done to a project, in both zones; it is judged at once."""
        pair, deed = self.chance.choice(self.pairs), self.chance.choice(DEEDS)
        state = self.chance.getstate()
        for one in pair:
            self.chance.setstate(state)
            deed(self.chance, one, day)
            actions.judge_projects(one.zone_id, [one.pk], day=day, at=cases.at(day))


def pick(chance: Random, one: Project) -> Milestone | None:
    stones = Milestone.objects.filter(project=one, done_on=None).order_by("seq")
    offered: list[Milestone | None] = [None, *stones]
    return chance.choice(offered)


def finish(chance: Random, one: Project, day: date) -> None:
    if stone := pick(chance, one):
        Milestone.objects.filter(pk=stone.pk).update(done_on=day)


def postpone(chance: Random, one: Project, day: date) -> None:
    if stone := pick(chance, one):
        Milestone.objects.filter(pk=stone.pk, due__isnull=False).update(
            due=day + timedelta(chance.randint(-9, 60))
        )


def begin(chance: Random, one: Project, day: date) -> None:
    if stone := pick(chance, one):
        Milestone.objects.filter(pk=stone.pk).update(started_on=day, percent=Decimal(chance.randint(0, 90)))


def write(chance: Random, one: Project, day: date) -> None:
    Project.objects.filter(pk=one.pk).update(site_progress="机电安装", site_updated_on=day)


def pause(chance: Random, one: Project, day: date) -> None:
    Project.objects.filter(pk=one.pk).update(halt=chance.choice(["", "paused"]), version=F("version") + 1)


def waive(chance: Random, one: Project, day: date) -> None:
    held = Held.objects.filter(project=one, until=None).order_by("rule", "about").first()
    if held:
        about, until = chance.choice(["", held.about]), day + timedelta(days=chance.randint(0, 25))
        Waiver.objects.create(project=one, zone=one.zone, rule=held.rule, about=about, reason="会议同意",
                              until=until, actor_name="赵", at=cases.at(day))  # fmt: skip


DEEDS = (finish, postpone, begin, write, pause, waive)
SHOWN = ("project__name", "scene", "day", "colour", "since", "reasons", "latest", "rank", "shape",
         "must_act_unit__name")  # fmt: skip
TURNED = ("project__name", "scene", "from_colour", "to_colour", "day", "cause", "reasons")
WARNED = ("project__name", "scene", "rule", "about", "colour", "since", "opened_on", "until", "red_on",
          "waived_until", "unit__name", "reason", "shape")  # fmt: skip


def on_record(zone: Zone) -> list[list[tuple[Any, ...]]]:
    """Return all that is stored of the lights of a zone, in an order that knows no ids."""
    tables: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (LightSnapshot, SHOWN), (LightTurn, TURNED), (Held, WARNED),
    )  # fmt: skip
    return [sorted(model.objects.filter(zone=zone).values_list(*names), key=repr) for model, names in tables]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nights_write_row_for_row_what_judging_all_every_day_writes(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  a test that can be run again
    twin, day, looked = Twin(chance), FIRST, 0
    days: list[date] = []
    for _ in range(NIGHTS):
        if days and (found := nightly.due(twin.fast.pk, days[-1], day)):
            looked += len(found.timely) + len(found.anew)
        twin.judged(day)
        assert on_record(twin.fast) == on_record(twin.slow)
        twin.happens(day)
        days.append(day)
        day += timedelta(days=chance.choice([1, 1, 1, 2, 5]))
    assert on_record(twin.fast) == on_record(twin.slow)
    assert 0 < looked < NIGHTS * PROJECTS / 2
    assert LightTurn.objects.filter(zone=twin.fast, cause="day").count() > PROJECTS
    replayed(twin.fast, days)


def replayed(zone: Zone, days: list[date]) -> None:
    """Every light of every day, judged again from what was kept, is the one that was shown."""
    ids = list(Project.objects.filter(zone=zone).values_list("pk", flat=True))
    for day in days:
        then, rules = replay.known_on(ids, day), packs.in_force(zone.pk, day)
        for scene in SCENES:
            was = dict(
                LightSnapshot.objects.on(day, scene).filter(zone=zone).values_list("project_id", "colour")
            )
            now = {pk: replay.judged(then[pk].facts, rules, day) for pk in ids}
            told = {
                pk: (one.colour if scene == Scene.PROJECT else one.of(scene)).code for pk, one in now.items()
            }
            assert was == told


def test_the_light_of_warnings_is_that_of_the_project() -> None:
    project = make.project()
    cases.milestone(project, due=FIRST - timedelta(days=40))
    actions.ensure_judged(project.zone_id, FIRST, cases.at(FIRST))
    (own,) = LightSnapshot.objects.now(Scene.WARNINGS)
    assert (own.scene, own.colour) == ("project", "red")
    assert LightSnapshot.objects.on(FIRST, Scene.WARNINGS).get() == own
    assert not LightSnapshot.objects.filter(scene=Scene.WARNINGS).exists()


def test_a_project_whose_next_turn_was_lost_is_judged_from_the_records() -> None:
    project = make.project()
    cases.milestone(project, due=FIRST + timedelta(days=90))
    actions.ensure_judged(project.zone_id, FIRST, cases.at(FIRST))
    NextTurn.objects.all().delete()
    day = FIRST + timedelta(days=1)
    assert nightly.due(project.zone_id, FIRST, day) == ([], [project.pk])
    actions.ensure_judged(project.zone_id, day, cases.at(day))
    assert NextTurn.objects.get(project=project).next_on
    assert KnownFacts.objects.filter(project=project).count() == 1


def test_a_scene_that_begins_or_ceases_to_speak_by_night_is_written_as_if_all_were_judged() -> None:
    zones = [make.zone("夜判园区"), make.zone("全判园区")]
    ruled(zones, FIRST + timedelta(days=300))
    for zone in zones:
        for n, (start, registered) in enumerate([(3, None), (-40, 5), (3, 9), (None, None)]):
            one = make.project(f"项目{n}", zone=zone)
            if start is not None:
                day = FIRST + timedelta(days=start)
                cases.milestone(one, "groundbreaking", due=day, done_on=day)
                own = FIRST + timedelta(days=registered) if registered else None
                cases.milestone(one, "GOV031", seq=1, due=FIRST + timedelta(days=200), done_on=own)
            cases.milestone(one, "late", seq=2, due=FIRST - timedelta(days=20))
    spoken = set[tuple[str, ...]]()
    for day in (FIRST + timedelta(days=n) for n in range(45)):
        assert actions.ensure_judged(zones[0].pk, day, cases.at(day))
        row, _ = ZoneJudged.objects.get_or_create(zone=zones[1], defaults={"day": day, "at": cases.at(day)})
        actions.judge_projects(zones[1].pk, day=day, at=cases.at(day), cause="day")
        ZoneJudged.objects.filter(pk=row.pk).update(day=day)
        assert on_record(zones[0]) == on_record(zones[1])
        held = LightSnapshot.objects.filter(zone=zones[0], scene="investment", latest=True)
        spoken |= {
            tuple(reason["what"] for reason in told) for told in held.values_list("reasons", flat=True)
        }
    assert spoken >= {("no_investment",), ("not_registered",), ("registration_ahead",)}


def test_a_night_looks_at_no_group_and_at_no_project_of_another_zone() -> None:
    zone, other = make.zone("夜判园区"), make.zone("别的园区")
    project, foreign = make.project("已判", zone=zone), make.project("别区的", zone=other)
    actions.ensure_judged(zone.pk, FIRST, cases.at(FIRST))
    make.project("一组", zone=zone, is_group=True)
    day = FIRST + timedelta(days=1)
    assert nightly.due(zone.pk, FIRST, day) == ([], [])
    late = make.project("没判过", zone=zone)
    assert nightly.due(zone.pk, FIRST, day) == ([], [late.pk])
    assert not NextTurn.objects.filter(project=foreign).exists()
    assert NextTurn.objects.get(project=project)
