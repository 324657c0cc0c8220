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
from greenlight.warnings.models import Colour, LightSnapshot, Scene

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
)  # fmt: skip


def register() -> None:
    """Add the room's figures to the registry."""
    for figure in FIGURES:
        figures.register(figure)
