"""The search inside the project ledger: `?q=` by the index, `?person=` and `?enterprise=` from hits."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from greenlight.base import bulk, keeping
from greenlight.base.keeping import Filter
from greenlight.desk.models import Kind
from greenlight.desk.search import finding
from greenlight.desk.search.index import Candidates, Index
from greenlight.desk.search.reach import Reach
from greenlight.desk.search.sounds import sounds
from greenlight.enterprises.models import in_force
from greenlight.kernel.search import letters, matching
from greenlight.people.models import User
from greenlight.projects.filters import readable
from greenlight.projects.models import Assignment, ProjectParty

CHECKED = 1000  # texts read at a time
KEPT = "searched_projects"


def text(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Narrow to the projects that hold every word: by characters, pinyin, initials, a code with a slip."""
    words = letters.words(value)
    if not words:
        return rows.none()
    return rows.filter(bulk.among("pk", projects(user, words)))


def projects(user: User, words: list[str]) -> list[int]:
    """Return the ids of the projects of a person's zones that hold all words; asked once a request."""
    known: dict[tuple[str, ...], list[int]] = user.__dict__.setdefault(KEPT, {})
    key = tuple(words)
    if key not in known:
        found = Index(Reach(user), words, [Kind.PROJECT]).candidates(Kind.PROJECT, words)
        known[key] = sorted({*found.ids[found.sure].tolist(), *_checked(found, words)})
    return known[key]


def _checked(found: Candidates, words: list[str]) -> list[int]:
    """Return the candidates whose grams do not say all, and whose texts do."""
    unsure = np.flatnonzero(~found.sure).tolist()
    kept: list[int] = []
    for part in bulk.chunks(unsure, CHECKED):
        told = finding.texts_of(Kind.PROJECT, [(int(found.zones[n]), int(found.ids[n])) for n in part])
        kept += [
            pk for (_, pk), held in told.items()
            if all(matching.match(word, held, sounds()) for word in words)
        ]  # fmt: skip
    return kept


def person(rows: QuerySet[Any], value: str, user: User) -> QuerySet[Any]:
    """Narrow to what somebody answers for today, as whatever."""
    name = readable(value)
    held = Assignment.objects.filter(in_force(user.scope.day)).filter(Q(person=name) | Q(user__name=name))
    return rows.filter(pk__in=held.values("project_id"))


def enterprise(rows: QuerySet[Any], value: str, _user: User) -> QuerySet[Any]:
    """Narrow to the projects an enterprise takes part in."""
    if not value.isdecimal() or len(value) > 18:
        return rows.none()
    return rows.filter(pk__in=ProjectParty.objects.filter(enterprise_id=int(value)).values("project_id"))


def register() -> None:
    """Put the index behind the ledger's box, and the conditions hits lead to beside it."""
    keeping.add_filters(
        "projects", Filter("q", "搜索", text), Filter("person", "责任人", person),
        Filter("enterprise", "企业", enterprise),
    )  # fmt: skip
