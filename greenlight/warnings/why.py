"""为什么是黄灯: what was judged, how it was worked out, by which rule, from which data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from greenlight.base.clock import SHANGHAI
from greenlight.investment.models import InvestmentReport
from greenlight.kernel import lights
from greenlight.plans.models import Milestone
from greenlight.plans.page import PlanPage
from greenlight.projects.models import Project
from greenlight.warnings import facts, present, reasons, sentences
from greenlight.warnings.models import Nudge, Rule, Scene

NO_LIGHT = "还没有判过灯"
FEW = 4  # names in a line


@dataclass(frozen=True)
class Because:
    """One reason with everything behind it, in words."""

    colour: str
    scene: str
    sentence: str
    band: str
    sum: str
    rule: str
    paper: str
    data: str
    then: str
    since: date | None


@dataclass(frozen=True)
class Why:
    """The light of a project (or of one scene) and its reasons, the one to be told first in front."""

    colour: str
    word: str
    since: date | None
    told: str
    reasons: tuple[Because, ...] = ()
    unit: str = ""
    nudges: tuple[Nudge, ...] = field(default=())

    @property
    def main(self) -> Because | None:
        """The reason told first."""
        return self.reasons[0] if self.reasons else None


def why(project: Project, day: date, scene: str = Scene.PROJECT, plan: PlanPage | None = None) -> Why:
    """Explain the present light of a project on `day`; seven queries at most, fewer with what is read."""
    plan = plan or PlanPage(project)
    row = present.of(plan.request, project).get(scene)
    if row is None:
        return Why("grey", "灰灯", None, NO_LIGHT)
    told = [reasons.as_of(one, day) for one in reasons.read(row.reasons)]
    nudges = Nudge.objects.filter(project=project).select_related("unit").order_by("-at")[:3]
    return Why(
        colour=row.colour,
        word=row.get_colour_display(),
        since=row.since,
        told=row.told(day),
        reasons=explained(plan, told, day),
        unit=row.must_act_unit.name if row.must_act_unit else "",
        nudges=tuple(nudges),
    )


# ---- one reason in words ----
def explained(plan: PlanPage, told: list[lights.Reason], day: date) -> tuple[Because, ...]:
    """Put reasons into words with their rule and their data; four queries."""
    if not told:
        return ()
    rules = _rules(plan.project.zone_id, told)
    data = Data(plan, told, day)
    return tuple(
        Because(
            colour=one.colour.code,
            scene=one.scene,
            sentence=lights.sentence(one),
            band=sentences.band(one),
            sum=lights.working(one),
            rule=_rule_words(rules.get((one.rule, one.version))),
            paper=one.paper,
            data=data.of(one),
            then=sentences.then(one, day),
            since=one.since,
        )
        for one in told
    )


def _rules(zone_id: int, told: list[lights.Reason]) -> dict[tuple[str, int], Rule]:
    codes = {one.rule for one in told if one.rule}
    rows = Rule.objects.filter(code__in=codes).select_related("pack").order_by("pack_id")
    # A zone's own copy comes after the shipped pack and is the one that judged.
    own = [row for row in rows if row.pack.zone_id in (None, zone_id)]
    return {(row.code, row.version): row for row in own}


def _rule_words(rule: Rule | None) -> str:
    if rule is None:
        return ""
    return f"{rule.name}，规则包「{rule.pack.name}」第 {rule.version} 版，{rule.valid_from} 起用"


class Data:
    """Where the numbers of a project's reasons come from; loaded once for all of them."""

    def __init__(self, plan: PlanPage, told: list[lights.Reason], day: date) -> None:
        self.day, self.project = day, plan.project
        self.report = (
            InvestmentReport.objects.filter(project=self.project).newest(day).first()
            if any(one.scene == lights.INVESTMENT for one in told)
            else None
        )
        self.milestones = {row.key: row for row in plan.stones}
        self.plan = plan.approved if self.milestones else None

    def of(self, reason: lights.Reason) -> str:
        """Say the record, who wrote it and when."""
        if reason.scene == lights.INVESTMENT:
            return self._of_report()
        if reason.scene == lights.SITE:
            updated = self.project.site_updated_on
            return f"工程形象 {updated} 更新" if updated else "工程形象没有更新日期"
        row = self.milestones.get(reason.about or facts.START)
        return self._of_milestone(row) if row else ""

    def _of_report(self) -> str:
        if self.report is None:
            return ""
        row = self.report
        months = f"1—{row.month} 月" if row.month > 1 else "1 月"
        told = f"投资月报 {row.year} 年{months}，{self._who(row.actor_name)}{self._when(row.at)} 填"
        return told + (f"，导入第 {row.batch_id} 批" if row.batch_id else "")

    def _of_milestone(self, row: Milestone) -> str:
        due = f"批准的到期日 {row.due}" if row.due else "没有到期日"
        told = f"节点「{row.name}」{due}"
        if row.owner:
            told += f"，{row.owner.name}负责"
        if self.plan:
            who = self._who(self.plan.approved_by_name)
            told += f"；计划第 {self.plan.n} 版（{self.plan.get_origin_display()}），{who}"
            told += f"{self._when(self.plan.approved_at)} 批准" if self.plan.approved_at else "已批准"
        return told

    def _who(self, name: str) -> str:
        return f"{name} " if name else ""

    def _when(self, at: Any) -> str:
        return sentences.short(at.astimezone(SHANGHAI).date(), self.day)


# ---- 谁知道了 ----
def told_to(nudges: tuple[Nudge, ...], day: date, names: Sequence[str] = ()) -> str:
    """Say who was told of what stands, who was reminded and what came of it."""
    many = f"等 {len(names)} 个" if len(names) > FEW else ""
    told = [f"通知了{'、'.join(names[:FEW])}{many}"] if names else []
    nudged = [nudge_state(one, day, named=True) for one in nudges]
    return "；".join([*told, *(nudged or ["还没有催办过"])])


def nudge_state(nudge: Nudge, day: date, *, named: bool = False) -> str:
    """Say where a nudge stands: 催办中，08-05 前答复 · 答复已超期 2 天 · 08-01 已答复."""
    unit = f"{nudge.unit.name} " if named and nudge.unit else ""
    if nudge.answered_at:
        return f"{unit}{sentences.short(nudge.answered_at.astimezone(SHANGHAI).date(), day)} 已答复"
    late = (day - nudge.answer_by).days
    if late > 0:
        return f"{unit}答复已超期 {late} 天"
    return f"{unit}催办中，{'今天' if not late else sentences.short(nudge.answer_by, day) + ' 前'}答复"
