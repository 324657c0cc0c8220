"""节点计划 of the project page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from greenlight.people.requests import Request
from greenlight.projects.models import Project


def milestones_tab(request: Request, project: Project) -> SafeString:
    """Draw the tab."""
    return mark_safe("")
