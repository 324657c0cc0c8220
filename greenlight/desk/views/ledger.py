"""The project ledger: one page of rows, conditions, order, and the export of exactly what is seen."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.base import figures, keeping
from greenlight.desk import chips, listing
from greenlight.desk.exporting import export_ledger
from greenlight.people import may
from greenlight.people.requests import Request
from greenlight.projects.models import Project

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUMS = {"count": "project_count", "total": "total_investment", "plan": "annual_plan",
        "ytd": "ytd_investment", "rate": "completion_rate", "gap": "elapsed_gap"}  # fmt: skip
VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("全部", {}),
    ("我负责的", {"mine": "1"}),
    ("本月到期", {"due": "this_month"}),
    ("红灯黄灯", {"light": "red,yellow"}),
    ("已超期", {"due": "overdue"}),
)


@require_GET
def projects(request: Request) -> HttpResponse:
    """List the projects one sees, under the conditions of the address."""
    asked = words_of(request)
    page = Paginator(listing.rows(request.user, asked), listing.PAGE).get_page(asked.get("page"))
    context = {
        "page": page,
        "rows": listing.dressed(list(page.object_list), request.user.scope.day),
        "applied": chips.applied(asked),
        "usual": chips.usual(asked, request.user, counted=False),
        "tabs": tabs(asked),
        "sums": sums(request, asked),
        "lights": lights(request, asked),
        "asked": asked,
        "sorted_by": listing.USUAL_ORDER,
        "here": urlencode({key: value for key, value in asked.items() if key != "page"}),
        "choices": choices(asked),
        "may_edit": may.edit_zone(request.user, request.user.scope.home),
        "searched": "q" in asked,
        "anything": page.paginator.count or Project.objects.visible_to(request.user).exists(),
    }
    return render(request, "desk/projects.html", context)


@require_GET
def counts(request: Request) -> HttpResponse:
    """Draw the usual conditions with the counts they would leave; the page asks after it stands."""
    asked = words_of(request)
    context = {"applied": chips.applied(asked), "usual": chips.usual(asked, request.user, counted=True)}
    return render(request, "desk/_chips.html", context | {"choices": choices(asked), "asked": asked})


@require_GET
def export(request: Request) -> StreamingHttpResponse:
    """Send exactly what is seen, as .xlsx or .csv, while it is being written."""
    asked = words_of(request)
    suffix = ".csv" if request.GET.get("as") == "csv" else ".xlsx"
    kind = "text/csv; charset=utf-8" if suffix == ".csv" else XLSX
    response = StreamingHttpResponse(export_ledger(request.user, "projects", asked, suffix=suffix))
    name = quote(f"重点项目进展情况表{request.user.scope.day:%Y%m%d}{suffix}")
    response["Content-Type"] = kind
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


def words_of(request: Request) -> dict[str, str]:
    """Return the words of the address that mean something here."""
    known = set(keeping.binding(listing.LEDGER).filters) | {"sort", "page", "period"}
    return {key: str(value)[:200] for key, value in request.GET.items() if key in known and value}


def tabs(asked: dict[str, str]) -> list[dict[str, object]]:
    """Return the views over the table; a view is active when its conditions are all that is asked."""
    conditions = {key: value for key, value in asked.items() if key not in chips.PAGE_WORDS}
    return [
        {"label": label, "href": f"?{urlencode(view)}", "active": conditions == view} for label, view in VIEWS
    ]


def sums(request: Request, asked: dict[str, str]) -> dict[str, figures.Answer]:
    """Return the figures of the 合计 row over what the conditions leave."""
    scope = figures.Scope(request.user, request.user.scope.day, asked)
    found = {key: figures.get(name) for key, name in SUMS.items()}
    return {key: one.compute(scope) for key, one in found.items() if one}


def lights(request: Request, asked: dict[str, str]) -> dict[str, int]:
    """Count the lights over what the conditions leave."""
    from greenlight.warnings.figures import count_lights

    return count_lights(figures.Scope(request.user, request.user.scope.day, asked))


def choices(asked: dict[str, str]) -> list[dict[str, object]]:
    """Return what 加条件 offers: every condition with a list of values."""
    offered: list[dict[str, object]] = []
    for one in keeping.binding(listing.LEDGER).filters.values():
        if one.choices:
            picked = asked.get(one.name, "")
            offered.append({"name": one.name, "label": one.label, "choices": one.choices, "picked": picked})
    return offered
