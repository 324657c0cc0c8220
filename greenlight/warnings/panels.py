"""异常预警 on the project page: the why box, the four lights, nudges, what turned, replay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from greenlight.base import slots
from greenlight.people.requests import Request
from greenlight.plans import page
from greenlight.projects.models import Project
from greenlight.warnings import listing, may, packs, present, rehearsing, sentences, why
from greenlight.warnings.forms import AnswerForm, NudgeForm, WaiveForm
from greenlight.warnings.models import Colour, LightSnapshot, LightTurn, Nudge, Scene, Told, Waiver
from greenlight.warnings.models import Warning as Held

HISTORY, MANY = 20, 200
SEEN = "site_seen"  # a reason of the kernel: what a site looks like, where no rule judges it


def why_box(request: Request, project: Project) -> SafeString:
    """Draw 「为什么是黄灯」: the six rows of the project's light."""
    day = request.user.scope.day
    found = why.why(project, day, plan=page.of(request, project))
    main = found.main
    links = [
        {"href": "?tab=warnings#replay", "label": "换个规则包看"},
        {"href": "?tab=warnings#replay", "label": "看某一天的灯"},
    ]
    box = {
        "colour": found.colour,
        "title": f"为什么是{found.word}",
        "since": _since(found.since, day),
        "verdict": "，".join(part for part in (found.told, main.band if main else "") if part),
        "sum": main.sum if main else "",
        "rule": main.rule if main else "",
        "data": main.data if main else "",
        "told": _who(project, found.nudges, day) if found.colour in (Colour.RED, Colour.YELLOW) else "",
        "next": _next(found),
        "links": links,
        "quiet": found.colour not in (Colour.RED, Colour.YELLOW),
    }
    return render_to_string("components/why.html", {"why": box}, request=request)


def _who(project: Project, nudges: tuple[Nudge, ...], day: date) -> str:
    """Say who was told of what stands now, and who was reminded; one query."""
    rows = Told.objects.filter(project=project, warning__until__isnull=True).order_by("at", "pk")
    return why.told_to(nudges, day, list(dict.fromkeys(rows.values_list("name", flat=True)[:MANY])))


def _since(since: date | None, day: date) -> str:
    return f"{sentences.short(since, day)} 起，第 {(day - since).days} 天" if since else ""


def _next(found: why.Why) -> str:
    if found.main is None or not found.main.then:
        return ""
    acts = f"{found.unit}来办：" if found.unit else ""
    return f"{acts}{found.main.then}"


def warnings_tab(request: Request, project: Project) -> SafeString:
    """Draw the tab; `?on=2022-06-30&pack=wuhan` judges another day or by another pack."""
    day, user = request.user.scope.day, request.user
    scenes = _scenes(request, project, day)
    actor = next((row["light"].must_act_unit for row in scenes if row["light"] and row["project"]), None)
    nudges = Nudge.objects.filter(project=project).select_related("unit").order_by("-at")[:HISTORY]
    context = {
        "project": project,
        "scenes": scenes,
        "actor": actor,
        "nudges": [_nudge(request, one, day) for one in nudges],
        "nudge_form": NudgeForm.blank(project, day, actor.pk if actor else None)
        if may.nudge(user, project)
        else None,
        "turns": _turns(project),
        "packs": packs.for_zone(project.zone_id),
        "reasons": why.why(project, day, plan=page.of(request, project)).reasons,
        "more": [fill(request, project) for fill in slots.fillers("warnings")],
        **_held(request, project, day),
        **rehearsing.context(request.GET.dict(), project, day),
    }
    return render_to_string("warnings/_tab.html", context, request=request)


