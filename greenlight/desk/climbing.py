"""What the ladder did, told inside the product: to liaison and sponsor, and to those who confirm drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from greenlight.base import bulk
from greenlight.base.journal import By
from greenlight.desk.notices import reaching
from greenlight.kernel.notices import Item
from greenlight.people.models import Role
from greenlight.supervision.models import OrderDraft
from greenlight.supervision.signals import ladder_acted
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

DUE = "/orders/due/"


def acted(zone_id: int, told: Sequence[Told], drafted: Sequence[OrderDraft], by: By, **_: Any) -> None:
    """Tell whoever has an account; a warning that was told before is said again as reported."""
    found: dict[int, list[Item]] = _of_told([one for one in told if one.user_id], by)
    if drafted:
        item = Item(f"drafts:{by.day}", f"拟好 {len(drafted)} 件督办，等您确认", DUE)
        for user in reaching.of_role(zone_id, Role.LEADER, by.day):
            found[user].append(item)
    reaching.notify(zone_id, found, by.at)


def _of_told(told: Sequence[Told], by: By) -> dict[int, list[Item]]:
    pks = [one.warning_id for one in told if one.warning_id]
    held = {one.pk: one for one in Held.objects.filter(bulk.among("pk", pks)).select_related("project")}
    found: dict[int, list[Item]] = defaultdict(list)
    for one in told:
        warning = held.get(one.warning_id or 0)
        if warning and one.user_id:
            own = reaching.item(warning, by.day)
            found[one.user_id].append(Item(f"ladder:{warning.pk}", f"督办，{own.text}", own.url, own.colour))
    return found


def listen() -> None:
    """Begin to hear."""
    ladder_acted.connect(acted, dispatch_uid="desk.climbing")
