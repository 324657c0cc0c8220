"""Doors of 交叉核对: the list with its precision, one hit with its numbers, its three deeds; the panel."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from greenlight.base import writing
from greenlight.base.refusals import Refused
from greenlight.investment import may as money
from greenlight.investment import rules
from greenlight.people import may
from greenlight.people.requests import Request, by, told
from greenlight.projects.models import Project
from greenlight.warnings import actions
from greenlight.warnings.actions.checking import LONGEST
from greenlight.warnings.checks import judging, listing
from greenlight.warnings.checks.models import CheckHit

A_PAGE = 50
SHOWN = 20
DEEDS: dict[str, tuple[Callable[..., CheckHit], str]] = {
    "explain": (actions.explain_hit, "已说明"),
    "confirm": (actions.confirm_hit, "已确认有问题"),
    "reopen": (actions.reopen_hit, "已重新打开"),
}


class DecideForm(forms.Form):
    """What becomes of a hit, and why."""

    reason = forms.CharField(
        label="原因",
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
        help_text="例如：设备已付款，还在运输途中；或：已请企业重报，8 月核减",
    )


@require_GET
def checks(request: Request) -> HttpResponse:
    """List the hits one may see, with how often each check was right."""
    scope = request.user.scope
    if scope.home is not None and scope.home in scope.zones:
        judging.ensure(scope.home, scope.day, by(request, scope.home).at)
    asked = {name: request.GET.get(name, "") for name in ("state", "code", "project")}
    state = asked["state"] if "state" in request.GET else listing.OPEN
    found = listing.chosen(request.user, asked | {"state": state})
    switched = rules.switched(scope.home, scope.day) if scope.home else {}
    tallies = listing.tallies(request.user, switched)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "tallies": tallies,
        "tabs": _tabs(tallies, state, asked["code"]),
        "names": listing.names(),
        "state": state,
        "code": asked["code"],
    }
    return render(request, "warnings/checks/list.html", context)


def _tabs(tallies: list[listing.Tally], state: str, code: str) -> list[dict[str, object]]:
    own = [one for one in tallies if not code or one.rule.code == code]
    counts = {word: sum(getattr(one, word) for one in own) for word in listing.STATES}
    more = f"&code={code}" if code in listing.names() else ""
    return [
        {
            "label": label,
            "href": f"?state={word}{more}",
            "count": writing.count(counts[word]),
            "active": word == state,
        }
        for word, label in listing.STATES.items()
    ] + [
        {
            "label": "全部",
            "href": f"?state=all{more}",
            "count": writing.count(sum(counts.values())),
            "active": state == "all",
        }
    ]


@require_http_methods(["GET", "POST"])
def check(request: Request, pk: int) -> HttpResponse:
    """Show one hit with the numbers that went in; explain, confirm or open it again."""
    rows = CheckHit.objects.visible_to(request.user).select_related("project")
    hit = get_object_or_404(rows, pk=pk)
    form = DecideForm(request.POST if request.method == "POST" else None)
    deed, word = DEEDS.get(request.POST.get("do", ""), (None, ""))
    if form.is_bound and deed is None:
        raise Refused("请选说明、确认还是重新打开。", status=400)
    if deed is not None and form.is_valid():
        deed(by=by(request, hit.zone_id), hit=hit, reason=form.cleaned_data["reason"])
        told(request, f"“{listing.names().get(hit.code, hit.code)}”{word}")
        return redirect("warnings:check", pk)
    context = {
        "hit": hit,
        "name": listing.names().get(hit.code, hit.code),
        "rule": next((one for one in rules.shipped() if one.code == hit.code), None),
        "form": form,
        "may_explain": money.report(request.user, hit.project),
        "may_decide": may.edit_zone(request.user, hit.zone_id),
        "decided": hit.state != CheckHit.State.OPEN,
    }
    return render(request, "warnings/checks/hit.html", context, status=422 if form.is_bound else 200)


def panel(request: HttpRequest, project: Project) -> SafeString:
    """Fill 交叉核对 on the project's 投资情况: what is open, what was decided."""
    rows = CheckHit.objects.filter(project=project)
    shown = listing.of_state(rows, listing.OPEN) | rows.exclude(state=CheckHit.State.OPEN)
    context = {
        "hits": shown.order_by("state", "-period", "code")[:SHOWN],
        "names": listing.names(),
        "project": project,
    }
    return render_to_string("warnings/checks/_panel.html", context, request=request)
