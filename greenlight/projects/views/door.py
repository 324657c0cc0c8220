"""What every door of the room does: fetch what is seen, say what is wrong, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from greenlight.base.refusals import Collided, NotAllowed, Refused
from greenlight.people.requests import Request
from greenlight.projects.models import Project

T = TypeVar("T")


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


def filled(form: Form) -> dict[str, Any]:
    """Return what a small form holds; Refused with its first error and the field it stands at."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    field = form.fields.get(name)
    raise Refused(f"{field.label}：{errors[0]}" if field else str(errors[0]), status=400)


def tried(form: Form, deed: Callable[[], T]) -> T | None:
    """Do a deed of a large form; a refusal is said in the form, so that nothing typed is lost."""
    try:
        return deed()
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
