"""Folding the grams of entries into pages, after the deed: until then an entry is read as it is.

A deed writes one row, whatever its text: were the grams rows of their own, a name would be two hundred
(decision 8). A block of 16,384 records is packed anew as a whole in about a second.
"""

from __future__ import annotations

from django.db import transaction
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from greenlight.base.bulk import chunks
from greenlight.desk.models import SearchEntry, SearchPage
from greenlight.desk.search.sounds import sounds
from greenlight.kernel.search import grams, shelves

ENOUGH = 300  # entries of a zone that wait: the search reads that many in some milliseconds
BITS = grams.OFFSET_BITS


def soon(zone_id: int) -> None:
    """Have a zone packed once the transaction is through, when enough entries wait."""
    if waits(zone_id):
        transaction.on_commit(lambda: _pack_later(zone_id))


def waits(zone_id: int) -> bool:
    """Tell whether enough entries of a zone wait to be packed."""
    fresh = SearchEntry.objects.filter(zone_id=zone_id, packed=False).order_by()
    return len(fresh.values_list("pk", flat=True)[:ENOUGH]) == ENOUGH


@db_task()  # type: ignore[untyped-decorator]
def _pack_later(zone_id: int) -> None:
    if waits(zone_id):
        pack(zone_id)


@db_periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
def _pack_now_and_then() -> None:
    """Pack what a lost message left."""
    for zone_id in SearchEntry.objects.filter(packed=False).values_list("zone_id", flat=True).distinct():
        _pack_later(zone_id)


def pack(zone_id: int) -> int:
    """Pack every block of a zone in which an entry waits; return how many blocks."""
    fresh = SearchEntry.objects.filter(zone_id=zone_id, packed=False).order_by()
    blocks = {(kind, pk >> BITS) for kind, pk in fresh.values_list("kind", "object_id")}
    for kind, block in sorted(blocks):
        _pack_block(zone_id, kind, block)
    return len(blocks)


def _pack_block(zone_id: int, kind: int, block: int) -> None:
    """Pack one block: worked out before anything is locked, entries changed meanwhile wait on."""
    first = block << BITS
    rows = SearchEntry.objects.filter(
        zone_id=zone_id, kind=kind, object_id__gte=first, object_id__lt=first + shelves.BLOCK
    ).order_by("object_id")
    read = dict(rows.values_list("object_id", "text"))
    texts = [""] * (max(read, default=first - 1) - first + 1)
    for pk, text in read.items():
        texts[pk - first] = text
    pages = [
        SearchPage(zone_id=zone_id, kind=kind, block=block, page=page, data=data)
        for page, data in shelves.pack(grams.keys(texts, sounds()))
    ]
    with transaction.atomic():
        fresh = list(rows.filter(packed=False).select_for_update().values_list("pk", "object_id", "text"))
        SearchPage.objects.filter(zone_id=zone_id, kind=kind, block=block).delete()
        SearchPage.objects.bulk_create(pages, batch_size=100)
        packed = [pk for pk, record, text in fresh if read.get(record) == text]
        for part in chunks(packed, 500):
            SearchEntry.objects.filter(pk__in=part).update(packed=True)
