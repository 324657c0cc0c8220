"""Lights as figures: how many projects of each colour, and the investment under a red light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum

from greenlight.base import figures
from greenlight.base.figures import Answer, Figure, Scope
from greenlight.investment.figures import projects_in
from greenlight.projects.models import Project
from greenlight.warnings.models import Colour, LightSnapshot, Scene, WarningQuerySet
from greenlight.warnings.models import Warning as Held

ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.BLUE, Colour.GREY)


def count_lights(scope: Scope) -> dict[str, int]:
    """Return {colour: projects} in the fixed order 红 黄 绿 蓝 灰; what nobody judged is grey."""
    rows = projects_in(scope).order_by()
    now = LightSnapshot.objects.now().filter(project__in=rows).order_by()
    found = dict(now.values_list("colour").annotate(n=Count("pk")))
    unjudged = rows.count() - sum(found.values())
    counts = {colour.value: found.get(colour.value, 0) for colour in ORDER}
    counts[Colour.GREY.value] += unjudged
    return counts


def count_lights_on(scope: Scope, day: date) -> dict[str, int]:
    """Return {colour: projects} as the lights were shown on an earlier day: 比上月 +2."""
    rows = projects_in(scope).order_by()
    then = LightSnapshot.objects.on(day).filter(project__in=rows).order_by()
    found = dict(then.values_list("colour").annotate(n=Count("pk")))
    return {colour.value: found.get(colour.value, 0) for colour in ORDER}


def _computed(colour: Colour) -> Callable[[Scope], Answer]:
    def compute(scope: Scope) -> Answer:
        counts = count_lights(scope)
        told = f"共 {sum(counts.values())} 项"
        rows = scope.opening(light=colour.value)
        return Answer(counts[colour.value], base_text=told, rows=rows)

    return compute


def _walked(colour: Colour) -> Callable[[Scope], int]:
    return lambda scope: Counter(_colour_of(project) for project in projects_in(scope))[colour.value]


def _colour_of(project: Project) -> str:
    rows = [row for row in project.lights.all() if row.scene == Scene.PROJECT]
    return max(rows, key=lambda row: row.day).colour if rows else Colour.GREY.value


def red_investment(scope: Scope) -> Answer:
    """红灯项目的总投资."""
    now = LightSnapshot.objects.now().filter(colour=Colour.RED)
    red = projects_in(scope).filter(pk__in=now.values("project"))
    value = red.order_by().aggregate(total=Sum("total_wan"))["total"] or Decimal(0)
    rows = scope.opening(light=Colour.RED.value)
    return Answer(value.quantize(Decimal("0.0001")), base_text="红灯项目", rows=rows)


def _red_investment_again(scope: Scope) -> Decimal:
    red = [one for one in projects_in(scope) if _colour_of(one) == Colour.RED]
    return sum((one.total_wan or Decimal(0) for one in red), Decimal(0))


# ---- warnings ----
def _open_in(scope: Scope, colour: str) -> int:
    return _held_in(scope).open().filter(colour=colour).count()


def _held_in(scope: Scope) -> WarningQuerySet:
    return Held.objects.filter(project__in=projects_in(scope).order_by()).order_by()


def _counted(colour: Colour) -> Callable[[Scope], Answer]:
    def compute(scope: Scope) -> Answer:
        return Answer(
            _open_in(scope, colour), base_text="没有消除、没有豁免", rows=scope.opening(warned=colour.value)
        )

    return compute


def _walked_open(scope: Scope, colours: tuple[str, ...]) -> list[Held]:
    own = [one for project in projects_in(scope) for one in project.warnings.all()]
    return [one for one in own if one.until is None and one.waived_until is None and one.colour in colours]


def _recounted(colour: Colour) -> Callable[[Scope], int]:
    return lambda scope: len(_walked_open(scope, (colour.value,)))


def days_open(scope: Scope) -> Answer:
    """平均亮灯天数: days since they began, over the open warnings."""
    rows = list(_held_in(scope).open().values_list("since").annotate(n=Count("pk")))
    days, n = sum((scope.on - since).days * k for since, k in rows), sum(k for _, k in rows)
    opened = scope.opening(warned="red,yellow")
    return Answer(_ratio(days, n), Decimal(days), Decimal(n), "没有消除、没有豁免的预警", opened)


def _days_open_again(scope: Scope) -> Decimal | None:
    own = _walked_open(scope, (Colour.RED, Colour.YELLOW))
    return _ratio(sum((scope.on - one.since).days for one in own), len(own))


def cleared_in_time(scope: Scope) -> Answer:
    """及时消除率: of the warnings cleared this year, those that never turned red."""
    rows = _held_in(scope).filter(until__year=scope.year)
    n, red = rows.count(), rows.filter(red_on__isnull=False).count()
    value = _ratio(100 * (n - red), n)
    opened = scope.opening(cleared="year")
    return Answer(value, Decimal(n - red), Decimal(n), f"{scope.year} 年消除的预警", opened)


def _cleared_again(scope: Scope) -> Decimal | None:
    own = [one for project in projects_in(scope) for one in project.warnings.all()]
    gone = [one for one in own if one.until and one.until.year == scope.year]
    return _ratio(100 * sum(one.red_on is None for one in gone), len(gone))


def _ratio(part: int, base: int) -> Decimal | None:
    return Decimal(part) / base if base else None


FIGURES = (
    *(
        Figure(
            f"lights_{colour.value}", f"{colour.label}项目", "项",
            f"现在亮{colour.label}的项目数，一期二期各算一项；项目的灯取各场景最差的灯，灰灯和蓝灯不计",
            _computed(colour), _walked(colour),
        )
        for colour in ORDER
    ),
    Figure(
        "red_investment", "红灯项目总投资", "万元", "现在亮红灯的项目的总投资之和",
        red_investment, _red_investment_again,
    ),
    *(
        Figure(
            f"warnings_{colour.value}", f"{colour.label}预警", "条",
            f"没有消除、也没有豁免的{colour.label}预警条数；一个项目一条规则（一个节点）算一条",
            _counted(colour), _recounted(colour),
        )
        for colour in (Colour.RED, Colour.YELLOW)
    ),
    Figure(
        "warning_days", "预警平均亮灯天数", "天", "没有消除、没有豁免的预警，从理由成立那天到今天的平均天数",
        days_open, _days_open_again,
    ),
    Figure(
        "cleared_in_time", "预警及时消除率", "%", "今年消除的预警里，转红以前就消除的占多少",
        cleared_in_time, _cleared_again,
    ),
)  # fmt: skip


def register() -> None:
    """Add the room's figures to the registry."""
    for figure in FIGURES:
        figures.register(figure)
