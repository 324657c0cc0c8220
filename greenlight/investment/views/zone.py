"""The zone's money on one page: what is proven, money that lies idle, closed months, rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from greenlight.base.figures import Scope
from greenlight.base.typed import filled, tried
from greenlight.investment import actions, funds, may, proofs, rules
from greenlight.investment.forms_money import CloseForm, LimitForm, OpenForm, SwitchForm
from greenlight.investment.models import MonthClosing, RuleLimit, RuleSwitch
from greenlight.kernel import crosschecks
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, home_zone, told

SHOWN = 12
IDLE = 30  # sources of idle money on a page


@require_GET
def zone(request: Request) -> HttpResponse:
    """Show the zone's money."""
    one, day = home_zone(request), request.user.scope.day
    idle = funds.idle(request.user, day)
    context = {
        "figure": proofs.FIGURE,
        "answer": proofs.proven_share(Scope(request.user, day)),
        "page": Paginator(idle, IDLE).get_page(request.GET.get("page")),
        "left": funds.total(idle)["left"],
        "idle_days": rules.idle_days(one.pk, day),
        "closed": rules.closing(one.pk),
        "closings": MonthClosing.objects.filter(zone=one).order_by("-pk")[:SHOWN],
        "rules": _rules(one, day),
        "day": day,
        "switches": RuleSwitch.objects.filter(zone=one).order_by("-pk")[:SHOWN],
        "limits": [_told(row) for row in RuleLimit.objects.filter(zone=one).order_by("-pk")[:SHOWN]],
        "names": {rule.code: rule.name for rule in rules.shipped()},
        "may_settle": may.settle(request.user, one.pk),
        "close_form": CloseForm(auto_id="close_%s"),
        "open_form": OpenForm(auto_id="open_%s"),
    }
    return render(request, "investment/zone.html", context)


def _rules(one: Zone, day: date) -> list[dict[str, Any]]:
    """Return the rules with what the zone made of them: on or off, its limits and where they are from."""
    switched, own = rules.switched(one.pk, day), rules.limits(one.pk, day)
    rows = RuleLimit.objects.filter(zone=one, valid_from__lte=day).order_by("valid_from", "pk")
    last = {row.code: row for row in rows}
    held = (crosschecks.limited(rule, own.get(rule.code, {})) for rule in rules.shipped())
    return [
        {
            "rule": rule,
            "on": switched.get(rule.code, rule.on),
            "limits": crosschecks.limits_said(rule.code, rule.params),
            "set": last.get(rule.code),
        }
        for rule in held
    ]


def _told(row: RuleLimit) -> dict[str, Any]:
    rule = next((one for one in rules.shipped() if one.code == row.code), None)
    said = crosschecks.limits_said(row.code, rules.decimals(row.params)) if rule else ()
    return {"row": row, "rule": rule, "limits": said}


@require_POST
def close(request: Request) -> HttpResponse:
    """Close months, or open them."""
    one, form = home_zone(request), OpenForm if "open" in request.POST else CloseForm
    own = filled(form(request.POST))
    year, month = own["month"]
    actions.close_months(by=by(request, one.pk), zone=one, year=year, month=month, reason=own["reason"])
    told(request, f"已封账到 {year} 年 {month} 月" if month else "已打开全部月份")
    return redirect("investment:zone")


@require_POST
def switch(request: Request) -> HttpResponse:
    """Switch a rule from today on."""
    one, own = home_zone(request), filled(SwitchForm(request.POST))
    actions.switch_rule(
        by=by(request, one.pk), zone=one, code=own["code"], is_on=own["is_on"],
        valid_from=request.user.scope.day, reason=own["reason"],
    )  # fmt: skip
    told(request, "已启用" if own["is_on"] else "已停用")
    return redirect("investment:zone")


@require_http_methods(["GET", "POST"])
def limits(request: Request) -> HttpResponse:
    """Set the limits of a rule, `?rule=unit_jump`; a refusal keeps what was typed."""
    one, day = home_zone(request), request.user.scope.day
    code = request.GET.get("rule", "unit_jump")
    shown = next((row for row in _rules(one, day) if row["rule"].code == code and row["limits"]), None)
    if shown is None:
        raise Http404
    rule = shown["rule"]
    form = LimitForm(request.POST, rule=rule) if request.method == "POST" else (
        LimitForm(rule=rule, initial={"valid_from": day})
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        own = form.cleaned_data
        made = tried(form, lambda: actions.set_limits(
            by=by(request, one.pk), zone=one, code=code, params=form.params,
            valid_from=own["valid_from"], reason=own["reason"],
        ))  # fmt: skip
        if made:
            told(request, f"已改“{rule.name}”的界限，{made.valid_from.isoformat()} 起用")
            return redirect(reverse("investment:zone") + "#rules")
    context = {"form": form, "row": shown, "may_settle": may.settle(request.user, one.pk)}
    return render(request, "investment/limits.html", context, status=422 if form.is_bound else 200)
