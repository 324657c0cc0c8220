"""What is odd about a photo: kept as data with its inputs, told in words, never a reason to refuse it.

kind: no_position · outside_fence(distance_m, source) · time_drift(hours, taken_on, source) ·
same_picture(photo, project, day) · like_picture(photo, project, day, bits) · original_differs(bits).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from greenlight.base.clock import SHANGHAI
from greenlight.kernel import geometry, likeness
from greenlight.sites.models import Fence, Photo, SiteLog
from greenlight.sites.pictures.developing import unsigned

GRACE = timedelta(hours=2)  # around the log's day: a night shift, a clock a little off
MOST_COMPARED = 50_000  # the newest photos of the zone a new one is compared with
OUTSIDE = "outside_fence"
PLACE = ("no_position", OUTSIDE)  # what a fence has a say in
Flag = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """What is known of a photo when it is looked at."""

    log: SiteLog
    sha256: str
    shades: int
    taken_at: datetime | None
    taken_source: str
    lat: float | None
    lon: float | None
    point_source: str
    own: int | None = None  # the photo itself, when its original comes later


def of(seen: Seen) -> list[Flag]:
    """Return what is odd, in a fixed order; three queries."""
    fence = Fence.objects.filter(project=seen.log.project_id).first()
    return [*_place(fence, seen.lat, seen.lon, seen.point_source), *_time(seen), *_used(seen)]


def again(photo: Photo, fence: Fence | None) -> list[Flag]:
    """Return the flags of a photo under another fence: its place is judged anew, the rest stays."""
    source = photo.point_source
    lat, lon = (getattr(photo, f"{source}_lat"), getattr(photo, f"{source}_lon")) if source else (None, None)
    rest = [one for one in photo.flags if one["kind"] not in PLACE]
    return [*_place(fence, lat, lon, source), *rest]


def _place(fence: Fence | None, lat: float | None, lon: float | None, source: str) -> list[Flag]:
    if lat is None or lon is None:
        return [{"kind": "no_position"}]
    beyond = beyond_m(fence, lat, lon) if fence else 0.0
    told = {"kind": OUTSIDE, "distance_m": round(beyond), "source": source}
    return [told] if beyond >= 1 else []


def beyond_m(fence: Fence, lat: float, lon: float) -> float:
    """Return how far a point lies outside a fence in metres, 0 inside."""
    if fence.polygon:
        return geometry.beyond_polygon_m((lon, lat), [(one[0], one[1]) for one in fence.polygon])
    return geometry.beyond_circle_m((lon, lat), (fence.lon, fence.lat), float(fence.radius_m or 0))


def _time(seen: Seen) -> list[Flag]:
    if seen.taken_at is None:
        return []
    hours = off_day(seen.taken_at, seen.log.day)
    on = seen.taken_at.astimezone(SHANGHAI).date().isoformat()
    told = {"kind": "time_drift", "hours": hours, "taken_on": on, "source": seen.taken_source}
    return [told] if hours else []


def off_day(at: datetime, day: date) -> int:
    """Return how many hours a moment lies off a day, at least 1; 0 on the day and within the grace."""
    begins = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    ends = begins + timedelta(days=1)
    off = max(begins - at, at - ends, timedelta(0))
    return max(1, round(off / timedelta(hours=1))) if off > GRACE else 0


def _used(seen: Seen) -> list[Flag]:
    """Find the same bytes anywhere in the zone, or nearly the same picture in another log."""
    rows = Photo.objects.standing().filter(zone_id=seen.log.zone_id).exclude(pk=seen.own or 0)
    same = rows.filter(sha256=seen.sha256).select_related("log").order_by("pk").first()
    if same:
        return [{"kind": "same_picture"} | _told(same)]
    newest = Photo.objects.filter(zone_id=seen.log.zone_id).order_by("-pk")
    known = list(newest.values_list("pk", "phash")[:MOST_COMPARED])
    shades = np.fromiter((unsigned(one) for _, one in known), np.uint64, len(known))
    found = {known[at][0]: bits for at, bits in likeness.alike(shades, seen.shades)}
    alike = rows.filter(pk__in=list(found)[:100]).exclude(log=seen.log).select_related("log")
    nearest = min(alike, key=lambda one: (found[one.pk], one.pk), default=None)
    return [{"kind": "like_picture", "bits": found[nearest.pk]} | _told(nearest)] if nearest else []


def _told(photo: Photo) -> Flag:
    return {"photo": photo.pk, "project": photo.project_id, "day": photo.log.day.isoformat()}


def said_at(photo: Photo) -> datetime | None:
    """Return when the flags of a photo were explained, None when never or not known."""
    told: str = photo.explained.get("at", "")
    return datetime.fromisoformat(told) if told else None


# ---- in words ----
SOURCES = {"exif": "照片自带", "upload": "上传时"}


def _outside(flag: Flag, _name: str) -> str:
    return f"在工地范围外 {flag['distance_m']:,} 米（{SOURCES.get(flag['source'], '')}位置）"


def _drift(flag: Flag, _name: str) -> str:
    hours = flag["hours"]
    long = f"{hours} 小时" if hours < 48 else f"{hours // 24} 天"
    by = "手机说的时间" if flag["source"] == "upload" else "照片自带的时间"
    return f"{by}是 {flag['taken_on']}，和这一天差 {long}"


SAYINGS: Mapping[str, Callable[[Flag, str], str]] = {
    "no_position": lambda _flag, _name: "没有位置",
    OUTSIDE: _outside,
    "time_drift": _drift,
    "same_picture": lambda flag, name: f"和 {flag['day']} {name}交过的是同一张",
    "like_picture": lambda flag, name: f"和 {flag['day']} {name}交过的一张几乎一样（差 {flag['bits']} 位）",
    "original_differs": lambda flag, _name: f"原图和先传的小图不像同一张（差 {flag['bits']} 位）",
}


def say(flags: Iterable[Flag], names: Mapping[int, str], own: int) -> list[str]:
    """Return flags in words; a project the reader does not see is “别的项目”, its own is not named."""
    told = []
    for one in flags:
        project = one.get("project")
        name = "" if project in (None, own) else f"“{names[project]}”" if project in names else "别的项目"
        told.append(SAYINGS[one["kind"]](one, name))
    return told
