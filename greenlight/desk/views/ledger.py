"""The project ledger: one page of rows, conditions, orders, groups, and the export of what is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from greenlight.base.tables.conditions import LONGEST
from greenlight.base.tables.look import Look
from greenlight.desk import chips
from greenlight.desk.exporting import export_all, export_seen, reported_until
from greenlight.desk.saved import tabs
from greenlight.desk.table import drawing, heading
from greenlight.desk.table.cells import Page as Drawn
from greenlight.desk.table.menu import menu
from greenlight.desk.table.seen import Seen
from greenlight.people import may
from greenlight.people.context import data_until
from greenlight.people.models import Zone
from greenlight.people.requests import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50
OPEN_AT_ONCE = 100  # lines of the first groups that are drawn open
GROUPS = 100


@require_GET
def projects(request: Request) -> HttpResponse:
    """List the projects one sees, as the address asks; only the table when htmx asks for it."""
    if "op" in request.GET and "of" in request.GET:
        return redirect(f"/projects/?{typed_condition(request)}")
    seen = Seen.of(request.user, request.GET)
    context = table(request, seen)
    if request.headers.get("HX-Target") == "ledger" and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "desk/table/table.html", context)
    return render(request, "desk/projects.html", context | until(request, seen))


def until(request: Request, seen: Seen) -> dict[str, date]:
    """Return 数据截至 for the top of the page, later than the last file when a month was reported by hand."""
    zone = Zone.objects.filter(pk=request.user.scope.home or 0).first()
    days = [reported_until(seen), data_until(zone) if zone else None]
    return {"data_until": max(one for one in days if one)} if any(days) else {}


def typed_condition(request: Request) -> str:
    """Return the address of a condition typed into a column's menu: of, op, a and b become one word."""
    look = Seen.of(request.user, request.GET).look
    words = {name: str(request.GET.get(name, "")).strip()[:LONGEST] for name in ("of", "op", "a", "b")}
    value = f"{words['a']}~{words['b']}" if words["op"] == "between" else words["a"]
    asked = {**look.by_column, words["of"]: f"{words['op']}:{value}"}
    return replace(look, by_column=asked).address()


def table(request: Request, seen: Seen) -> dict[str, Any]:
    """Return what the table is drawn from."""
    drawn = Drawn(request.user.scope.day, seen.known.period.pace if seen.known.period.month else None)
    rows = drawing.Rows(seen.columns, drawn, request.user)
    grouped = bool(seen.grouped and not seen.group)
    page = page_of(request, seen, grouped=grouped)
    body = groups(seen, rows, page) if grouped else plain(seen, rows, page)
    look = seen.look
    return {
        "seen": seen, "page": page, "body": body, "head": heading.head(seen),
        "total": heading.total(seen), "columns": seen.columns, "here": here(seen),
        **conditions(seen, counted=False), "bar": tabs.bar(request.user, seen),
        "dense_address": replace(look, dense=not look.dense).address(),
        "may_edit": may.edit_zone(request.user, request.user.scope.home),
        "told": list(dict.fromkeys(seen.told)),
        "grouped": grouped, "frozen": 1 if look.frozen is None else look.frozen,
        "cols": [(one, look.widths.get(one.name)) for one in seen.columns],
        "sized": all(one.name in look.widths for one in seen.columns),
        "searched": "q" in look.named, "anything": seen.anything,
    }  # fmt: skip


def carried(look: Look) -> dict[str, str]:
    """Return the words a form must send so that its answer opens the same look, further asked."""
    return look.words() | ({"view": look.view, "own": "1"} if look.view else {})


def here(seen: Seen) -> str:
    """Return the address of what is seen, without the page."""
    return seen.look.address(**({"in": seen.group} if seen.group and seen.grouped else {}))


def page_of(request: HttpRequest, seen: Seen, *, grouped: bool) -> Page[Any]:
    """Return the page asked for: of lines, or of groups."""
    count, size = (seen.group_count, GROUPS) if grouped else (seen.sums.count, PAGE)
    return Paginator(range(count), size).get_page(request.GET.get("page"))


