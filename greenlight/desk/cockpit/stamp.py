"""What a screen compares every fifteen seconds: one short text that changes when a row behind it does.

Every deed is journalled (DESIGN §2.5), so the newest journal row of the zones one sees stands for all
facts; lights also turn without a deed (a day that passed, a job after a large import), so the newest
turn and the day judged stand beside it. Three indexed queries instead of forty.
"""

from __future__ import annotations

import hashlib

from django.db.models import Max

from greenlight.base.models import ImportBatch, JournalRow
from greenlight.desk import news
from greenlight.people.models import User
from greenlight.warnings.models import LightTurn, ZoneJudged


def etag(user: User, asked: str) -> str:
    """Return the entity tag of a cockpit for a reader and the words of its address.

    The release is in it: a new one may draw the same facts otherwise.
    """
    scope = user.scope
    facts = (news.newest(), asked, scope.day, scope.home, sorted(scope.zones), sorted(scope.units),
             sorted(scope.roles, key=str), stamp(user))  # fmt: skip
    return f'"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def stamp(user: User) -> tuple[object, ...]:
    """Return the newest deed, turn, judged day and import of the zones behind a person's rows.

    Who sees single projects elsewhere is stamped by every zone: asked too often, never too seldom.
    """
    scope = user.scope
    whole = scope.zones and not scope.units and all(role in WHOLE for role, _ in scope.roles)
    zones = {"zone_id__in": sorted(scope.zones)} if whole else {}
    turn = LightTurn.objects.filter(**zones).order_by("-at", "-pk").values_list("pk", flat=True).first()
    return (
        JournalRow.objects.filter(**zones).aggregate(n=Max("seq"))["n"],
        turn,
        ZoneJudged.objects.filter(**zones).aggregate(at=Max("at"))["at"],
        ImportBatch.objects.filter(**zones).aggregate(n=Max("pk"), at=Max("applied_at")),
    )


WHOLE = frozenset({"leader", "clerk", "inspector", "city"})
