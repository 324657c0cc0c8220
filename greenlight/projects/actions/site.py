"""What the site looks like, in words and per cent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import may
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import changed, locked, own_life
from greenlight.projects.models import Project

FIELDS = ("site_progress", "site_percent", "site_updated_on")


@transaction.atomic
def report_site(
    *, by: By, project: Project, words: str, percent: Decimal | None, on: date, version: int | None = None
) -> Project:
    """Renew the stage words and the percent of the works.

    Raises NotAllowed, Collided, and Refused for no words, a percent outside 0-100 or a day to come.
    """
    project = locked(project.pk, version)
    if not may.hand_in(by.user, project):
        raise NotAllowed("这个项目没有交给您的单位，不能报形象进度。")
    own_life(project, "报形象进度")
    told = bounds.text(words, bounds.LONGEST, "形象进度")
    if not told:
        raise Refused("请写现场到了哪一步，例如“主体结构施工至三层”。", status=400)
    if percent is not None and not (percent.is_finite() and 0 <= percent <= 100):
        raise Refused(f"形象进度 {percent}% 不对，应在 0 到 100 之间。", status=400)
    after = dict(zip(FIELDS, (told, percent, bounds.past_day(by, on, "现场日期")), strict=True))
    before = renew_site(project, after)
    journal.write(by, "project.site", "project", project.pk, before=before, after=after)
    changed(project, by)
    return project


def renew_site(project: Project, after: Mapping[str, Any]) -> dict[str, Any]:
    """Write some of FIELDS into a locked project, for a deed that journals; return what was there."""
    before = {name: getattr(project, name) for name in after}
    if after:
        Project.objects.filter(pk=project.pk).update(**after)
        project.refresh_from_db()
    return before
