"""Doors of papers made in the background: how far they are, stop them, take them away."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from greenlight.base import files, handouts, jobs
from greenlight.base.models import Job
from greenlight.people.requests import Request


def owned(request: Request, job: int) -> Job:
    """Return a person's own handout; to anybody else it is not there."""
    return get_object_or_404(handouts.own(request.user), pk=job)


@require_GET
def page(request: Request, job: int) -> HttpResponse:
    """Tell how far it is."""
    return progress(request, owned(request, job))


@require_POST
def cancel(request: Request, job: int) -> HttpResponse:
    """Stop making it."""
    return progress(request, jobs.cancel(owned(request, job)))


def progress(request: Request, found: Job) -> HttpResponse:
    """Draw the progress; the way to the file once it is there."""
    if found.state == Job.State.DONE:
        found.next_url = reverse("desk:handout_file", args=[found.pk])
    context = {
        "job": found,
        "word": handouts.word(found),
        "back": found.arguments.get("back") or "/",
        "poll": reverse("desk:handout", args=[found.pk]),
        "cancel": reverse("desk:handout_cancel", args=[found.pk]),
    }
    part = request.headers.get("HX-Request")
    return render(request, "components/job_progress.html" if part else "desk/handout.html", context)


@require_GET
def file(request: Request, job: int) -> HttpResponseBase:
    """Send it."""
    kept = handouts.made(owned(request, job))
    if kept is None:
        raise Http404
    return files.sent(kept)
