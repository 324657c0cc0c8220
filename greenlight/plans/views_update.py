"""What a newer version of the node library would change in a plan; taken or left."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from greenlight.people.requests import Request, by
from greenlight.plans import actions, may, updating
from greenlight.plans.door import back, seen, status, tried
from greenlight.plans.drafting import BACKWARD, FORWARD
from greenlight.plans.forms import UpdateForm
from greenlight.projects.models import Project

MODES = ((BACKWARD, "从承诺日倒排"), (FORWARD, "从今天顺排"))


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    """Look at an update before it is taken (`?mode=`), take it or leave it."""
    project = seen(request, pk)
    today = request.user.scope.day
    form = UpdateForm(request.POST if request.method == "POST" else None)
    mode = (request.POST if request.method == "POST" else request.GET).get("mode", "")
    if request.method == "POST" and form.is_valid():
        told = tried(form, pk, lambda: _decided(request, project, form))
        if told:
            messages.success(request, told)
            return redirect(back(pk))
    found = updating.preview(project, today, mode)
    if not form.is_bound:
        newest = found.standing.newest
        form.initial = {
            "version": project.version,
            "template": newest.pk if newest else None,
            "mode": found.mode,
        }
    context = {
        "project": project, "found": found, "form": form, "back": back(pk), "counts": found.counts.items(),
        "changes": [one for one in found.changes if one.kind != "same"],
        "modes": [
            {"word": word, "href": f"?mode={way}", "active": way == found.mode} for way, word in MODES
        ],
        "later": found.draft.later if found.draft else (), "may_plan": may.plan(request.user, project),
    }  # fmt: skip
    return render(request, "plans/update.html", context, status=status(form))


def _decided(request: Request, project: Project, form: UpdateForm) -> str:
    own, who = form.cleaned_data, by(request, project.zone_id)
    if own["decide"] == UpdateForm.LEAVE:
        actions.leave_library(by=who, project=project, template=own["template"], version=own["version"])
        return "已记下：看过新版节点库，计划不更新"
    made = actions.take_library(
        by=who, project=project, template=own["template"], mode=own["mode"],
        reason_class=own["reason_class"], reason=own["reason"], version=own["version"],
    )  # fmt: skip
    return f"已按新版节点库重排，批准为第 {made.n} 版计划"
