"""The tide of a zone: a pair of numbers that no two states of its lines share.

What was added up over lines may be kept under the tide it was read at. A mark is a row with a random
key, added in the transaction that changes lines: it shows when they do, nobody waits for a counter,
and a mark that is taken back never comes again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.db.models import Count, Sum

from greenlight.desk.models import LineChange

BITS = 48  # of a mark; a thousand of them add up within 63
SELDOM = 128  # one mark in so many thins the older ones
Tide = tuple[tuple[int, int, int], ...]


def turn(zone_id: int) -> None:
    """Mark that lines of a zone change in this transaction; now and then the older marks go."""
    mark = LineChange.objects.create(pk=1 + secrets.randbits(BITS), zone_id=zone_id)
    if mark.pk % SELDOM == 0:
        older = LineChange.objects.select_for_update(skip_locked=True).filter(zone_id=zone_id)
        gone = [pk for pk in older.order_by("pk").values_list("pk", flat=True) if pk != mark.pk]
        LineChange.objects.filter(pk__in=gone).delete()


def of(zones: Iterable[int]) -> Tide:
    """Return the tide of zones: (zone, marks, their sum); one query."""
    marks = LineChange.objects.filter(zone_id__in=zones).values("zone_id").order_by("zone_id")
    found = marks.annotate(n=Count("pk"), total=Sum("pk")).values_list("zone_id", "n", "total")
    return tuple((zone, n, int(total)) for zone, n, total in found)
