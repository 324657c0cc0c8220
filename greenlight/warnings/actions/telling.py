"""谁知道了: who was told of a warning or of a light that turned, through which channel, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.warnings.models import LightTurn, Told
from greenlight.warnings.models import Warning as Held


@dataclass(frozen=True)
class Telling:
    """One person, unit or group that was told of one warning or one turn.

    `name` is who as shown (赵主任, 资规分局, 项目调度群), `channel` how (站内, 日报, 钉钉群 …).
    """

    name: str
    channel: str
    warning_id: int | None = None
    turn_id: int | None = None
    user_id: int | None = None
    unit_id: int | None = None


@transaction.atomic
def tell(*, by: By, entries: Sequence[Telling]) -> list[Told]:
    """Tell in somebody's name, and keep who was told. Five queries."""
    rows = keep(entries=entries, at=by.at)
    if rows:
        after = {"count": len(rows), "channels": sorted({one.channel for one in rows})}
        journal.write(by, "light.told", "zone", by.zone_id, after=after)
    return rows


def keep(*, entries: Sequence[Telling], at: datetime) -> list[Told]:
    """Keep who was told; an entry of a warning or turn that is gone is left out. Three queries.

    No row of the journal: what judging itself tells is, like the warning it opens, nobody's deed.
    """
    of_warning = _projects(Held, [one.warning_id for one in entries])
    of_turn = _projects(LightTurn, [one.turn_id for one in entries])
    rows = []
    for one in entries:
        whose = of_warning.get(one.warning_id) or of_turn.get(one.turn_id)
        if whose:
            rows.append(_row(at, one, *whose))
    return Told.objects.bulk_create(rows, batch_size=500)


def _projects(
    model: type[Held] | type[LightTurn], ids: Sequence[int | None]
) -> dict[int | None, tuple[int, int]]:
    rows = model._default_manager.filter(pk__in={pk for pk in ids if pk})
    return {pk: (project, zone) for pk, project, zone in rows.values_list("pk", "project_id", "zone_id")}


def _row(at: datetime, one: Telling, project: int, zone: int) -> Told:
    return Told(
        project_id=project, zone_id=zone, warning_id=one.warning_id, turn_id=one.turn_id,
        user_id=one.user_id, unit_id=one.unit_id, name=one.name[:60], channel=one.channel[:30], at=at,
    )  # fmt: skip
