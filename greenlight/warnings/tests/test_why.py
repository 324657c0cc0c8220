"""Why a light is what it is: sentence, sum, rule, data, what comes next; and any day again."""

from datetime import date

import pytest

from greenlight.base.refusals import Refused
from greenlight.plans.models import Milestone
from greenlight.warnings import actions, packs, replay, why
from greenlight.warnings.models import RulePack
from tests import cases, make

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 31)


def test_a_yellow_light_opens_rule_numbers_and_source() -> None:
    project = make.project()
    cases.lead(project)
    cases.milestone(project, done_on=date(2026, 3, 1), due=date(2026, 3, 1))
    cases.milestone(project, "completed", due=date(2027, 6, 30))
    cases.year_plan(project, 86000, 2026)
    cases.reported(project, 7, 36600, 2026, actor_name="周敏", at=cases.at(date(2026, 7, 30)))
    actions.judge_projects(project.zone_id, day=DAY, at=cases.at(DAY))
    found = why.why(project, DAY)
    assert (found.word, found.told, found.unit) == ("黄灯", "低于序时 15.8 个百分点", "经济发展科")
    main = found.main
    assert main is not None
    assert main.band == "落在 10—30 个百分点之间"
    assert main.sum == "36,600 ÷ 86,000 = 42.6%　序时 7 ÷ 12 = 58.3%　42.6 − 58.3 = −15.8（先减后四舍五入）"
    assert main.rule == "银川 2025 年亮灯规则第 2 条，规则包「银川 2025」第 1 版，2025-01-01 起用"
    assert main.data == "投资月报 2026 年1—7 月，周敏 07-30 填"
    assert found.since == date(2026, 7, 30)


def test_a_late_milestone_says_when_it_turns_red() -> None:
    project, day = make.project(), date(2022, 7, 31)
    cases.milestone(project, due=date(2022, 7, 20), owner=make.unit("住建局"))
    actions.judge_projects(project.zone_id, day=day, at=make.NOW)
    main = why.why(project, day).main
    assert main is not None
    assert main.then == "08-19 仍未办好即转红灯，还有 19 天"
    assert main.band == "满 1 天亮黄灯，未到 30 天"
    assert main.data == "节点「开工」批准的到期日 2022-07-20，住建局负责"


def test_a_project_nobody_judged_says_so() -> None:
    assert why.why(make.project(), DAY).told == "还没有判过灯"


def test_another_day_is_judged_without_storing() -> None:
    project = make.project()
    row = cases.milestone(project, due=date(2022, 5, 31))
    actions.judge_projects(project.zone_id, day=date(2022, 7, 31), at=make.NOW)
    Milestone.objects.filter(pk=row.pk).update(done_on=date(2022, 8, 10))
    then = replay.replay_project(project, date(2022, 8, 1))
    assert (then.word, then.told) == ("红灯", "开工晚 62 天")
    assert then.shown is not None
    assert then.shown.colour == "red"
    actions.judge_projects(project.zone_id, day=date(2022, 8, 10), at=make.NOW)
    later = replay.replay_project(project, date(2022, 8, 11))
    assert (later.word, later.told) == ("蓝灯", "开工晚 71 天完成")
    assert project.lights.filter(scene="project").count() == 2  # one of each day it was judged


def test_another_pack_judges_by_its_own_measure() -> None:
    packs.seed()
    project = make.project()
    cases.year_plan(project, 12000, 2026)
    cases.reported(project, 7, 5000, 2026)
    wuhan = RulePack.objects.get(code="wuhan")
    assert replay.replay_project(project, DAY).word == "黄灯"
    assert replay.replay_project(project, DAY, wuhan).told == "只完成序时应完成的 71.4%"


def test_a_whole_zone_is_judged_again_red_first() -> None:
    late, other = make.project("晚了的"), make.project("没到期的")
    cases.milestone(late, due=date(2026, 1, 1))
    cases.milestone(other, due=date(2026, 12, 1))
    lin = make.user("lin", day=DAY)
    found = replay.replay(lin, late.zone_id, DAY)
    assert [(one["name"], one["word"]) for one in found] == [("晚了的", "红灯"), ("没到期的", "灰灯")]
    assert (
        replay.replay(make.user("wu", in_zone=make.zone("邻县", "330822"), day=DAY), late.zone_id, DAY) == []
    )
    with pytest.raises(Refused, match="没有“北京”这个规则包"):
        replay.replay(lin, late.zone_id, DAY, pack="北京")
