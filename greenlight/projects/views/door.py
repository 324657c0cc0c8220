"""What every door of the room does: fetch what is seen, say what is wrong, go back."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from greenlight.people.requests import Request
from greenlight.projects.models import Project


def seen(request: Request, pk: int) -> Project:
    """Return a project the person sees, else 404."""
    rows = Project.objects.visible_to(request.user).select_related("parent")
    return get_object_or_404(rows, pk=pk)


def back(project: Project, tab: str) -> HttpResponse:
    """Return to a tab of the project page."""
    return redirect(f"{reverse('desk:project', args=[project.pk])}?tab={tab}")


def posted(request: Request) -> QueryDict | None:
    """Return what was sent, an empty form too; None for a page that is opened."""
    return request.POST if request.method == "POST" else None
