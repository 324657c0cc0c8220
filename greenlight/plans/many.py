"""Plans of many projects in the background: chosen, counted before, made part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from django.db.models import QuerySet

from greenlight.base import jobs, keeping
from greenlight.base.jobs import Running
from greenlight.base.journal import By
from greenlight.base.models import Job
from greenlight.people.models import User
from greenlight.plans import actions
from greenlight.plans.actions.making import Made, count_many
from greenlight.plans.drafting import Wish
from greenlight.projects.models import Project

KIND = "plans.make"
IN_BACKGROUND = 50  # more than this go to a job
LOOKED_AT = 300  # the preview counts so many; what lies beyond is told


def chosen(user: User, asked: Mapping[str, str], ids: Sequence[str]) -> list[int]:
    """Return the visible projects that were ticked, or those the ledger page shows."""
    rows: QuerySet[Project] = Project.objects.visible_to(user).counted()
    if ids:
        rows = rows.filter(pk__in=[int(one) for one in ids if one.isdecimal() and len(one) < 19])
    else:
        rows = keeping.binding("projects").narrow(rows, asked, user)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def preview(user: User, ids: Sequence[int], wish: Wish, today: date) -> Made:
    """Count what would be planned of the first 300, and why the others would not; nothing is written."""
    return count_many(user, list(ids)[:LOOKED_AT], wish, today)


def start(by: By, ids: Sequence[int], wish: Wish, next_url: str) -> Job:
    """Hand the deed to the background."""
    told = asdict(wish) | {"day": wish.day.isoformat() if wish.day else None}
    return jobs.start(by, KIND, f"排 {len(ids)} 个项目的计划", next_url=next_url, ids=list(ids), wish=told)


def work(running: Running) -> None:
    """Make the plans of a job."""
    told = running.arguments
    user = User.objects.get(pk=running.job.actor_id or 0)
    by = running.by()
    by = running.by(user.on(by.day))
    wish = Wish(
        **told["wish"] | {"day": date.fromisoformat(told["wish"]["day"]) if told["wish"]["day"] else None}
    )
    made = actions.make_many(by=by, ids=told["ids"], wish=wish, told=running.progress)
    running.progress(len(told["ids"]), len(told["ids"]), told_of(made))


def told_of(made: Made) -> str:
    """Say in a sentence what became of many projects."""
    skipped = "；".join(f"{reason} {count} 个" for reason, count in made.reasons[:5])
    return f"排好 {made.count} 个" + (f"，没有排的：{skipped}" if skipped else "")


def register() -> None:
    """Register the kind of job; called when all rooms are loaded."""
    jobs.kind(KIND, work)
