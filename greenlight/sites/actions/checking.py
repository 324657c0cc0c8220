"""What a log may say: words that fit, numbers that can be, a day that is open. Refused in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.kernel import works
from greenlight.projects.actions import bounds
from greenlight.sites.models import SiteLog
from greenlight.sites.standing import Standing
from greenlight.sites.told import LogTold

LONGEST = 500
MOST_PEOPLE, MOST_MACHINES = 20_000, 5_000
CLOCK_AHEAD = timedelta(minutes=5)


def fields(by: By, log: LogTold, standing: Standing) -> dict[str, Any]:
    """Return a log's columns as stored; Refused with the place and the way out."""
    day(log.day, by.day)
    _percents(log, standing)
    reason = bounds.text(log.reason, LONGEST, "原因")
    if not reason:
        _falling(log, standing)
    kind = log.problem_kind
    if kind not in SiteLog.Problem.values:
        raise Refused(f"问题请从{'、'.join(SiteLog.Problem.labels)}里选。", status=400)
    lat, lon = point(log.lat, log.lon)
    return {
        "day": log.day, "words": bounds.text(log.words, LONGEST, "形象进度") or composed(log, standing),
        "workers": count(log.workers, MOST_PEOPLE, "工人"), "reason": reason,
        "machines": count(log.machines, MOST_MACHINES, "机械"), "lat": lat, "lon": lon,
        "problem_kind": kind, "problem": bounds.text(log.problem, LONGEST, "问题"),
    }  # fmt: skip


def day(told: date, today: date) -> None:
    """Refuse a day to come, too long ago, or of a month that is closed."""
    why = works.day_objection(told, today)
    if why == "future":
        raise Refused(f"{told.isoformat()} 还没有到，只能记今天和以前的现场。", status=400)
    if why == "too_old":
        oldest = (today - timedelta(days=works.OLDEST_DAYS)).isoformat()
        way = "更早的请在“工程形象”里报一次现状"
        raise Refused(f"{told.isoformat()} 太早，只能补记 {oldest} 以后的；{way}。", status=400)
    if why == "closed":
        closed = f"{told.year} 年 {told.month} 月已经汇总（次月 {works.CLOSES_ON} 日截止）"
        raise Refused(f"{closed}，不能再补记这个月的现场。")


def _percents(log: LogTold, standing: Standing) -> None:
    unknown = [pk for pk in log.parts if pk not in standing.parts]
    if unknown:
        raise Refused("部位已经改过，请刷新后重新选部位再发。")
    if log.percent is not None and standing.parts:
        raise Refused("这个项目分了部位，请按部位填完成百分比，总的会自动算。", status=400)
    for pk, percent in log.parts.items():
        _percent(percent, f"“{standing.parts[pk].name}”")
    if log.percent is not None:
        _percent(log.percent, "形象进度")


def _percent(percent: Decimal, what: str) -> None:
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise Refused(f"{what}完成 {percent}% 不对，应在 0 到 100 之间。", status=400)
    if percent != percent.quantize(works.PERCENT_STEP):
        raise Refused(f"{what}完成 {percent}% 太细，最多两位小数。", status=400)


def _falling(log: LogTold, standing: Standing) -> None:
    """Refuse a per cent below the last one of the same part without a reason."""
    held = works.state(standing.told, log.day) | works.state(standing.whole, log.day)
    given = dict(log.parts) | ({0: log.percent} if log.percent is not None else {})
    for pk, percent in given.items():
        last = held.get(pk)
        if last and percent < last.percent:
            name = f"“{standing.parts[pk].name}”" if pk else "形象进度"
            raise Refused(
                f"{name}上次报 {last.percent.normalize():f}%（{last.day.isoformat()}），"
                f"这次 {percent.normalize():f}%，低了。确实要改低，请写原因，例如“返工”“上次估高了”。",
                status=400,
            )


def composed(log: LogTold, standing: Standing) -> str:
    """Say the parts told in one line where no words were written."""
    told = sorted(log.parts.items(), key=lambda one: standing.parts[one[0]].seq)
    said = (f"{standing.parts[pk].name}完成 {percent.normalize():f}%" for pk, percent in told)
    return "，".join(said)[:LONGEST]


def count(value: int | None, most: int, what: str) -> int | None:
    """Return a number of people or machines; Refused when it cannot be."""
    if value is not None and not 0 <= value <= most:
        raise Refused(f"{what} {value} 不对，应在 0 到 {most:,} 之间。", status=400)
    return value


def point(lat: float | None, lon: float | None) -> tuple[float | None, float | None]:
    """Return a position on the globe, or none: a phone that tells nonsense tells no position."""
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon)):
        return None, None
    if abs(lat) > 90 or abs(lon) > 180 or (lat == 0 and lon == 0):
        return None, None
    return lat, lon


def written_at(told: datetime | None, by: By, oldest: datetime | None = None) -> datetime:
    """Return the phone's time, or ours when its clock is ahead or years behind."""
    past = oldest or by.at - timedelta(days=2 * works.OLDEST_DAYS)
    if told is None or told.tzinfo is None or not past <= told <= by.at + CLOCK_AHEAD:
        return by.at
    return min(told, by.at)