def _held(request: Request, project: Project, day: date) -> dict[str, Any]:
    """Return the project's warnings, its waivers and who was told; four queries."""
    rows = list(Held.objects.filter(project=project).select_related("unit").order_by("-pk")[:MANY])
    waivers = list(Waiver.objects.filter(project=project).order_by("-pk")[:HISTORY])
    codes = {one.rule for one in rows} | {one.rule for one in waivers}
    names = sentences.rule_names(project.zone_id, codes) if codes else {}
    may_waive = may.waive(request.user, project)
    now = sorted((one for one in rows if one.until is None), key=lambda one: (one.colour != "red", one.since))
    own = [one for one in now if one.waived_until is None]
    told = _told([one.pk for one in own])
    return {
        "held": [
            {"line": line, "knows": told[line.held.pk],
             "form": WaiveForm.blank(line.held, project.version, day) if may_waive else None}
            for line in listing.told(own, names, day)
        ],
        "closed": listing.told([one for one in rows if one.until][:HISTORY], names, day),
        "waivers": [
            {"waiver": one, "rule": names.get(one.rule, one.rule),
             "runs": one.ended_at is None and one.until >= day}
            for one in waivers
        ],
        "told": at_once(Told.objects.filter(project=project).order_by("-at", "pk")[:MANY])[:HISTORY],
        "may_waive": may_waive,
    }  # fmt: skip


def _told(pks: list[int]) -> dict[int, list[AtOnce]]:
    """Return {warning: who was told of it}, the first first; one query."""
    rows = list(Told.objects.filter(warning__in=pks).order_by("at", "pk"))
    return {pk: at_once(one for one in rows if one.warning_id == pk) for pk in pks}


@dataclass(frozen=True)
class AtOnce:
    """Those who were told at one moment through one channel, each named once."""

    at: datetime
    channel: str
    names: list[str]


def at_once(rows: Iterable[Told]) -> list[AtOnce]:
    """Gather who was told together, in the order of the rows."""
    found: dict[tuple[datetime, str], list[str]] = {}
    for one in rows:
        names = found.setdefault((one.at, one.channel), [])
        if one.name not in names:
            names.append(one.name)
    return [AtOnce(at, channel, names) for (at, channel), names in found.items()]


def _scenes(request: HttpRequest, project: Project, day: date) -> list[dict[str, Any]]:
    by_scene = present.of(request, project)
    return [
        {
            "label": scene.label,
            "project": scene == Scene.WARNINGS,
            "light": by_scene.get(scene),
            "told": _told_of(by_scene.get(scene), day),
        }
        for scene in (Scene.MILESTONES, Scene.INVESTMENT, Scene.SITE, Scene.WARNINGS)
    ]


def _told_of(row: LightSnapshot | None, day: date) -> str:
    """Say a light of a scene; of a site that is known and yet grey, why no colour stands there."""
    if row is None:
        return why.NO_LIGHT
    seen = row.colour == Colour.GREY and any(one.get("what") == SEEN for one in row.reasons)
    return row.told(day) + ("（没有启用工程形象的判灯规则，只看不判）" if seen else "")


def _nudge(request: Request, one: Nudge, day: date) -> dict[str, Any]:
    waits = one.answered_at is None and may.answer_nudge(request.user, one)
    late = one.answered_at is None and one.answer_by < day
    form = AnswerForm(auto_id=f"answer_{one.pk}_%s") if waits else None
    return {"nudge": one, "state": why.nudge_state(one, day), "late": late, "form": form}


def _turns(project: Project) -> list[dict[str, Any]]:
    rows = LightTurn.objects.filter(project=project, scene=Scene.PROJECT).order_by("-pk")[:HISTORY]
    return [{"turn": row, "cause": sentences.cause(row.cause, row.batch_id)} for row in rows]


def scene_light(request: HttpRequest, project: Project, scene: str, css: str = "body") -> SafeString:
    """Draw the light of one scene with its reason, for the head of the scene's tab."""
    day = request.user.scope.day  # type: ignore[union-attr]
    row = present.of(request, project).get(scene)
    context = {"light": row, "told": _told_of(row, day), "today": day, "css": css}
    return render_to_string("warnings/_scene.html", context, request=request)


def investment_light(request: HttpRequest, project: Project) -> SafeString:
    """Fill the head of 投资情况."""
    return scene_light(request, project, Scene.INVESTMENT, "mb-2")
