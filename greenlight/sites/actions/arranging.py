"""How a site is arranged: the parts of the works with their weights, and the fence around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import works
from greenlight.projects import actions as projects
from greenlight.projects.actions import bounds
from greenlight.projects.actions.core import own_life
from greenlight.projects.models import Project
from greenlight.sites import may, standing
from greenlight.sites.actions import reflagging
from greenlight.sites.degrees import kept
from greenlight.sites.models import Fence, Part
from greenlight.sites.told import FenceTold, PartTold

MOST_PARTS = 30
LONGEST_NAME = 40
SMALLEST_M, LARGEST_M = 20, 20_000
MOST_CORNERS = 200


@transaction.atomic
def define_parts(
    *, by: By, project: Project, parts: Sequence[PartTold], version: int | None = None
) -> list[Part]:
    """Set the parts of the works in order; weights are scaled to a sum of 100. None: no parts any more.

    A part of the same name keeps its history; one left out stays in the old logs. The whole follows the
    new weights at once. Raises NotAllowed, Collided, Refused.
    """
    project = projects.locked(project.pk, version)
    if not may.arrange(by.user, project):
        raise NotAllowed("这个项目没有交给您，不能改部位。")
    own_life(project, "分部位")
    wanted = _wanted(parts)
    before = weights_by_name(project)
    made = put(project, wanted)
    after = weights_by_name(project)
    if before == after:
        raise Refused("部位和权重没有变化，没有要改的。", status=400)
    facts = standing.facts(project)
    old = projects.renew_site(project, facts)
    told = {"parts": after} | facts
    journal.write(by, "site.parts", "project", project.pk, before={"parts": before} | old, after=told)
    projects.changed(project, by)
    return made


def _wanted(parts: Sequence[PartTold]) -> list[tuple[str, Decimal]]:
    if len(parts) > MOST_PARTS:
        raise Refused(f"最多分 {MOST_PARTS} 个部位，请合并一些。", status=400)
    names = [bounds.text(one.name, LONGEST_NAME, "部位名称") for one in parts]
    if not all(names):
        raise Refused("部位要有名称，例如“主体结构”。", status=400)
    twice = [name for name, times in Counter(names).items() if times > 1]
    if twice:
        raise Refused(f"部位“{twice[0]}”写了两次，请合并。", status=400)
    wrong = [one for one in parts if not (one.weight.is_finite() and 0 < one.weight <= 1_000_000)]
    if wrong:
        raise Refused(f"部位“{wrong[0].name}”的权重要大于 0，例如 20。", status=400)
    try:
        weights = works.scaled([one.weight for one in parts]) if parts else []
    except ValueError:
        raise Refused("权重相差太大，最小的一个折算后成了 0，请重新分。", status=400) from None
    return list(zip(names, weights, strict=True))


def put(project: Project, wanted: Sequence[tuple[str, Decimal]]) -> list[Part]:
    """Write the parts in force, in order; those left out stay behind the old logs."""
    Part.objects.filter(project=project).update(in_force=False)
    made = []
    for seq, (name, weight) in enumerate(wanted, start=1):
        facts = {"zone_id": project.zone_id, "weight": weight, "seq": seq, "in_force": True}
        made.append(Part.objects.update_or_create(project=project, name=name, defaults=facts)[0])
    return made


def weights_by_name(project: Project) -> list[dict[str, Any]]:
    """Return names and weights of the parts in force, in order, as the journal keeps them."""
    rows = Part.objects.filter(project=project, in_force=True).order_by("seq")
    return [{"name": one.name, "weight": journal.plain(one.weight)} for one in rows]


@transaction.atomic
def set_fence(
    *, by: By, project: Project, fence: FenceTold | None, version: int | None = None
) -> Fence | None:
    """Say where the site is, by point and radius or by a polygon; None takes the fence away.

    Photos that came before are judged by it anew; what was said of them stays. Raises NotAllowed,
    Collided, Refused.
    """
    project = projects.locked(project.pk, version)
    if not may.arrange(by.user, project):
        raise NotAllowed("这个项目没有交给您，不能划工地范围。")
    own_life(project, "划工地范围")
    held = Fence.objects.filter(project=project).first()
    before, after = as_told(held), _place(fence) if fence else None
    if before == after:
        raise Refused("工地范围没有变化，没有要改的。", status=400)
    made = fence_in(by, project, after)
    journal.write(by, "site.fence", "project", project.pk, before={"fence": before}, after={"fence": after})
    reflagging.after_fence(by, project)
    projects.changed(project, by)
    return made


def fence_in(by: By, project: Project, place: Mapping[str, Any] | None) -> Fence | None:
    """Put a fence in place of the one that is there; None leaves none."""
    Fence.objects.filter(project=project).delete()
    if place is None:
        return None
    return Fence.objects.create(
        project=project, zone_id=project.zone_id, actor_name=by.actor_name, at=by.at, **place
    )


def as_told(fence: Fence | None) -> dict[str, Any] | None:
    """Return a fence as the journal keeps it."""
    if fence is None:
        return None
    return {name: getattr(fence, name) for name in ("lat", "lon", "radius_m", "polygon")}


def _place(fence: FenceTold) -> dict[str, Any]:
    if fence.polygon:
        return _polygon(fence.polygon)
    if fence.lat is None or fence.lon is None or fence.radius_m is None:
        raise Refused("请填工地中心的纬度、经度和半径，例如 28.7410、118.6260、300 米。", status=400)
    _on_globe(fence.lon, fence.lat)
    if not SMALLEST_M <= fence.radius_m <= LARGEST_M:
        raise Refused(
            f"半径 {fence.radius_m} 米不对，应在 {SMALLEST_M} 到 {LARGEST_M:,} 米之间。", status=400
        )
    return {
        "lat": kept(fence.lat), "lon": kept(fence.lon), "radius_m": fence.radius_m, "polygon": None,
    }  # fmt: skip


def _polygon(corners: Sequence[tuple[float, float]]) -> dict[str, Any]:
    if not 3 <= len(corners) <= MOST_CORNERS:
        raise Refused(f"工地范围的边界要有 3 到 {MOST_CORNERS} 个点。", status=400)
    for lon, lat in corners:
        _on_globe(lon, lat)
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    if max(lats) - min(lats) > 1 or max(lons) - min(lons) > 1:
        raise Refused("工地范围太大（超过一度），请核对边界的坐标。", status=400)
    middle = {"lat": kept(sum(lats) / len(lats)), "lon": kept(sum(lons) / len(lons))}
    return middle | {"radius_m": None, "polygon": [[lon, lat] for lon, lat in corners]}


def _on_globe(lon: float, lat: float) -> None:
    if not (isfinite(lon) and isfinite(lat) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise Refused("经纬度不对：纬度在 -90 到 90、经度在 -180 到 180 之间，用小数度。", status=400)
