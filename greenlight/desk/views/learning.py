"""Doors for learning the product: the tour, what is new, the help with its definitions."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.http.response import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from greenlight.base import figures, terms
from greenlight.desk import news, tour
from greenlight.people.requests import Request


@require_GET
def tour_list(request: Request) -> HttpResponse:
    """List the steps of the tour; each is a link, so it can be walked without a script too."""
    return render(request, "desk/tour.html", {"steps": tour.steps(request.user)})


@require_GET
def tour_step(request: Request, n: int) -> JsonResponse:
    """Return one step and where the next one is."""
    steps = tour.steps(request.user)
    if not 1 <= n <= len(steps):
        raise Http404
    one = steps[n - 1]
    following = steps[n].address if n < len(steps) else ""
    before = steps[n - 2].address if n > 1 else ""
    return JsonResponse({
        "n": n, "of": len(steps), "title": one.title, "text": one.text, "place": one.place,
        "path": tour.path_of(one), "address": one.address, "next": following, "before": before,
    })  # fmt: skip


@require_GET
def whats_new(request: Request) -> HttpResponse:
    """Say what is new."""
    return render(request, "desk/news.html", {"notes": news.NOTES})


@require_GET
def words(request: Request) -> HttpResponse:
    """Explain the lights, the words, the figures and the keys."""
    return render(request, "desk/help.html", {"figures": figures.every(), "terms": terms.TERMS})
