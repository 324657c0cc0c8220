"""What the tests of this room look at: the journal of a project, its state, pages as somebody sees them."""

from __future__ import annotations

import pytest
from django.test import Client

from greenlight.base.models import JournalRow
from greenlight.people.models import User
from greenlight.projects import library
from greenlight.projects.models import Evidence, Project, TemplateNode

BACKEND = "django.contrib.auth.backends.ModelBackend"


def last(project: Project) -> JournalRow:
    """Return the newest journal row of a project."""
    return JournalRow.objects.filter(subject_kind="project", subject_id=project.pk).latest("seq")


def fresh(project: Project) -> Project:
    """Return a project as it stands in the database."""
    return Project.objects.get(pk=project.pk)


def rows() -> int:
    """Count the journal."""
    return JournalRow.objects.count()


def client(user: User) -> Client:
    """Sign somebody in; an error of ours is raised, not shown."""
    made = Client()
    made.force_login(user, backend=BACKEND)
    return made


def page(user: User, path: str) -> str:
    """Return a page as somebody sees it."""
    answer = client(user).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def nodes(project: Project, stage: str) -> list[TemplateNode]:
    """Return the gates of a stage that apply to a project."""
    template = library.template_for(project.zone_id, project.kind)
    assert template is not None
    on = [*project.conditions, "always"]
    return list(template.nodes.filter(gates_stage=stage, condition__in=on))


def complete(project: Project, *stages: str, state: str = "accepted") -> int:
    """Give a project every paper the gates of some stages ask for; return how many."""
    papers = [
        (node.code, name) for stage in stages for node in nodes(project, stage) for name in node.evidence
    ]
    Evidence.objects.bulk_create(
        Evidence(
            project=project, zone=project.zone, node_code=code, name=name, state=state, at=project.created_at
        )
        for code, name in papers
    )
    return len(papers)


def sentence(refused: pytest.ExceptionInfo[BaseException]) -> str:
    """Return what the user reads."""
    return str(refused.value)
