"""Figures of room projects: how many, how much, how far, and the start rate with its base."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from greenlight.base import figures, keeping
from greenlight.base.figures import Answer, Figure, Scope
from greenlight.kernel import series
from greenlight.projects.filters import STARTED, stage_choices
from greenlight.projects.models import Project

EXACT = Decimal("0.0001")


def projects_in(scope: Scope) -> QuerySet[Project]:
    """Return the projects a figure counts: visible, no groups, narrowed by the page's filters."""
    seen = Project.objects.visible_to(scope.user).counted()
    return keeping.binding("projects").narrow(seen, scope.filters, scope.user).order_by()


def project_count(scope: Scope) -> Answer:
    """项目数."""
    return Answer(projects_in(scope).count(), rows=dict(scope.filters))


def total_investment(scope: Scope) -> Answer:
    """总投资 summed."""
    total = projects_in(scope).aggregate(total=Sum("total_wan"))["total"] or Decimal(0)
    return Answer(total.quantize(EXACT), base_text="有总投资的项目", rows=dict(scope.filters))


def _total_again(scope: Scope) -> Decimal:
    return sum((one.total_wan or Decimal(0) for one in projects_in(scope)), Decimal(0))


def at_stage(stage: str) -> Callable[[Scope], Answer]:
    """Count the projects at one stage."""

    def compute(scope: Scope) -> Answer:
        rows = scope.opening(stage=stage)
        return Answer(projects_in(scope).filter(stage=stage).count(), rows=rows)

    return compute


def _at_stage_again(stage: str) -> Callable[[Scope], int]:
    return lambda scope: sum(1 for one in projects_in(scope) if one.stage == stage)


def start_rate_all(scope: Scope) -> Answer:
    """开工率 with all projects on record as its base."""
    rows = projects_in(scope)
    return _rate(scope, rows, {}, "分母：全部在册项目")


def start_rate_new(scope: Scope) -> Answer:
    """开工率 with the year's planned new starts as its base."""
    rows = projects_in(scope).filter(listings__year=scope.year, listings__planned_new=True).distinct()
    base = f"分母：{scope.year} 年度计划新开工项目"
    return _rate(scope, rows, {"planned_new": str(scope.year)}, base)


def _rate(scope: Scope, found: QuerySet[Project], condition: dict[str, str], told: str) -> Answer:
    count = Count("pk", distinct=True)
    both = found.aggregate(whole=count, begun=Count("pk", filter=Q(stage__in=STARTED), distinct=True))
    whole, begun = both["whole"], both["begun"]
    value = series.percent(Decimal(begun), Decimal(whole)) if whole else None
    base, rows = f"{told} {whole:,} 项，已开工 {begun:,} 项", scope.opening(**condition)
    return Answer(value, begun, whole, base_text=base, rows=rows)


def _rate_again(keep: Callable[[Project, Scope], bool]) -> Callable[[Scope], Decimal | None]:
    def recount(scope: Scope) -> Decimal | None:
        whole = [one for one in projects_in(scope) if keep(one, scope)]
        begun = [one for one in whole if one.stage in STARTED]
        return series.percent(Decimal(len(begun)), Decimal(len(whole))) if whole else None

    return recount


def _planned_new(project: Project, scope: Scope) -> bool:
    return any(one.planned_new and one.year == scope.year for one in project.listings.all())


def all_figures() -> tuple[Figure, ...]:
    """Return the room's figures."""
    return (
        Figure("project_count", "项目数", "项", "在册项目数，一期二期各算一项，项目群不另计",
               project_count, lambda scope: len(list(projects_in(scope)))),
        Figure("total_investment", "总投资", "万元", "在册项目之和：招商取协议额，政府取概算，技改取备案额",
               total_investment, _total_again),
        Figure("start_rate_all", "开工率（全部项目）", "%", "已开工的项目 ÷ 全部在册项目",
               start_rate_all, _rate_again(lambda _project, _scope: True)),
        Figure("start_rate_new", "开工率（新开工）", "%", "年度计划新开工项目中已开工的 ÷ 计划新开工项目",
               start_rate_new, _rate_again(_planned_new)),
        *(
            Figure(f"stage_{code}", f"{word}阶段项目", "项", f"现在处于“{word}”阶段的项目数",
                   at_stage(code), _at_stage_again(code))
            for code, word in stage_choices()
        ),
    )  # fmt: skip


def register() -> None:
    """Add the room's figures to the registry."""
    for figure in all_figures():
        figures.register(figure)
