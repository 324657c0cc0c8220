"""The draft of the zone's next version: nodes changed, added, retired, linked and moved, step by step.

The first step begins the draft as a copy of the version in force. Two may work on it at once: who
saves names the values seen (`base`), and only what was changed is written; what another changed
meanwhile stays, and the same value changed twice is shown to both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.models import JournalRow
from greenlight.base.refusals import Collided, Refused
from greenlight.people.models import Zone
from greenlight.projects import library
from greenlight.projects.editing.checks import (
    MOST_NODES,
    Wait,
    allowed,
    checked,
    checked_waits,
    own_stage,
    runs,
    waits_of,
)
from greenlight.projects.editing.differences import FIELDS, said
from greenlight.projects.models import Template, TemplateLink, TemplateNode

DRAFT = 0  # the number of a version nobody has published
STEP = 10
PREFIX = {"attraction": "INDZ", "government": "GOVZ", "technical_upgrade": "TECZ"}


@transaction.atomic
def change_node(
    *,
    by: By,
    zone_id: int,
    kind: str,
    code: str,
    values: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
) -> Template:
    """Change what a node of the draft says; `base` holds the values its editor saw.

    Raises NotAllowed, Collided with both values, Refused when nothing differs or a value cannot be.
    """
    draft = opened(by, zone_id, kind)
    node = _node(draft, code)
    wanted = {name: value for name, value in values.items() if base is None or value != base.get(name)}
    _collide(kind, node, wanted, base)
    found = checked(kind, node, wanted)
    before = {name: getattr(node, name) for name in found if getattr(node, name) != found[name]}
    if not before:
        raise Refused("没有改动，不用保存。")
    TemplateNode.objects.filter(pk=node.pk).update(**{name: found[name] for name in before})
    after = {name: found[name] for name in before} | {"node": node.name}
    return _told(by, draft, "library.edit", before, after)


def _collide(
    kind: str, node: TemplateNode, wanted: Mapping[str, Any], base: Mapping[str, Any] | None
) -> None:
    theirs = {
        FIELDS[name]: said(kind, name, getattr(node, name)) or "空"
        for name, value in wanted.items()
        if base is not None and name in base and name in FIELDS
        and getattr(node, name) not in (base[name], value)
    }  # fmt: skip
    if theirs:
        told = "；".join(f"{label}：{value}" for label, value in theirs.items())
        raise Collided(
            f"“{node.name}”刚被别人改过，现在是 {told}。再按一次保存，以您填的为准。", theirs=theirs
        )


@transaction.atomic
def add_node(*, by: By, zone_id: int, kind: str, values: Mapping[str, Any], after: str = "") -> TemplateNode:
    """Add a node behind another one, which it waits for; it gets a code of the zone's own.

    Raises NotAllowed, Refused.
    """
    draft = opened(by, zone_id, kind)
    nodes = list(draft.nodes.all())
    if len(nodes) >= MOST_NODES:
        raise Refused(f"节点库最多 {MOST_NODES} 个节点。")
    before = _node(draft, after) if after else None
    node = TemplateNode(template=draft, code=_code(zone_id, kind), seq=0, duration_source="本区")
    for name, value in checked(kind, node, values).items():
        setattr(node, name, value)
    node.phase = node.phase or (before.phase if before else "")
    if not node.phase:
        raise Refused("新节点要写属于哪个环节。", status=400)
    node.save()
    place = next((at for at, one in enumerate(nodes) if one.code == after), len(nodes) - 1)
    _renumber([*nodes[: place + 1], node, *nodes[place + 1 :]])
    if before:
        TemplateLink.objects.create(template=draft, pred=before, succ=node)
    _told(by, draft, "library.add", {}, {"node": node.name, "code": node.code, "duration": node.duration})
    return node


def _code(zone_id: int, kind: str) -> str:
    """Return a code no version of the zone ever used: a plan's node keeps its meaning."""
    prefix = PREFIX[kind]
    rows = TemplateNode.objects.filter(template__zone_id=zone_id, code__startswith=prefix)
    told = JournalRow.objects.filter(zone_id=zone_id, verb="library.add").values_list("after", flat=True)
    codes = [*rows.values_list("code", flat=True), *(str(row.get("code", "")) for row in told)]
    given = [code.removeprefix(prefix) for code in codes if code.startswith(prefix)]
    return f"{prefix}{max((int(one) for one in given if one.isdecimal()), default=0) + 1:03d}"


