"""Papers handed in, accepted, sent back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from greenlight.base import files
from greenlight.base.refusals import NotAllowed
from greenlight.base.typed import filled
from greenlight.people.requests import Request, by
from greenlight.projects import actions, may
from greenlight.projects.forms import DecisionForm, PaperForm
from greenlight.projects.models import Evidence
from greenlight.projects.views.door import back, seen


@require_POST
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand in a paper with its file; nothing is stored before the list has been asked."""
    project = seen(request, pk)
    if not may.hand_in(request.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能交资料。")
    own, who = filled(PaperForm(request.POST, request.FILES)), by(request, project.zone_id)
    actions.asked(project, own["node"], own["name"])
    with transaction.atomic():
        file = files.store_upload(who, own["file"], paper=True, subject=("project", project.pk))
        made = actions.hand_in(by=who, project=project, node_code=own["node"], name=own["name"], file=file)
    told = "已交，待审" if made.state == Evidence.State.HANDED_IN else "已登记"
    messages.success(request, f"“{made.name}”{told}。")
    return back(project, "papers")


@require_POST
def decide(request: Request, pk: int, evidence: int) -> HttpResponse:
    """Accept a paper or send it back with a note."""
    project = seen(request, pk)
    found = get_object_or_404(Evidence, pk=evidence, project=project)
    own, who = filled(DecisionForm(request.POST)), by(request, project.zone_id)
    if own["accept"]:
        actions.accept(by=who, evidence=found)
    else:
        actions.send_back(by=who, evidence=found, note=own["note"])
    messages.success(request, f"“{found.name}”{'已审过' if own['accept'] else '已退回'}。")
    return back(project, "papers")
