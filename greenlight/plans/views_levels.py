"""The door of 改期由谁批: levels by how far a date moves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from greenlight.people import may as people_may
from greenlight.people.models import Zone
from greenlight.people.requests import Request, by, home_zone
from greenlight.plans import actions, levels
from greenlight.plans.actions.levels import LONGEST
from greenlight.plans.models import SlipLevel

ROWS = 3
CHOICES = [("", "不用这一级"), *SlipLevel.Decider.choices]


class LevelsForm(forms.Form):
    """Up to three levels, and why."""

    why = forms.CharField(label="依据", max_length=300, help_text="例如：主任办公会 2026 年第 3 次会议")

    def __init__(self, *args: Any, zone: Zone, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "levels_%s"} | kwargs)
        held = levels.of_zone(zone.pk)
        for n in range(ROWS):
            one = held[n] if n < len(held) else None
            self.fields[f"days{n}"] = forms.IntegerField(
                label=f"第 {n + 1} 级：推后超过几天", min_value=0, max_value=LONGEST, required=False,
                initial=one.over_days if one else None,
            )  # fmt: skip
            self.fields[f"decider{n}"] = forms.ChoiceField(
                label="由谁批", choices=CHOICES, required=False, initial=one.decider if one else ""
            )
        self.order_fields([name for name in self.fields if name != "why"] + ["why"])

    def clean(self) -> dict[str, Any]:
        """Hold days and decider together."""
        own = super().clean() or self.cleaned_data
        for n in range(ROWS):
            if own.get(f"decider{n}") and own.get(f"days{n}") is None:
                self.add_error(f"days{n}", "选了由谁批，请填推后超过几天，0 就是所有改期。")
        return own

    @property
    def deciders(self) -> dict[int, str]:
        """Return {more than so many days: decider}."""
        own = self.cleaned_data
        return {own[f"days{n}"]: own[f"decider{n}"] for n in range(ROWS) if own.get(f"decider{n}")}


@require_http_methods(["GET", "POST"])
def slip_levels(request: Request) -> HttpResponse:
    """Show and set who approves later dates."""
    zone = home_zone(request)
    form = LevelsForm(request.POST or None, zone=zone)
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data
        actions.set_levels(by=by(request, zone.pk), zone=zone, deciders=form.deciders, why=own["why"])
        messages.success(request, levels.told(zone.pk))
        return redirect("plans:levels")
    context = {"form": form, "told": levels.told(zone.pk), "may_set": people_may.lead(request.user, zone.pk)}
    return render(request, "plans/levels.html", context, status=422 if form.errors else 200)
