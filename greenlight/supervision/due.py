"""待督办: every open warning that calls for a step, however many there are, the reddest and oldest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from greenlight.people.models import User
from greenlight.supervision import ladders
from greenlight.supervision.models import OrderDraft
from greenlight.warnings import listing as warned
from greenlight.warnings import sentences
from greenlight.warnings.models import Told
from greenlight.warnings.models import Warning as Held

ON_A_PAGE = 50
WORDS = {"order": "发督办单", "talk": "约谈", "tell_sponsor": "报告责任领导", "tell_liaison": "告知联络员"}


@dataclass(frozen=True)
class Listing:
    """One page of the warnings that call for a step, and the steps as tabs with their counts."""

    page: Page[Any]
    steps: list[dict[str, Any]]
    tabs: list[dict[str, Any]]
    count: int


def listing(user: User, words: Mapping[str, str]) -> Listing:
    """Return what a person sees; all are counted, one page is put into words. Some sixteen queries."""
    act = words.get("act", "") if words.get("act", "") in WORDS else ""
    climbs = {} if user.scope.is_only("enterprise") else _climbs(user)
    due = {pk: one for pk, one in climbs.items() if one.due}
    counts = Counter(one.due.step.act for one in due.values() if one.due)
    asked = [pk for pk, one in due.items() if one.due and (not act or one.due.step.act == act)]
    page = Paginator(asked, ON_A_PAGE).get_page(words.get("page"))
    rows = Held.objects.filter(pk__in=list(page.object_list)).select_related("project", "unit")
    by_pk = {one.pk: one for one in rows}
    shown = [by_pk[pk] for pk in page.object_list if pk in by_pk]
    tabs = [{"label": "全部", "href": "?", "now": not act, "count": len(due)}]
    tabs += [
        {"label": label, "href": "?" + urlencode({"act": name}), "now": name == act, "count": counts[name]}
        for name, label in WORDS.items()
    ]
    return Listing(page, steps(user, shown, climbs), tabs, len(due))


def _climbs(user: User) -> dict[int, ladders.Climb]:
    rows = ladders.rows_of(Held.objects.open().visible_to(user))
    return ladders.of_all(rows, user.scope.day)


def steps(user: User, rows: Sequence[Held], climbs: Mapping[int, ladders.Climb]) -> list[dict[str, Any]]:
    """Return what warnings call for, in words: the step, why, who would be told, the order, the draft."""
    if not rows:
        return []
    day = user.scope.day
    names = sentences.rule_names(rows[0].zone_id, {one.rule for one in rows})
    whom = ladders.told_to({one.project_id for one in rows}, day)
    drafts = drafted([one.pk for one in rows])
    knows = known([one.pk for one in rows])
    found = []
    for line in warned.told(rows, names, day):
        climb = climbs[line.held.pk]
        act = climb.due.step.act if climb.due else ""
        found.append(
            {"line": line, "due": climb.due, "order": climb.order, "act": act, "why": why(climb),
             "whom": whom.get(line.held.project_id, {}).get(act), "draft": drafts.get((line.held.pk, act)),
             "knows": knows.get(line.held.pk, [])}
        )  # fmt: skip
    return found


def drafted(pks: Sequence[int]) -> dict[tuple[int, str], OrderDraft]:
    """Return {(warning, act): the newest draft that waits or was set aside}; one query."""
    rows = OrderDraft.objects.filter(warning__in=pks).exclude(state=OrderDraft.State.DONE)
    return {(one.warning_id, one.act): one for one in rows.order_by("pk")}


def known(pks: Sequence[int]) -> dict[int, list[Told]]:
    """Return {warning: whom the ladder has told of it}, the first first; one query."""
    rows = Told.objects.filter(warning__in=pks, channel__in=ladders.ACT_OF).order_by("at", "pk")
    found: dict[int, list[Told]] = {}
    for one in rows:
        found.setdefault(one.warning_id or 0, []).append(one)
    return found


def why(climb: ladders.Climb) -> str:
    """Say why a step is due, in a few words."""
    if climb.due is None:
        return ""
    step, light = climb.due.step, "红灯" if climb.due.step.colour == "red" else "黄灯"
    if step.late_order:
        return f"{light}还亮着，督办单已逾期"
    if not step.is_counted:
        return f"亮了{light}"
    if step.count and climb.due.alike >= step.count:
        return f"同时有 {climb.due.alike} 条{light}预警"
    return f"已经连续 {climb.due.months} 个月"
