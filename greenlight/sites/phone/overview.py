"""Who sent when: projects × days of a month, so that a leader sees where nobody was.

A log is asked of a project on every working day of the calendar in force from its start of works to its
completion, up to today; not while it is paused or terminated. A day on which a log came although none was
asked shows the log. Sent on a day of rest counts as sent and not as asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from greenlight.base.calendars import china
from greenlight.kernel.months import month_end
from greenlight.people.models import Unit, User
from greenlight.projects import steps
from greenlight.projects.models import Assignment, Project, TaskForce
from greenlight.sites.models import SiteLog
from greenlight.sites.phone.phrases import FINISHED, STARTED

PAGE = 50  # projects on a page: each is a row of a month's days
SENT, MISSING, TODAY, FREE, AHEAD = "sent", "missing", "today", "free", "ahead"
MARKS = {SENT: "✓", MISSING: "缺", TODAY: "○", FREE: "·", AHEAD: ""}
WORDS = {SENT: "发了", MISSING: "没有发", TODAY: "今天还没发", FREE: "不要求", AHEAD: "还没到"}


@dataclass(frozen=True)
class Narrowed:
    """What the page is narrowed to: a month, a responsible unit, a task force."""

    month: date  # its first day
    unit: int | None = None
    team: int | None = None

    @property
    def days(self) -> list[date]:
        """Return the days of the month."""
        last = month_end(self.month.year, self.month.month)
        return [self.month + timedelta(days=n) for n in range(last.day)]


@dataclass(frozen=True)
class Cell:
    """One project on one day."""

    day: date
    state: str
    count: int = 0
    asked: bool = False  # today only when it is sent: the day is not over

    @property
    def mark(self) -> str:
        """Return what stands in the cell: never colour alone."""
        return MARKS[self.state] if self.count < 2 else str(self.count)

    @property
    def word(self) -> str:
        """Return the state in words."""
        return f"发了 {self.count} 条" if self.count > 1 else WORDS[self.state]


@dataclass(frozen=True)
class Row:
    """One project through the month."""

    project: Project
    unit: str
    cells: list[Cell]

    @property
    def asked(self) -> int:
        """Return on how many days a log was asked."""
        return sum(one.asked for one in self.cells)

    @property
    def sent(self) -> int:
        """Return on how many days one was sent."""
        return sum(one.state == SENT for one in self.cells)

    @property
    def met(self) -> int:
        """Return on how many of the days on which one was asked it was sent."""
        return sum(one.state == SENT and one.asked for one in self.cells)

    @property
    def begins(self) -> bool:
        """Tell whether today is the first day of the month on which one is asked."""
        return not self.asked and any(one.state == TODAY for one in self.cells)

    @property
    def more(self) -> int:
        """Return on how many days one was sent that nobody had asked for."""
        return self.sent - self.met


def readable(user: User) -> bool:
    """Who reads a zone as a whole sees who sent when."""
    return bool(user.scope.zones)


def projects(user: User, narrowed: Narrowed) -> QuerySet[Project]:
    """Return the projects of which a log may have been asked in the month, or that sent one."""
    first, last = narrowed.days[0], narrowed.days[-1]
    logs = SiteLog.objects.standing().filter(day__range=(first, last)).values("project_id")
    rows = Project.objects.visible_to(user).counted()
    rows = rows.filter(stage=STARTED, halt="") | rows.filter(pk__in=logs)
    if narrowed.unit:
        led = Assignment.objects.filter(role="lead", unit_id=narrowed.unit, valid_to__isnull=True)
        rows = rows.filter(pk__in=led.values("project_id"))
    if narrowed.team:
        held = Assignment.objects.filter(task_force_id=narrowed.team, valid_to__isnull=True)
        rows = rows.filter(pk__in=held.values("project_id"))
    return rows.order_by("-total_wan", "pk")


def matrix(shown: Iterable[Project], narrowed: Narrowed, today: date) -> list[Row]:
    """Return the rows of some projects; four queries whatever their number."""
    wanted = list(shown)
    ids = [one.pk for one in wanted]
    reached = steps.reached([steps.Standing.of(one) for one in wanted])
    sent, units = counts(ids, narrowed), leads(ids)
    worked = [(day, china().is_workday(day)) for day in narrowed.days]
    rows = []
    for project in wanted:
        asked = asked_from_to(project, reached[project.pk], today)
        cells = [cell(day, is_worked, sent.get((project.pk, day), 0), asked) for day, is_worked in worked]
        cells = [Cell(today, TODAY) if (one.day, one.state) == (today, MISSING) else one for one in cells]
        rows.append(Row(project, units.get(project.pk, ""), cells))
    return rows


Span = tuple[date, date] | None


def asked_from_to(project: Project, reached: dict[str, steps.Step], today: date) -> Span:
    """Return the first and last day on which a log is asked; None when never."""
    started, finished = reached.get(STARTED), reached.get(FINISHED)
    if started is None or project.halt:
        return None
    last = (finished.on or finished.known) - timedelta(days=1) if finished else today
    return started.on or started.known, min(last, today)


def cell(day: date, worked: bool, count: int, asked: Span) -> Cell:
    """Return the state of one project on one day."""
    if count:
        return Cell(day, SENT, count, bool(asked and worked and asked[0] <= day <= asked[1]))
    if asked is None or day < asked[0]:
        return Cell(day, FREE)
    if day > asked[1]:
        return Cell(day, AHEAD)
    return Cell(day, MISSING if worked else FREE, asked=worked)


def counts(ids: Iterable[int], narrowed: Narrowed) -> dict[tuple[int, date], int]:
    """Return how many logs each project sent on each day of the month."""
    days = (narrowed.days[0], narrowed.days[-1])
    rows = SiteLog.objects.standing().filter(project__in=list(ids), day__range=days).order_by()
    told = rows.values("project_id", "day").annotate(count=Count("pk"))
    return {(pk, day): n for pk, day, n in told.values_list("project_id", "day", "count")}


def leads(ids: Iterable[int]) -> dict[int, str]:
    """Return the responsible unit of each project."""
    rows = Assignment.objects.filter(
        project__in=list(ids), role="lead", unit__isnull=False, valid_to__isnull=True
    ).order_by("-order", "-pk")
    return dict(rows.values_list("project_id", "unit__name"))


def choices(user: User) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the units and the task forces one may narrow to."""
    zones = user.scope.zones
    units = Unit.objects.filter(zone__in=zones, dissolved_on__isnull=True).order_by("name")
    teams = TaskForce.objects.filter(zone__in=zones).order_by("name")
    return list(units.values_list("pk", "name")), list(teams.values_list("pk", "name"))