def plain(seen: Seen, rows: drawing.Rows, page: Page[Any]) -> list[dict[str, Any]]:
    """Draw one page of lines."""
    start = page.start_index() - 1 if page.paginator.count else 0
    ids = seen.page(start, PAGE)
    return [{"rows": rows.draw(drawing.lines_of(ids, seen.columns), start + 1)}]


def groups(seen: Seen, rows: drawing.Rows, page: Page[Any]) -> list[dict[str, Any]]:
    """Draw a page of groups, the first ones open while their lines are few."""
    left, drawn = OPEN_AT_ONCE, []
    for one, sums in seen.groups(page.start_index() - 1 if page.paginator.count else 0, GROUPS):
        address = seen.look.address(**{"in": one.word})
        is_open = one.count <= left
        left -= one.count if is_open else 0
        drawn.append({
            "word": one.word, "address": address, "open": is_open,
            "head": heading.group_head(seen, one, sums, address, is_open=is_open),
            "rows": lines_of_group(seen, rows, one.word) if is_open else "",
        })  # fmt: skip
    return drawn


def lines_of_group(seen: Seen, rows: drawing.Rows, word: str) -> str:
    """Draw the first lines of one group."""
    own = Seen(seen.user, seen.look, word, seen.sheet)
    ids = list(own.ids()[:PAGE])
    return rows.draw(drawing.lines_of(ids, seen.columns))


@require_GET
def group(request: Request) -> HttpResponse:
    """Draw the lines of one group, for the table to open it."""
    seen = Seen.of(request.user, request.GET)
    drawn = Drawn(request.user.scope.day, seen.known.period.pace if seen.known.period.month else None)
    rows = drawing.Rows(seen.columns, drawn, request.user)
    ids = list(seen.ids()[: PAGE + 1])
    context = {
        "rows": rows.draw(drawing.lines_of(ids[:PAGE], seen.columns)),
        "more": seen.rows.count() - PAGE if len(ids) > PAGE else 0,
        "here": here(seen), "width": len(seen.columns),
    }  # fmt: skip
    return render(request, "desk/table/_rows.html", context)


@require_GET
def column(request: Request, name: str) -> HttpResponse:
    """Draw the menu of a column; as a page of its own without htmx."""
    seen = Seen.of(request.user, request.GET)
    found = seen.sheet.by_name.get(name)
    if found is None:
        raise Http404
    hidden = {key: value for key, value in carried(seen.look).items() if key != f"c.{name}"}
    context = menu(seen, found) | {"hidden": hidden.items(), "back": f"/projects/?{seen.look.address()}"}
    page = "desk/table/_menu.html" if request.headers.get("HX-Request") else "desk/table/menu.html"
    return render(request, page, context)


@require_GET
def counts(request: Request) -> HttpResponse:
    """Draw the usual conditions with the counts they would leave; the page asks after it stands."""
    seen = Seen.of(request.user, request.GET)
    return render(request, "desk/table/_chips.html", conditions(seen, counted=True))


def conditions(seen: Seen, *, counted: bool) -> dict[str, Any]:
    """Return what the bar of conditions is drawn from."""
    return {
        "applied": chips.applied(seen), "usual": chips.usual(seen, counted=counted), "look": seen.look,
        "choices": chips.choices(tuple(seen.look.named.items())), "asked": seen.look.named,
        "carried": carried(seen.look).items(), "offered_names": chips.offered(),
    }  # fmt: skip


@require_GET
def export(request: Request) -> StreamingHttpResponse:
    """Send exactly what is seen, as .xlsx or .csv, while it is being written; `all=1` all columns of it."""
    suffix = ".csv" if request.GET.get("as") == "csv" else ".xlsx"
    seen = Seen.of(request.user, request.GET)
    every = request.GET.get("all") == "1"
    sent = export_all(seen, suffix=suffix, period=request.GET.get("period", "")) if every else None
    response = StreamingHttpResponse(sent or export_seen(seen, suffix=suffix))
    view = f"-{seen.opened.view.name}" if seen.opened.view else ""
    name = quote(f"{seen.sheet.ledger.title}{view}{request.user.scope.day:%Y%m%d}{suffix}")
    response["Content-Type"] = "text/csv; charset=utf-8" if suffix == ".csv" else XLSX
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
