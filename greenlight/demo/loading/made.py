"""What has been written so far, so that the next table can point at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Model

from greenlight.demo.records import DemoProject
from greenlight.enterprises.models import Enterprise
from greenlight.people.models import Unit, User, Zone
from greenlight.projects.models import Project

Row = TypeVar("Row", bound=Model)
MORNING = time(1, 0)  # 09:00 in Shanghai


@dataclass
class Made:
    """The zone on its day, and its records by their names."""

    zone: Zone
    today: date
    at: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    projects: list[tuple[DemoProject, Project]] = field(default_factory=list)

    def first(self, role_username: str) -> User:
        """Return the person who signs in under a name, e.g. clerk."""
        return next(user for user in self.users.values() if user.username == role_username)

    def morning(self, day: date) -> datetime:
        """Return the morning of a day, but never later than the moment of loading."""
        return min(datetime.combine(day, MORNING, UTC), self.at)

    def week_ago(self) -> tuple[date, datetime]:
        """Return the same moment a week before."""
        week = timedelta(days=7)
        return self.today - week, self.at - week


def store(rows: Iterable[Row]) -> Sequence[Row]:
    """Insert rows of one model in a few statements; they come back with their ids."""
    made = list(rows)
    if made:
        type(made[0])._default_manager.bulk_create(made, batch_size=500)
    return made