@transaction.atomic
def retire_node(*, by: By, zone_id: int, kind: str, code: str) -> Template:
    """Take a node out of the draft; what waited for it waits for what it waited for.

    Raises NotAllowed; Refused for a node that is a stage itself (正式开工 is 开工).
    """
    draft = opened(by, zone_id, kind)
    node = _node(draft, code)
    if word := own_stage(kind, code):
        raise Refused(f"“{node.name}”就是“{word}”这个阶段，灯和阶段都认它，不能取消；可以改名称和工期。")
    links = list(draft.links.select_related("pred", "succ"))
    preds = [one.pred for one in links if one.succ_id == node.pk]
    succs = [one.succ for one in links if one.pred_id == node.pk]
    held = {(one.pred_id, one.succ_id) for one in links}
    TemplateLink.objects.bulk_create(
        TemplateLink(template=draft, pred=pred, succ=succ)
        for pred in preds for succ in succs if (pred.pk, succ.pk) not in held
    )  # fmt: skip
    node.delete()
    return _told(by, draft, "library.retire", {"node": node.name, "code": code}, {})


@transaction.atomic
def set_links(
    *, by: By, zone_id: int, kind: str, code: str, waits: Sequence[Wait], base: Sequence[Wait] | None = None
) -> Template:
    """Say what a node waits for. Raises NotAllowed, Collided; Refused for a circle, naming its nodes."""
    draft = opened(by, zone_id, kind)
    nodes = {one.code: one for one in draft.nodes.all()}
    node = _node(draft, code)
    found = {one.pred: one for one in checked_waits(code, waits, nodes)}
    now = waits_of(draft.links.select_related("pred", "succ")).get(code, {})
    if base is not None and {one.pred: one for one in base} != now:
        told = "；".join(f"{nodes[one.pred].name}（{one.told}）" for one in now.values()) or "没有前置节点"
        raise Collided(
            f"“{node.name}”的前后关系刚被别人改过，现在等：{told}。请看过再保存。", theirs={"前置": told}
        )
    if found == now:
        raise Refused("前后关系没有变，不用保存。")
    draft.links.filter(succ=node).delete()
    TemplateLink.objects.bulk_create(
        TemplateLink(
            template=draft, pred=nodes[one.pred], succ=node, kind=one.kind, lag=one.lag, clock=one.clock
        )
        for one in found.values()
    )
    runs(draft)
    named = {"node": node.name}
    before = named | {nodes[one].name: wait.told for one, wait in now.items()}
    after = named | {nodes[one].name: wait.told for one, wait in found.items()}
    return _told(by, draft, "library.links", before, after)


@transaction.atomic
def move_node(*, by: By, zone_id: int, kind: str, code: str, up: bool) -> Template:
    """Change places with the node above, or below. Raises NotAllowed, Refused at the end of the list."""
    draft = opened(by, zone_id, kind)
    node, nodes = _node(draft, code), list(draft.nodes.all())
    at = next(n for n, one in enumerate(nodes) if one.code == code)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(nodes):
        raise Refused(f"“{node.name}”已经在最{'上' if up else '下'}面了。")
    nodes[at], nodes[to] = nodes[to], nodes[at]
    _renumber(nodes)
    return _told(by, draft, "library.move", {"node": node.name, "place": at + 1}, {"place": to + 1})


@transaction.atomic
def put_back(*, by: By, zone_id: int, kind: str, code: str) -> Template:
    """Make a node what it is in the version in force: undo its changes, take it out if it is new.

    Raises NotAllowed, Refused when the node is the same in both, or the links then go round.
    """
    draft = opened(by, zone_id, kind)
    base = draft.based_on or library.template_for(zone_id, kind)
    was = base.nodes.filter(code=code).first() if base else None
    now = draft.nodes.filter(code=code).first()
    if base is None or (was is None and now is None):
        raise Refused("节点库里没有这个节点，请刷新后再看。")
    before = {"node": now.name, **values_of(now)} if now else {}
    if was is None and now is not None:
        now.delete()
        return _told(by, draft, "library.put_back", before, {})
    if was is not None:
        if now is not None and _same(draft, base, was, now):
            raise Refused(f"“{now.name}”和现在的版本一样，没有要放回的。")
        _restore(draft, base, was, now)
        runs(draft)
    return _told(by, draft, "library.put_back", before, {"node": was.name, "back": True} if was else {})


def _same(draft: Template, base: Template, was: TemplateNode, now: TemplateNode) -> bool:
    links = (
        set(one.links.filter(succ=node).values_list("pred__code", "kind", "lag", "clock"))
        for one, node in ((base, was), (draft, now))
    )
    return values_of(was) == values_of(now) and len(set(map(frozenset, links))) == 1


