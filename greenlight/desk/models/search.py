"""The index of the search: what every record is found by, and the grams of it packed into pages.

A copy like the lines: facts stay in their rooms, and throwing it away and building it again changes
nothing (docs/decisions/0008-search.md). An entry is written in the transaction of the deed; its grams
are packed later, and until then the entry is read as it is.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from greenlight.people.models import Zone


class Kind(models.IntegerChoices):
    """What is found, in the order in which groups of equal worth stand."""

    PROJECT = 1, "项目"
    MILESTONE = 2, "节点"
    ENTERPRISE = 3, "企业"
    PERSON = 4, "人"
    NAMED = 5, "人（没有账号）"
    UNIT = 6, "单位"
    FILE = 7, "文件"


class SearchTerm(models.Model):
    """A name many records share: of milestones, of people a ledger names without an account."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "kind", "name"], name="search_term_once")]


class SearchEntry(models.Model):
    """A record as it is searched: squashed lines (kernel.search.letters), the title first.

    `packed` tells that the pages hold its grams as they are now. A milestone and a named person are
    entries of their SearchTerm.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    object_id = models.BigIntegerField()
    text = models.TextField()
    packed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "kind", "object_id"], name="search_entry_once")
        ]
        indexes = [
            models.Index(fields=["zone", "kind", "object_id"], condition=Q(packed=False), name="search_fresh")
        ]


class SearchPage(models.Model):
    """A page of packed grams (kernel.search.shelves) of up to 16,384 records of one kind and zone.

    `block` is the record's id shifted right by 14 bits, `page` the number the gram leads to.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, db_index=False)
    kind = models.PositiveSmallIntegerField(choices=Kind)
    block = models.BigIntegerField()
    page = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "page", "kind", "block"], name="search_page_once")
        ]
