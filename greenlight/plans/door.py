"""What every door of the room does: fetch what is seen, say in the form what is wrong, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people.requests import Request
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project

T = TypeVar("T")


def seen(request: Request, pk: int) -> Project:
    """Return a project the person sees, else 404."""
    return get_object_or_404(Project.objects.visible_to(request.user), pk=pk)


def milestone(request: Request, pk: int, mid: int) -> Milestone:
    """Return a milestone of a project the person sees, else 404."""
    rows = Milestone.objects.filter(project=seen(request, pk)).select_related("project")
    return get_object_or_404(rows, pk=mid)


def back(project_id: int) -> str:
    """Return the address of the tab."""
    return reverse("desk:project", args=[project_id]) + "?tab=milestones"


def tried(form: Form, project_id: int, deed: Callable[[], T]) -> T | None:
    """Do a deed; a refusal is said in its form, so that nothing typed is lost.

    After a collision the form carries the version that stands now: its reader has been told.
    """
    try:
        return deed()
    except NotAllowed:
        raise
    except Collided as collision:
        form.add_error(None, str(collision))
        fresh = cast(QueryDict, form.data).copy()
        fresh["version"] = str(Project.objects.values_list("version", flat=True).get(pk=project_id))
        form.data = fresh
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def status(*forms: Form) -> int:
    """Return 409 when a deed was refused, 422 when a field is wrong, else 200."""
    errors = [form for form in forms if form.is_bound and form.errors]
    if any(form.non_field_errors() for form in errors):
        return 409
    return 422 if errors else 200


def again(request: Request, project: Project, form: Form, title: str, sub: str = "") -> HttpResponse:
    """Show a form once more, with what was typed and what is wrong."""
    context = {"project": project, "form": form, "page_title": title, "sub": sub, "back": back(project.pk)}
    return render(request, "plans/form.html", context, status=status(form))
