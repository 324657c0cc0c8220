"""Put the digest of a month together: a constant number of queries, everything narrowed to the reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from greenlight.base import figures
from greenlight.base.clock import SHANGHAI
from greenlight.base.figures import Answer, Figure, Scope
from greenlight.base.writing import yi
from greenlight.investment import amounts
from greenlight.investment.amounts import Period
from greenlight.investment.figures import MONEY, Money
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
DATED = ("ytd_investment", "completion_rate", "elapsed_gap")
WORDS = {"groundbreaking": "开工", "completed": "竣工", "in_production": "投产"}
STEPS = tuple(WORDS)
MOST = 500  # rows of one table: more is no paper any more
NAME, UNIT, DAY = Column("项目", wide=4), Column("责任单位", wide=2.4), Column("日期", "date", 1.8)


class Month:
    """A month as asked for by somebody on a day; of every table the rows from `at`, at most `most`."""

    def __init__(self, user: User, year: int, month: int, *, at: int = 0, most: int = 0) -> None:
        self.user, self.today = user, user.scope.day
        self.at, self.most = at, most or MOST
        self.first = date(year, month, 1)
        self.last = month_end(year, month)
        self.until = min(self.last, self.today)
        self.before = self.first - timedelta(days=1)
        self.seen = Project.objects.visible_to(user).counted()

    def within(self, name: str) -> dict[str, Any]:
        """Return the condition that a day lies in the month."""
        return {f"{name}__gte": self.first, f"{name}__lte": self.until}

    @property
    def window(self) -> slice:
        """Return which rows of a table are asked for."""
        return slice(self.at, self.at + self.most)

    @cached_property
    def money(self) -> Money:
        """Period and sums at the end of the month, asked once."""
        return Money(Scope(self.user, self.until))


def of(user: User, year: int, month: int, *, most: int = 0, step: Step = quiet) -> Digest:
    """Return the digest of a month, the first `most` rows of each table; the running one up to today."""
    asked = Month(user, year, month, most=most)
    zone = Zone.objects.filter(pk=user.scope.home or 0).first()
    name = zone.name if zone else ""
    step("正在算主要指标")
    told = tuple(headlines(asked))
    parts = tuple(_open(asked, make(asked)) for make in _stepped(step))
    return Digest(
        name, (zone.committee or name) if zone else "", year, month, asked.until, asked.last <= asked.today,
        told, parts,
    )  # fmt: skip


def chapter(user: User, year: int, month: int, key: str, *, at: int = 0, most: int = 0) -> Part:
    """Return one chapter of a month, its rows from `at`. Raises KeyError for one there is not."""
    asked = Month(user, year, month, at=at, most=most)
    return _open(asked, CHAPTERS[key][1](asked))


def _stepped(step: Step) -> Iterator[Callable[[Month], Part]]:
    for word, make in CHAPTERS.values():
        step(f"正在汇总{word}")
        yield make


def _open(asked: Month, part: Part) -> Part:
    """Let a chapter lead to the ledger only while the ledger says the same: not for a month gone by."""
    return part if asked.until == asked.today else replace(part, opens="")


def headlines(asked: Month) -> Iterable[Told]:
    """Answer the figures of the first table, now and at the end of the month before.

    How many projects there were on an earlier day is not kept: only what is dated has a month before.
    """
    before = _money_before(asked) if asked.before.year == asked.until.year else None
    for name in HEADLINES:
        figure = figures.get(name)
        if figure is None:
            raise KeyError(name)
        was = _answer(figure, before) if before and name in DATED else None
        yield Told(figure, _answer(figure, asked.money), was)


def _money_before(asked: Month) -> Money:
    """Return the money of the month before; nothing new was reported since: nothing to add up again."""
    made, now = Money(Scope(asked.user, asked.before)), asked.money
    same = made.period == now.period
    return Money.known(made.scope, now.period, now.sums, now.late) if same else made


def _answer(figure: Figure, money: Money) -> Answer:
    """Answer a figure; those of money share the period and the sums."""
    made = MONEY.get(figure.name)
    return made(money.scope, money) if made else figure.compute(money.scope)


# ---- lights ----
def lights(asked: Month) -> Part:
    """Say how many lights there are of each colour, and what turned."""
    scope = Scope(asked.user, asked.until)
    now = count_lights(scope) if asked.until == asked.today else count_lights_on(scope, asked.until)
    then = count_lights_on(scope, asked.before)
    known = sum(then.values()) > 0
    said = "，".join(
        f"{word} {now[name]:,} 个{moved(now[name], then[name] if known else None)}"
        for name, word in (("red", "红灯"), ("yellow", "黄灯"), ("green", "绿灯"))
    )
    found = turned.changed(asked.user, since=asked.before, until=asked.until, at=asked.at, most=asked.most)
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
    first = f"，另有 {found.first:,} 个第一次判灯" if found.first else ""
    turns = f"本月有 {found.turned:,} 个项目的灯变了" if found.turned else "本月没有项目的灯变过"
    whole = f"{said}。{turns}{first}。" if judged else ""
    none = "那时还没有判过灯，没有可说的。"
    return Part("lights", "亮灯情况", whole, columns, rows, "light=red,yellow", none, found.count)


# ---- what moved ----
def steps(asked: Month) -> Part:
    """List the projects that broke ground, were completed or began to produce."""
    events = StageEvent.objects.filter(project__in=asked.seen, to_stage__in=STEPS, **asked.within("on"))
    counts = dict(events.order_by().values_list("to_stage").annotate(n=Count("pk")))
    said = "，".join(f"{WORDS[code]} {counts[code]:,} 个" for code in STEPS if code in counts)
    names = ("project_id", "project__name", "project__kind", "to_stage", "on", "project__total_wan")
    found = events.order_by("on", "pk").values_list(*names)[asked.window]
    rows = tuple(Row((name, stages.word(kind, to), on, wan), pk) for pk, name, kind, to, on, wan in found)
    columns = (NAME, Column("到了", wide=1.2), DAY, Column("总投资（万元）", "money", 2))
    none = "本月没有项目开工、竣工或投产。"
    said = f"本月{said}。" if said else ""
    return Part("steps", "开工、竣工、投产", said, columns, rows, none=none, whole=sum(counts.values()))


class Node(NamedTuple):
    """A milestone as the tables name it."""

    pk: int
    project: str
    name: str
    due: date
    done_on: date
    owner: str
    department: str

    @property
    def unit(self) -> str:
        """Who answers for it."""
        return self.owner or self.department


NODE = ("project_id", "project__name", "name", "due", "done_on", "owner__name", "department")


def _nodes(asked: Month, rows: QuerySet[Milestone], order: str) -> list[Node]:
    found = rows.order_by(order, "pk").values_list(*NODE)[asked.window]
    return [Node(*one) for one in found]


def done(asked: Month) -> Part:
    """List the nodes done in the month, late ones marked by their days."""
    own = Milestone.objects.filter(project__in=asked.seen, in_plan=True, **asked.within("done_on"))
    counts = own.aggregate(whole=Count("pk"), slow=Count("pk", filter=Q(done_on__gt=F("due"))))
    whole, slow = counts["whole"], counts["slow"]
    rows = tuple(
        Row((one.project, one.name, one.due, one.done_on, _late(one), one.unit), one.pk)
        for one in _nodes(asked, own, "done_on")
    )
    said = f"本月完成节点 {whole:,} 个，其中按期 {whole - slow:,} 个，晚了 {slow:,} 个。" if whole else ""
    columns = (
        NAME, Column("节点", wide=3), Column("计划", "date", 1.8), Column("完成", "date", 1.8),
        Column("晚（天）", "integer", 1.1), UNIT,
    )  # fmt: skip
    none = "本月没有报完成的节点。"
    return Part("done", "本月完成的节点", said, columns, rows, none=none, whole=whole)


def _late(one: Node) -> int | None:
    gap = (one.done_on - one.due).days if one.due else 0
    return gap if gap > 0 else None


def late(asked: Month) -> Part:
    """List the nodes that are past their approved day and not done."""
    own = unfinished().filter(project__in=asked.seen, due__lt=asked.until)
    counts = own.aggregate(whole=Count("pk"), projects=Count("project", distinct=True))
    whole, projects = counts["whole"], counts["projects"]
    rows = tuple(
        Row((one.project, one.name, one.due, (asked.until - one.due).days, one.unit), one.pk)
        for one in _nodes(asked, own, "due")
    )
    day = f"到{asked.until.month}月{asked.until.day}日"
    said = f"{day}，{projects:,} 个项目有 {whole:,} 个节点过了批准的日期还没完成。" if whole else ""
    columns = (
        NAME, Column("节点", wide=3), Column("应完成", "date", 1.8), Column("晚（天）", "integer", 1.2), UNIT,
    )  # fmt: skip
    return Part("late", "超期的节点", said, columns, rows, "due=overdue", "没有超期的节点。", whole)


# ---- money ----
def money(asked: Month) -> Part:
    """Say the investment against the plan and list who lags ten points and more behind 序时."""
    period, sums = asked.money.period, asked.money.sums
    known = amounts.planned(asked.seen.order_by(), period).count()
    behind = _behind(asked, period)
    rows = _named(behind[asked.window])
    rate = series.percent(sums.done_of_planned, sums.plan) if sums.plan else None
    told = f"{period.words}，有年度计划的 {known:,} 个项目计划 {yi(sums.plan)} 亿元"
    told = f"{told}，完成 {yi(sums.done_of_planned)} 亿元"
    lag = f"欠序时 10 个百分点以上的 {len(behind):,} 个"
    said = f"{told}，完成率 {series.round_half_up(rate, 1)}%；{lag}。" if rate is not None else ""
    columns = (
        NAME, Column("年度计划（万元）", "money", 2), Column("累计完成（万元）", "money", 2),
        Column("报到（月）", "integer", 1.2), Column("完成率", "percent", 1.4),
        Column("欠序时（百分点）", "points", 1.8),
    )  # fmt: skip
    none = "没有欠序时 10 个百分点以上的项目。"
    return Part("money", "投资对计划", said, columns, rows, "behind=10", none, len(behind))


class Lag(NamedTuple):
    """A project ten points and more behind 序时; what never reported lags nothing known."""

    pk: int
    plan: Decimal
    ytd: Decimal
    month: int

    @property
    def points(self) -> Decimal:
        """How far behind, in percentage points."""
        return -(series.points_over(self.ytd, self.plan, self.month) or Decimal(0))


def _behind(asked: Month, period: Period) -> list[Lag]:
    """Return who lags, most first: the rows the ledger opens by behind=10."""
    found = amounts.behind(asked.seen.order_by(), period, 10, beyond=False)
    rows = [Lag(*one) for one in found.values_list("pk", "plan_wan", "ytd_wan", "told_month")]
    return sorted(rows, key=lambda one: (-one.points, one.pk))


def _named(found: Sequence[Lag]) -> tuple[Row, ...]:
    names = dict(Project.objects.filter(pk__in=[one.pk for one in found]).values_list("pk", "name"))
    return tuple(
        Row(
            (names[one.pk], one.plan, one.ytd, one.month, series.percent(one.ytd, one.plan), one.points),
            one.pk,
        )
        for one in found
    )


# ---- promises ----
def slips(asked: Month) -> Part:
    """List the later dates asked for or decided in the month."""
    asked_or_decided = Q(**_stamped(asked, "asked_at")) | Q(**_stamped(asked, "decided_at"))
    own = Slip.objects.filter(asked_or_decided, milestone__project__in=asked.seen)
    counts = dict(own.order_by().values_list("state").annotate(n=Count("pk")))
    found = own.order_by("asked_at", "pk").values_list(*SLIP)[asked.window]
    rows = tuple(_slip(one) for one in found)
    whole = sum(counts.values())
    said = "，".join(f"{state.label} {counts[state]:,} 个" for state in Slip.State if counts.get(state))
    columns = (
        NAME, Column("节点", wide=3), Column("原来", "date", 1.8), Column("改到", "date", 1.8),
        Column("原因", wide=1.8), Column("结果", wide=1.2),
    )  # fmt: skip
    said = f"本月申请或批复改期 {whole:,} 个：{said}。" if whole else ""
    return Part("slips", "改期", said, columns, rows, "slip=waiting", "本月没有改期。", whole)


SLIP = ("milestone__project_id", "milestone__project__name", "milestone__name", "from_due", "to_due",
        "reason_class", "state")  # fmt: skip


def _slip(one: tuple[Any, ...]) -> Row:
    pk, project, name, before, after, reason, state = one
    why = dict(Slip.Reason.choices).get(reason, reason)
    return Row((project, name, before, after, why, Slip.State(state).label), pk)


def _stamped(asked: Month, name: str) -> dict[str, Any]:
    begin, end = (
        datetime.combine(day, time(), SHANGHAI) for day in (asked.first, asked.until + timedelta(1))
    )
    return {f"{name}__gte": begin, f"{name}__lt": end}


def coming(asked: Month) -> Part:
    """List the nodes due in the month after."""
    begin = asked.last + timedelta(days=1)
    end = add_months(begin, 1) - timedelta(days=1)
    own = unfinished().filter(project__in=asked.seen, due__gte=begin, due__lte=end)
    counts = own.aggregate(whole=Count("pk"), units=Count("owner", distinct=True))
    whole, units = counts["whole"], counts["units"]
    rows = tuple(Row((one.due, one.project, one.name, one.unit), one.pk) for one in _nodes(asked, own, "due"))
    said = f"{begin.month}月到期节点 {whole:,} 个，涉及 {units} 个责任单位。" if whole else ""
    columns = (Column("到期", "date", 1.8), NAME, Column("节点", wide=3), UNIT)
    none = f"{begin.month}月没有到期的节点。"
    return Part("coming", f"{begin.month}月到期的节点", said, columns, rows, none=none, whole=whole)


CHAPTERS: dict[str, tuple[str, Callable[[Month], Part]]] = {
    "lights": ("亮灯情况", lights), "steps": ("开工、竣工、投产", steps), "done": ("完成的节点", done),
    "late": ("超期的节点", late), "money": ("投资", money), "slips": ("改期", slips),
    "coming": ("下月的节点", coming),
}  # fmt: skip
