"""The box of the top bar: what is found while one types, and the page with everything."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from greenlight.desk.models import Kind
from greenlight.desk.search import finding
from greenlight.desk.search.finding import Found
from greenlight.kernel.search import letters
from greenlight.people.requests import Request

SHOWN = 60  # characters of what was typed that a sentence repeats


@require_GET
def box(request: Request) -> HttpResponse:
    """Answer what is being typed: a list to choose from."""
    typed = request.GET.get("q", "")[: letters.LONGEST]
    context = told(typed, finding.find(request.user, typed, most=finding.IN_BOX))
    return render(request, "desk/search/_box.html", context)


@require_GET
def page(request: Request) -> HttpResponse:
    """Show everything found, or of one kind more of it."""
    typed, kind = request.GET.get("q", "")[: letters.LONGEST], request.GET.get("kind", "")
    chosen = {str(one.value): one for one in finding.SHOWN}.get(kind)
    kinds = finding.EVERY if chosen is None else (chosen,)
    most = finding.ON_PAGE if chosen is None else finding.ON_KIND
    context = told(typed, finding.find(request.user, typed, most=most, kinds=kinds))
    return render(request, "desk/search/page.html", context | {"chosen": chosen})


def told(typed: str, found: Found) -> dict[str, Any]:
    """Return what both show: the hits numbered through, and where else to look."""
    number, groups = 0, []
    for group in found.groups:
        lines = list(enumerate(group.hits, start=number))
        number += len(lines)
        groups.append({"kind": group.kind, "label": group.label, "lines": lines, "more": group.more,
                       "href": urlencode({"q": typed, "kind": str(group.kind)})})  # fmt: skip
    return {
        "typed": typed, "shown": typed[:SHOWN].strip(), "found": found, "groups": groups,
        "asked": urlencode({"q": typed}), "ledger": Kind.PROJECT,
        "without": [(one, urlencode({"q": one})) for one in found.without],
        "near": list(enumerate(found.near, start=number)),
    }  # fmt: skip