def _restore(draft: Template, base: Template, was: TemplateNode, now: TemplateNode | None) -> None:
    node = now or TemplateNode(template=draft, code=was.code, seq=was.seq)
    for name in (*values_of(was), "is_gate", "duration_source"):
        setattr(node, name, getattr(was, name))
    node.save()
    held = list(base.links.select_related("pred", "succ"))
    links = [one for one in held if one.succ_id == was.pk]
    if now is None:  # it comes back into the line: those behind it wait for it again
        links += [one for one in held if one.pred_id == was.pk]
        _unjoin(draft, held, was)
        _renumber(_in_place(draft, base, node))
    nodes = {one.code: one for one in draft.nodes.all()}
    draft.links.filter(succ=node).delete()
    TemplateLink.objects.bulk_create(
        TemplateLink(
            template=draft, pred=nodes[one.pred.code], succ=nodes[one.succ.code], kind=one.kind,
            lag=one.lag, clock=one.clock,
        )
        for one in links if one.pred.code in nodes and one.succ.code in nodes
    )  # fmt: skip


def _unjoin(draft: Template, held: Sequence[TemplateLink], was: TemplateNode) -> None:
    """Take out the links that stood in for a retired node."""
    preds = {one.pred.code for one in held if one.succ_id == was.pk}
    succs = {one.succ.code for one in held if one.pred_id == was.pk}
    own = {(one.pred.code, one.succ.code) for one in held}
    joined = draft.links.filter(pred__code__in=preds, succ__code__in=succs, kind="FS", lag=0)
    gone = [
        one.pk for one in joined.select_related("pred", "succ") if (one.pred.code, one.succ.code) not in own
    ]
    draft.links.filter(pk__in=gone).delete()


def _in_place(draft: Template, base: Template, node: TemplateNode) -> list[TemplateNode]:
    """Return the draft's nodes with one behind the nearest that stood before it."""
    nodes = [one for one in draft.nodes.all() if one.pk != node.pk]
    before = list(base.nodes.values_list("code", flat=True))
    ahead = set(before[: before.index(node.code)])
    place = max((at for at, one in enumerate(nodes, 1) if one.code in ahead), default=0)
    return [*nodes[:place], node, *nodes[place:]]


def values_of(node: TemplateNode) -> dict[str, Any]:
    """Return what a node says, as its form has it."""
    return {name: getattr(node, name) for name in FIELDS}


# ---- the draft itself ----
def opened(by: By, zone_id: int, kind: str) -> Template:
    """Return the draft, locked; begin it as a copy of the version in force when there is none.

    Raises NotAllowed; Refused when the library is empty.
    """
    allowed(by, zone_id)
    Zone.objects.select_for_update().get(pk=zone_id)
    held = library.draft_of(zone_id, kind)
    if held:
        return held
    newest = library.template_for(zone_id, kind)
    if newest is None:
        raise Refused("节点库是空的，请先装入随产品发布的节点库。")
    made = Template.objects.create(
        zone_id=zone_id, kind=kind, version=DRAFT, source=f"{by.actor_name}起草"[:200], based_on=newest,
        by_name=by.actor_name, at=by.at,
    )  # fmt: skip
    copy(newest, made)
    return made


def copy(old: Template, new: Template) -> None:
    """Copy nodes and links."""
    names = [one.attname for one in TemplateNode._meta.concrete_fields if not one.primary_key]
    nodes = []
    for one in old.nodes.all():
        fresh = TemplateNode(**{name: getattr(one, name) for name in names})
        fresh.template = new
        nodes.append(fresh)
    by_code = {one.code: one for one in TemplateNode.objects.bulk_create(nodes)}
    TemplateLink.objects.bulk_create(
        TemplateLink(
            template=new, pred=by_code[one.pred.code], succ=by_code[one.succ.code], kind=one.kind,
            lag=one.lag, clock=one.clock,
        )
        for one in old.links.select_related("pred", "succ")
    )  # fmt: skip


def _node(draft: Template, code: str) -> TemplateNode:
    found = draft.nodes.filter(code=code).first()
    if found is None:
        raise Refused("草稿里没有这个节点了，可能刚被别人取消，请刷新后再看。")
    return found


def _renumber(nodes: Sequence[TemplateNode]) -> None:
    for at, one in enumerate(nodes, 1):
        one.seq = at * STEP
    TemplateNode.objects.bulk_update(nodes, ["seq"])


def _told(
    by: By, draft: Template, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Template:
    """Count the step and journal it."""
    Template.objects.filter(pk=draft.pk).update(edits=F("edits") + 1)
    draft.refresh_from_db()
    journal.write(by, verb, "template", draft.pk, before=before, after=after)
    return draft
