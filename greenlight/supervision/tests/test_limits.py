"""The limits of the light of units: dated data of a zone, tried out first, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from greenlight.base import undoing
from greenlight.base.models import JournalRow
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.people.models import Role
from greenlight.plans.models import MilestoneDates, PlanVersion
from greenlight.supervision import actions, limits, units
from greenlight.supervision.actions.limiting import Limiting
from greenlight.supervision.models import UnitLimit
from greenlight.supervision.tests.test_ladders import client, ordered
from tests import cases, make

pytestmark = pytest.mark.django_db
SOON = make.TODAY + timedelta(days=10)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _rehearsal_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


def limited(yellow: int = 2, red: int = 5, since: date = SOON, **more: Any) -> UnitLimit:
    setting = Limiting(yellow, red, more.pop("is_on", True), since, "主任办公会纪要", **more)
    return actions.set_unit_limits(by=make.by(make.zhao()), zone=make.zone(), setting=setting)


def at(day: date) -> tuple[int, int] | None:
    one = limits.on([make.zone().pk], day)[make.zone().pk]
    return (one.yellow, one.red) if one else None


# ---- dated data ----
def test_new_limits_hold_from_their_day_and_the_days_before_keep_theirs() -> None:
    assert at(SOON) == (1, 3)
    limited()
    assert (at(SOON - DAY), at(SOON)) == ((1, 3), (2, 5))
    assert [one.grade for one in limits.of_zones([make.zone().pk])[make.zone().pk]] == ["own", "own"]
    other = make.zone("邻区")
    assert limits.on([other.pk], SOON)[other.pk] == limits.shipped()[0]


def test_an_earlier_day_set_later_takes_the_place_of_what_was_to_come() -> None:
    limited(4, 8)
    limited(2, 6, since=make.TODAY + DAY)
    assert (at(make.TODAY), at(make.TODAY + DAY), at(SOON), at(SOON + 90 * DAY)) == (
        (1, 3), (2, 6), (2, 6), (2, 6),
    )  # fmt: skip


def test_switched_off_the_units_have_no_light_and_a_paper_nobody_has_seen_is_marked() -> None:
    limited(is_on=False, unsure=True)
    assert (at(SOON - DAY), at(SOON)) == ((1, 3), None)
    assert limits.last_of(make.zone().pk).is_unsure


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"since": make.TODAY - DAY}, "两年内"), ({"since": make.TODAY + 800 * DAY}, "两年内"),
        ({"yellow": 0}, "1 到"), ({"red": 1001}, "1 到"), ({"yellow": 5}, "填反"), ({"yellow": 6}, "填反"),
        ({"yellow": 1, "red": 3}, "没有要改的"),
    ],
)  # fmt: skip
def test_limits_that_will_not_do_are_refused_in_words(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        limited(**wrong)
    assert not UnitLimit.objects.exists()


def test_only_leaders_and_clerks_set_them_and_never_without_a_paper() -> None:
    setting = Limiting(2, 5, True, SOON, " ")
    with pytest.raises(NotAllowed):
        actions.set_unit_limits(by=make.by(make.sun()), zone=make.zone(), setting=setting)
    with pytest.raises(Refused, match="请写依据"):
        actions.set_unit_limits(by=make.by(), zone=make.zone(), setting=setting)


def test_a_setting_is_taken_back_while_it_is_the_last() -> None:
    limited()
    first = JournalRow.objects.latest("seq")
    assert first.verb == "units.limits"
    limited(3, 9, since=SOON + DAY)
    with pytest.raises(Refused, match="后来又改过"):
        undoing.take_back(make.by(make.zhao()), first)
    undoing.take_back(make.by(make.zhao()), JournalRow.objects.filter(verb="units.limits").latest("seq"))
    assert at(SOON + DAY) == (2, 5)
    undoing.take_back(make.by(make.zhao()), first)
    assert at(SOON + DAY) == (1, 3)
    assert JournalRow.objects.filter(verb="undo").count() == 2


# ---- tried out ----
def test_a_trial_names_the_units_that_would_change_colour_and_changes_nothing() -> None:
    for name in ("一", "二"):
        ordered(subject=name)
    cases.milestone(make.project(), due=make.TODAY - DAY, owner=make.unit("住建局"))
    reader = client(make.zhao())
    typed = {"yellow": 1, "red": 2, "is_on": "on", "valid_from": SOON, "paper": "试", "preview": "yes"}
    page = reader.post("/orders/units/limits/", typed).content.decode()
    assert "试算：0 个单位会变色" in page
    user = make.user("zhao", Role.LEADER).on(make.TODAY + DAY)
    wished = limits.shipped()[0]
    wished = type(wished)("", 1, 2, "", "own", SOON)
    found = units.trial(user, make.zone().pk, wished)
    assert [(one.unit.name, one.light, then) for one, then in found.turned] == [
        ("经济发展科", "yellow", "red")
    ]
    assert found.count == 2
    assert not UnitLimit.objects.exists()


def test_the_page_sets_them_and_shows_every_version() -> None:
    reader = client(make.zhao())
    typed = {"yellow": 2, "red": 5, "is_on": "on", "valid_from": SOON, "paper": "区里十号文", "unsure": "on"}
    assert reader.post("/orders/units/limits/", typed | {"red": 1}).status_code == 422
    assert reader.post("/orders/units/limits/", typed).status_code == 302
    page = reader.get("/orders/units/limits/").content.decode()
    for said in ("满 1 件黄灯，满 3 件红灯", "满 2 件黄灯，满 5 件红灯", "还没到", "待核", "zhao定"):
        assert said in page, said
    assert client(make.wu()).get("/orders/units/limits/").status_code == 200
    assert "区里十号文" not in client(make.wu()).get("/orders/units/limits/").content.decode()
    assert client(make.sun()).get("/orders/units/limits/").status_code == 404


# ---- past leagues ----
def test_todays_league_counted_from_events_is_the_one_kept_for_queries() -> None:
    project = make.project()
    one = ordered(project)
    ordered(subject="二")
    done = ordered(project, subject="三")
    actions.hand_in_plan(by=make.by(make.sun()), order=one, words="办", day=make.TODAY)
    actions.withdraw(by=make.by(make.zhao()), order=done, reason="写错")
    for day in (make.TODAY, make.TODAY + DAY, make.TODAY + 90 * DAY):
        now = units.standings(make.user("zhao", Role.LEADER).on(day))
        later = make.user("zhao", Role.LEADER).on(day + DAY)
        then = units.standings(later, day)
        assert [(line.unit, line.tally, line.light) for line in now] == [
            (line.unit, line.tally, line.light) for line in then
        ]  # fmt: skip


def test_a_past_league_is_judged_by_the_limits_and_dates_of_its_day() -> None:
    stone = cases.milestone(make.project(), due=make.TODAY + 60 * DAY, owner=make.unit("住建局"))
    first = version(stone, 1, make.NOW, make.TODAY + DAY)
    version(stone, 2, make.NOW + 20 * DAY, make.TODAY + 60 * DAY)
    assert first.due == make.TODAY + DAY
    limited(2, 5, since=SOON)
    reader = make.user("zhao", Role.LEADER).on(make.TODAY + 40 * DAY)
    lights = {
        days: [(one.unit.name, one.tally.milestones, one.light) for one in
               units.standings(reader, make.TODAY + days * DAY)]
        for days in (1, 2, 9, 10, 19, 21)
    }  # fmt: skip
    yellow, green = [("住建局", 1, "yellow")], [("住建局", 1, "green")]
    assert lights == {1: [], 2: yellow, 9: yellow, 10: green, 19: green, 21: []}


def version(stone: Any, n: int, approved: Any, due: date) -> MilestoneDates:
    state = PlanVersion.State.APPROVED if n == 2 else PlanVersion.State.SUPERSEDED
    of = PlanVersion.objects.create(
        plan=stone.plan, zone=stone.zone, n=n, state=state, origin=PlanVersion.Origin.SLIP,
        approved_at=approved, created_at=approved,
    )  # fmt: skip
    return MilestoneDates.objects.create(version=of, milestone=stone, due=due)


def test_the_page_of_a_past_day_says_so_and_a_day_that_is_none_is_today() -> None:
    ordered(make.project())
    reader = client(make.zhao())
    page = reader.get(f"/orders/units/?day={make.TODAY - DAY}").content.decode()
    assert f"{make.TODAY - DAY} 那天的" in page
    for odd in ("2022-13-01", "x", "9999-12-31", "20220731", "0000-00-00"):
        answer = reader.get(f"/orders/units/?day={odd}")
        assert answer.status_code == 200
        assert "那天的" not in answer.content.decode(), odd


def test_the_league_costs_the_same_however_many_units(django_assert_max_num_queries: Any) -> None:
    project = make.project()
    for n in range(12):
        cases.milestone(project, f"key{n}", due=make.TODAY - DAY, owner=make.unit(f"单位{n}"))
    reader = client(make.zhao())
    reader.get("/orders/units/")  # the first request of a day judges the zone
    for day in (make.TODAY, make.TODAY - DAY):
        with django_assert_max_num_queries(20):
            page = reader.get(f"/orders/units/?day={day}").content.decode()
        assert (day < make.TODAY) or page.count("单位1") >= 1
