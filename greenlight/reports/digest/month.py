"""Put the digest of a month together: a constant number of queries, everything narrowed to the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from greenlight.base import figures
from greenlight.base.figures import Answer, Scope
from greenlight.base.writing import yi
from greenlight.investment import amounts
from greenlight.kernel import series, stages
from greenlight.kernel.months import add_months, month_end
from greenlight.people.models import User, Zone
from greenlight.plans.filters import unfinished
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Project, StageEvent
from greenlight.reports.digest.parts import Column, Digest, Part, Row, Step, Told, moved, quiet
from greenlight.warnings import turned
from greenlight.warnings.figures import count_lights, count_lights_on

HEADLINES = (
    "project_count", "total_investment", "start_rate_all", "start_rate_new", "annual_plan", "ytd_investment",
    "completion_rate", "elapsed_gap",
)  # fmt: skip
WORDS = {"groundbreaking": "开工", "completed": "竣工", "in_production": "投产"}
STEPS = tuple(WORDS)
MOST = 500  # rows of one table: more is no paper any more
NAME, UNIT, DAY = Column("项目", wide=4), Column("责任单位", wide=2.4), Column("日期", "date", 1.8)


class Month:
    """A month as asked for by somebody on a day."""

    def __init__(self, user: User, year: int, month: int) -> None:
        self.user, self.today = user, user.scope.day
        self.first = date(year, month, 1)
        self.last = month_end(year, month)
        self.until = min(self.last, self.today)
        self.before = self.first - timedelta(days=1)
        self.seen = Project.objects.visible_to(user).counted()

    def within(self, name: str) -> dict[str, Any]:
        """Return the condition that a day lies in the month."""
        return {f"{name}__gte": self.first, f"{name}__lte": self.until}


def of(user: User, year: int, month: int, *, step: Step = quiet) -> Digest:
    """Return the digest of a month; the running one speaks up to today."""
    asked = Month(user, year, month)
    zone = Zone.objects.filter(pk=user.scope.home or 0).first()
    name = zone.name if zone else ""
    step("正在算主要指标")
    told = tuple(headlines(asked))
    parts = tuple(_open(asked, make(asked)) for make in _stepped(step))
    return Digest(
        name, (zone.committee or name) if zone else "", year, month, asked.until, asked.last <= asked.today,
        told, parts,
    )  # fmt: skip


def _stepped(step: Step) -> Iterator[Callable[[Month], Part]]:
    for word, make in CHAPTERS:
        step(f"正在汇总{word}")
        yield make


def _open(asked: Month, part: Part) -> Part:
    """Let a chapter lead to the ledger only while the ledger says the same: not for a month gone by."""
    return part if asked.until == asked.today else replace(part, opens="")


def headlines(asked: Month) -> Iterable[Told]:
    """Answer the figures of the first table, now and at the end of the month before.

    How many projects there were on an earlier day is not kept: only what is dated has a month before.
    """
    for name in HEADLINES:
        figure = figures.get(name)
        if figure is None:
            raise KeyError(name)
        dated = name in ("ytd_investment", "completion_rate", "elapsed_gap")
        before = figure.compute(Scope(asked.user, asked.before)) if dated else None
        yield Told(figure, figure.compute(Scope(asked.user, asked.until)), _same_year(before, asked))


def _same_year(before: Answer | None, asked: Month) -> Answer | None:
    return before if before and asked.before.year == asked.until.year else None


# ---- lights ----
def lights(asked: Month) -> Part:
    """Say how many lights there are of each colour, and what turned."""
    scope = Scope(asked.user, asked.until)
    now = count_lights(scope) if asked.until == asked.today else count_lights_on(scope, asked.until)
    then = count_lights_on(scope, asked.before)
    known = sum(then.values()) > 0
    said = "，".join(
        f"{word} {now[name]} 个{moved(now[name], then[name] if known else None)}"
        for name, word in (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"))
    )
    found = turned.changed(asked.user, since=asked.before, until=asked.until, most=MOST)
    rows = tuple(
        Row((one.name, one.before, one.after, one.told, one.unit, one.day), one.project_id)
        for one in found.rows
    )
    columns = (
        NAME,
        Column("上月末", "light", 1.2),
        Column("现在", "light", 1.2),
        Column("原因", wide=5),
        UNIT,
        DAY,
    )
    judged = sum(now.values()) > 0
    first = f"，另有 {found.first} 个第一次判灯" if found.first else ""
    turns = f"本月有 {found.turned} 个项目的灯变了" if found.turned else "本月没有项目的灯变过"
    whole = f"{said}。{turns}{first}。" if judged else ""
    none = "那时还没有判过灯，没有可说的。"
    return Part("lights", "亮灯情况", whole, columns, rows, "light=red,yellow", none, found.count)


# ---- what moved ----
def steps(asked: Month) -> Part:
    """List the projects that broke ground, were completed or began to produce."""
    events = StageEvent.objects.filter(project__in=asked.seen, to_stage__in=STEPS, **asked.within("on"))
    counted = events.order_by().values_list("to_stage").annotate(n=Count("pk"))
    said = "，".join(
        f"{WORDS[code]} {n} 个" for code, n in sorted(counted, key=lambda one: STEPS.index(one[0]))
    )
    found = events.select_related("project").order_by("on", "pk")[:MOST]
    rows = tuple(
        Row((own.name, stages.word(own.kind, one.to_stage), one.on, own.total_wan), own.pk)
        for one in found
        for own in (one.project,)
    )
    columns = (NAME, Column("到了", wide=1.2), DAY, Column("总投资（万元）", "money", 2))
    none = "本月没有项目开工、竣工或投产。"
    said = f"本月{said}。" if said else ""
    return Part("steps", "开工、竣工、投产", said, columns, rows, none=none, whole=events.count())


def _shown(rows: QuerySet[Milestone], *order: str) -> list[Milestone]:
    return list(rows.select_related("project", "owner").order_by(*order, "pk")[:MOST])


def _owner(one: Milestone) -> str:
    return one.owner.name if one.owner else one.department


def done(asked: Month) -> Part:
    """List the nodes done in the month, late ones marked by their days."""
    own = Milestone.objects.filter(project__in=asked.seen, in_plan=True, **asked.within("done_on"))
    whole, slow = own.count(), own.filter(done_on__gt=F("due")).count()
    rows = tuple(
        Row((one.project.name, one.name, one.due, one.done_on, _late(one), _owner(one)), one.project_id)
        for one in _shown(own, "done_on")
    )
    said = f"本月完成节点 {whole} 个，其中按期 {whole - slow} 个，晚了 {slow} 个。" if whole else ""
    columns = (
        NAME, Column("节点", wide=3), Column("计划", "date", 1.8), Column("完成", "date", 1.8),
        Column("晚（天）", "integer", 1.1), UNIT,
    )  # fmt: skip
    none = "本月没有报完成的节点。"
    return Part("done", "本月完成的节点", said, columns, rows, none=none, whole=whole)


def _late(one: Milestone) -> int | None:
    gap = (one.done_on - one.due).days if one.done_on and one.due else 0
    return gap if gap > 0 else None


def late(asked: Month) -> Part:
    """List the nodes that are past their approved day and not done."""
    own = unfinished().filter(project__in=asked.seen, due__lt=asked.until)
    whole, projects = own.count(), own.order_by().values("project").distinct().count()
    rows = tuple(
        Row((one.project.name, one.name, one.due, (asked.until - one.due).days, _owner(one)), one.project_id)
        for one in _shown(own, "due")
        if one.due
    )
    day = f"到{asked.until.month}月{asked.until.day}日"
    said = f"{day}，{projects} 个项目有 {whole} 个节点过了批准的日期还没完成。" if whole else ""
    columns = (
        NAME, Column("节点", wide=3), Column("应完成", "date", 1.8), Column("晚（天）", "integer", 1.2), UNIT,
    )  # fmt: skip
    return Part("late", "超期的节点", said, columns, rows, "due=overdue", "没有超期的节点。", whole)


# ---- money ----
def money(asked: Month) -> Part:
    """Say the investment against the plan and list who lags ten points and more behind 序时."""
    period = amounts.period_for(asked.user, asked.until)
    own = amounts.with_amounts(asked.seen.order_by(), period).filter(plan_wan__gt=0)
    known = list(own.values_list("pk", "name", "plan_wan", "ytd_wan", "told_month"))
    behind = sorted((found for one in known if (found := _lag(one))), key=lambda found: found[0])
    rows = tuple(row for _, row in behind[:MOST])
    plan = sum((one[2] for one in known), Decimal(0))
    ytd = sum((one[3] or Decimal(0) for one in known), Decimal(0))
    rate = series.percent(ytd, plan) if plan else None
    told = f"{period.words}，有年度计划的 {len(known)} 个项目计划 {yi(plan)} 亿元，完成 {yi(ytd)} 亿元"
    lag = f"欠序时 10 个百分点以上的 {len(behind)} 个"
    said = f"{told}，完成率 {series.round_half_up(rate, 1)}%；{lag}。" if rate is not None else ""
    columns = (
        NAME, Column("年度计划（万元）", "money", 2), Column("累计完成（万元）", "money", 2),
        Column("报到（月）", "integer", 1.2), Column("完成率", "percent", 1.4),
        Column("欠序时（百分点）", "points", 1.8),
    )  # fmt: skip
    none = "没有欠序时 10 个百分点以上的项目。"
    return Part("money", "投资对计划", said, columns, rows, "behind=10", none, len(behind))


def _lag(one: tuple[Any, ...]) -> tuple[Decimal, Row] | None:
    """Return a project that lags ten points and more, most first; what never reported lags nothing known."""
    pk, name, plan, ytd, month = one
    if ytd is None or not month:
        return None
    gap = series.points_over(ytd, plan, month)
    if gap is None or gap > -10:
        return None
    rate = series.percent(ytd, plan)
    return gap, Row((name, plan, ytd, month, rate, abs(gap)), pk)


# ---- promises ----
def slips(asked: Month) -> Part:
    """List the later dates asked for or decided in the month."""
    asked_or_decided = Q(**_stamped(asked, "asked_at")) | Q(**_stamped(asked, "decided_at"))
    own = Slip.objects.filter(asked_or_decided, milestone__project__in=asked.seen)
    counts = dict(own.order_by().values_list("state").annotate(n=Count("pk")))
    found = own.select_related("milestone__project").order_by("asked_at", "pk")[:MOST]
    rows = tuple(_slip(one) for one in found)
    whole = sum(counts.values())
    said = "，".join(f"{state.label} {counts[state]} 个" for state in Slip.State if counts.get(state))
    columns = (
        NAME, Column("节点", wide=3), Column("原来", "date", 1.8), Column("改到", "date", 1.8),
        Column("原因", wide=1.8), Column("结果", wide=1.2),
    )  # fmt: skip
    said = f"本月申请或批复改期 {whole} 个：{said}。" if whole else ""
    return Part("slips", "改期", said, columns, rows, "slip=waiting", "本月没有改期。", whole)


def _slip(one: Slip) -> Row:
    words = (one.get_reason_class_display(), one.get_state_display())
    own = one.milestone
    return Row((own.project.name, own.name, one.from_due, one.to_due, *words), own.project_id)


def _stamped(asked: Month, name: str) -> dict[str, Any]:
    return {f"{name}__date__gte": asked.first, f"{name}__date__lte": asked.until}


def coming(asked: Month) -> Part:
    """List the nodes due in the month after."""
    begin = asked.last + timedelta(days=1)
    end = add_months(begin, 1) - timedelta(days=1)
    own = unfinished().filter(project__in=asked.seen, due__gte=begin, due__lte=end)
    whole, units = own.count(), own.order_by().values("owner").distinct().count()
    rows = tuple(
        Row((one.due, one.project.name, one.name, _owner(one)), one.project_id) for one in _shown(own, "due")
    )
    said = f"{begin.month}月到期节点 {whole} 个，涉及 {units} 个责任单位。" if whole else ""
    columns = (Column("到期", "date", 1.8), NAME, Column("节点", wide=3), UNIT)
    none = f"{begin.month}月没有到期的节点。"
    return Part("coming", f"{begin.month}月到期的节点", said, columns, rows, none=none, whole=whole)


CHAPTERS: tuple[tuple[str, Callable[[Month], Part]], ...] = (
    ("亮灯情况", lights), ("开工、竣工、投产", steps), ("完成的节点", done), ("超期的节点", late),
    ("投资", money), ("改期", slips), ("下月的节点", coming),
)  # fmt: skip
