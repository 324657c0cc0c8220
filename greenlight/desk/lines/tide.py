"""The tide of a zone: a pair of numbers that no two states of its lines share.

What was added up over lines may be kept under the tide it was read at. A mark is a row added in the
transaction that changes lines: it shows when they do, and nobody waits for a counter.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Max

from greenlight.desk.models import LineChange

MOST = 200  # marks a zone gathers before the older ones go
Tide = tuple[tuple[int, int, int], ...]


def turn(zone_id: int) -> None:
    """Mark that lines of a zone change in this transaction."""
    mark = LineChange.objects.create(zone_id=zone_id)
    if mark.pk % MOST == 0:
        older = LineChange.objects.select_for_update(skip_locked=True).filter(zone_id=zone_id, pk__lt=mark.pk)
        LineChange.objects.filter(pk__in=[one.pk for one in older.order_by("pk")]).delete()


def of(zones: Iterable[int]) -> Tide:
    """Return the tide of zones: (zone, marks, newest mark); one query. Old marks only go with a newer one."""
    marks = LineChange.objects.filter(zone_id__in=zones).values("zone_id").order_by("zone_id")
    return tuple(marks.annotate(n=Count("pk"), newest=Max("pk")).values_list("zone_id", "n", "newest"))
