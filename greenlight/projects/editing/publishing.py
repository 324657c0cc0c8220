"""A draft becomes the zone's next version, or is put aside; plans that stand keep theirs."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models import Max

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Collided, Refused
from greenlight.people.models import Zone
from greenlight.projects import library
from greenlight.projects.editing.checks import allowed, complete, runs, waits_of
from greenlight.projects.editing.differences import Difference, differences
from greenlight.projects.models import Template

LONGEST_REASON = 500


@transaction.atomic
def publish(*, by: By, zone_id: int, kind: str, reason: str, edits: int | None = None) -> Template:
    """Give the draft its number: from now on plans are made by it. `edits`: the steps that were looked at.

    Raises NotAllowed, Collided when the draft went on since, Refused without a reason, without a
    change, or when the network cannot run.
    """
    draft = _held(by, zone_id, kind)
    told = reason.strip()
    if not told or len(told) > LONGEST_REASON:
        raise Refused(f"发布要写为什么改，最多 {LONGEST_REASON} 字，例如：环评改为告知承诺制。", status=400)
    if edits is not None and edits != draft.edits:
        raise Collided("您看过以后草稿又改了，请把差别再看一遍，然后发布。")
    found = changes(draft)
    if not found:
        raise Refused("草稿和现在的版本一样，不用发布。")
    complete(draft, draft.nodes.all())
    runs(draft)
    number = next_version(zone_id, kind)
    Template.objects.filter(pk=draft.pk).update(
        version=number, reason=told, valid_from=by.day, by_name=by.actor_name, at=by.at,
        source=f"{by.actor_name}发布：{told}"[:200],
    )  # fmt: skip
    draft.refresh_from_db()
    counts = Counter(one.word for one in found)
    after = {"version": number, **counts, "nodes": [one.name for one in found][:50]}
    before = {"version": draft.based_on.version if draft.based_on else 0}
    journal.write(by, "library.publish", "template", draft.pk, before=before, after=after, why=told)
    return draft


@transaction.atomic
def discard(*, by: By, zone_id: int, kind: str) -> None:
    """Put the draft aside. Raises NotAllowed, Refused when there is none."""
    draft = _held(by, zone_id, kind)
    journal.write(by, "library.discard", "template", draft.pk, before={"kind": kind, "edits": draft.edits})
    draft.delete()


def changes(draft: Template) -> list[Difference]:
    """Return what the draft says otherwise than the version it was begun from; four queries."""
    return between(draft.based_on, draft)


def between(old: Template | None, new: Template) -> list[Difference]:
    """Return what a version says otherwise than another; none is an empty one."""
    return differences(
        new.kind,
        list(old.nodes.all()) if old else [],
        waits_of(old.links.select_related("pred", "succ")) if old else {},
        list(new.nodes.all()),
        waits_of(new.links.select_related("pred", "succ")),
    )


def next_version(zone_id: int, kind: str) -> int:
    """Return the number after the newest, whether shipped or the zone's own."""
    newest = library.template_for(zone_id, kind)
    own = Template.objects.filter(zone_id=zone_id, kind=kind).aggregate(n=Max("version"))["n"] or 0
    return int(max(own, newest.version if newest else 0)) + 1


def _held(by: By, zone_id: int, kind: str) -> Template:
    allowed(by, zone_id)
    Zone.objects.select_for_update().get(pk=zone_id)
    held = library.draft_of(zone_id, kind)
    if held is None:
        raise Refused("没有草稿，可能已经发布或撤掉了，请刷新后再看。")
    return held
