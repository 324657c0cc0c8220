"""The zone's money on one page: what is proven, money that lies idle, closed months, rules."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from greenlight.base.figures import Scope
from greenlight.base.typed import filled
from greenlight.investment import actions, funds, may, proofs, rules
from greenlight.investment.forms_money import CloseForm, SwitchForm
from greenlight.investment.models import MonthClosing, RuleSwitch
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, told

SHOWN = 12


def zone_of(request: Request) -> Zone:
    """Return the zone whose money this is; those who do not see whole zones get 404."""
    scope = request.user.scope
    if scope.home is None or scope.home not in scope.zones:
        raise Http404
    return get_object_or_404(Zone, pk=scope.home)


@require_GET
def zone(request: Request) -> HttpResponse:
    """Show the zone's money."""
    one, day = zone_of(request), request.user.scope.day
    switched = rules.switched(one.pk, day)
    context = {
        "figure": proofs.FIGURE,
        "answer": proofs.proven_share(Scope(request.user, day)),
        "idle": funds.idle(request.user, day),
        "idle_days": funds.IDLE_DAYS,
        "closed": rules.closed_to(one.pk),
        "closings": MonthClosing.objects.filter(zone=one).order_by("-pk")[:SHOWN],
        "rules": [{"rule": rule, "on": switched.get(rule.code, rule.on)} for rule in rules.shipped()],
        "switches": RuleSwitch.objects.filter(zone=one).order_by("-pk")[:SHOWN],
        "names": {rule.code: rule.name for rule in rules.shipped()},
        "may_settle": may.settle(request.user, one.pk),
        "close_form": CloseForm(),
    }
    return render(request, "investment/zone.html", context)


@require_POST
def close(request: Request) -> HttpResponse:
    """Close months, or open them."""
    one, own = zone_of(request), filled(CloseForm(request.POST))
    year, month = own["month"]
    actions.close_months(by=by(request, one.pk), zone=one, year=year, month=month, reason=own["reason"])
    told(request, f"已封账到 {year} 年 {month} 月" if month else "已打开全部月份")
    return redirect("investment:zone")


@require_POST
def switch(request: Request) -> HttpResponse:
    """Switch a rule from today on."""
    one, own = zone_of(request), filled(SwitchForm(request.POST))
    actions.switch_rule(
        by=by(request, one.pk), zone=one, code=own["code"], is_on=own["is_on"],
        valid_from=request.user.scope.day, reason=own["reason"],
    )  # fmt: skip
    told(request, "已启用" if own["is_on"] else "已停用")
    return redirect("investment:zone")
