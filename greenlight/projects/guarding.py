"""What a write of the API on a project asks first: seen at all, and in the version the caller knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest

from greenlight.base.api import Refusal
from greenlight.base.api.versions import Known, asked, tag
from greenlight.base.models import JournalItem, JournalRow
from greenlight.people.models import User
from greenlight.projects.models import Project

Differences = Callable[[Project, Known], Mapping[str, Any]]
KIND = "project"
MOVED = "“{name}”在您读过以后又被改过。看过 differences 里的不同，用新的 ETag 再提交。"


def guarded(request: HttpRequest, pk: int, told: Differences | None = None) -> Project:
    """Return a project locked to the end of the transaction, in the version the caller has seen.

    Raises Http404 for one not seen, Refusal 428 without If-Match and 412 for an older version, with
    `told` saying what differs.
    """
    user = request.user
    assert isinstance(user, User)  # noqa: S101  the door let nobody else in
    seen = Project.objects.visible_to(user).filter(pk=pk).values_list("pk", flat=True).first()
    project = Project.objects.select_for_update().filter(pk=seen).first() if seen else None
    if project is None:
        raise Http404
    known = asked(request)
    if known.version != project.version:
        members = dict(told(project, known)) if told else {}
        raise Refusal(
            MOVED.format(name=project.name), status=412, version=project.version,
            etag=f'"{etag(project.pk, project.version)}"', **members,
        )  # fmt: skip
    return project


def etag(pk: int, version: int | None = None) -> str:
    """Return the tag of a project's version, without its quotes; the stored version unless given."""
    if version is None:
        version = Project.objects.values_list("version", flat=True).get(pk=pk)
    return tag(version, mark(pk))


def mark(pk: int) -> int:
    """Return the number of the newest journal row that speaks of a project; two small queries."""
    rows = JournalRow.objects.filter(subject_kind=KIND, subject_id=pk)
    items = JournalItem.objects.filter(subject_kind=KIND, subject_id=pk)
    own = rows.order_by("-seq").values_list("seq", flat=True).first()
    shared = items.order_by("-row_id").values_list("row_id", flat=True).first()
    return max(own or 0, shared or 0)
