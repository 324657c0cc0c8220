"""Reading what was told from the sites: daily logs, and what is known of photos. Their bytes stay here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import Count, Q
from django.http import HttpResponse
from ninja import Field, Path, Query, Router, Schema

from greenlight.base.api import BIGGEST, PROBLEMS, Amount, Day, Fields, Id, Page, Slice
from greenlight.base.api.answers import Beside, page, record
from greenlight.people.access import reads
from greenlight.people.requests import Request
from greenlight.sites import flags, panels
from greenlight.sites.models import PartProgress, Photo, SiteLog

router = Router(tags=["site"])
PROBLEMS_TOLD = "material 缺材料，people 缺人，weather 天气，papers 手续，other 其他；空是没有"
FLAGS = (
    "outside_fence 范围外，no_position 没有位置，time_drift 时间对不上，same_picture 用过的照片，"
    "like_picture 几乎一样，original_differs 原图不像"
)
POINTS = "exif 照片自带，upload 上传时；空是没有"


class LogFilter(Slice):
    """Conditions on daily logs."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    day_from: Day | None = Field(None, description="从这天起")
    day_to: Day | None = Field(None, description="到这天止")
    problem: bool | None = Field(None, description="true 只要有问题的，false 只要没问题的")


class PartOut(Schema):
    """How far a part was."""

    name: str = Field(description="部位")
    percent: Amount = Field(description="完成百分数")


class LogOut(Schema):
    """One day on one site (一日一现场), told by one person."""

    id: int = Field(description="现场记录 id")
    project_id: int = Field(description="项目 id")
    day: date = Field(description="哪一天")
    words: str = Field(description="干到哪了")
    percent: Amount | None = Field(description="全项目完成百分数，这条记录以后")
    workers: int | None = Field(description="工人，人")
    machines: int | None = Field(description="机械，台")
    problem_kind: str = Field(description=f"问题类别：{PROBLEMS_TOLD}")
    problem: str = Field(description="问题")
    actor_name: str = Field(description="谁报的")
    at: datetime = Field(description="什么时候写的，UTC")
    sent_at: datetime = Field(description="什么时候送到的，UTC")
    corrected_at: datetime | None = Field(description="什么时候改过，UTC；没改过是 null")
    parts: list[PartOut] = Field(description="各部位到哪里")
    photo_count: int = Field(description="几张照片")


class PhotoFilter(Slice):
    """Conditions on photos."""

    project: int = Field(0, ge=0, le=BIGGEST, description="项目 id")
    log: int = Field(0, ge=0, le=BIGGEST, description="现场记录 id")
    day_from: Day | None = Field(None, description="现场记录从这天起")
    day_to: Day | None = Field(None, description="现场记录到这天止")
    verify_code: str = Field("", max_length=12, description="水印上的核验码")
    flagged: bool | None = Field(None, description="true 只要有提示的，false 只要没提示的")


class FlagOut(Schema):
    """What is odd about a photo; a project one does not see is not named."""

    kind: str = Field(description=FLAGS)
    told: str = Field(description="一句话")


class PhotoOut(Schema):
    """What is known of a photo. Neither the original nor the copy is given out here."""

    id: int = Field(description="照片 id")
    project_id: int = Field(description="项目 id")
    log_id: int = Field(description="现场记录 id")
    verify_code: str = Field(description="水印上的核验码")
    sha256: str = Field(description="收到的照片的 SHA-256")
    width: int = Field(description="宽，像素")
    height: int = Field(description="高，像素")
    taken_at: datetime = Field(description="什么时候拍的，UTC")
    taken_source: Literal["", "exif", "upload"] = Field(description=f"时间从哪里来：{POINTS}")
    point_source: Literal["", "exif", "upload"] = Field(description=f"位置按哪一个：{POINTS}")
    exif_lat: float | None = Field(description="照片自带的纬度（WGS-84）")
    exif_lon: float | None = Field(description="照片自带的经度")
    upload_lat: float | None = Field(description="上传时的纬度")
    upload_lon: float | None = Field(description="上传时的经度")
    actor_name: str = Field(description="谁传的")
    at: datetime = Field(description="什么时候送到的，UTC")
    flags: list[FlagOut] = Field(description="提示")
    explained: str = Field(description="对提示的说明")


@router.get("/site-logs", auth=reads("site"), response={200: Page[LogOut], **PROBLEMS},
            summary="现场记录")  # fmt: skip
def site_logs(request: Request, asked: Query[LogFilter]) -> HttpResponse:
    """List the daily logs of the projects one may see; those taken back are left out."""
    rows = SiteLog.objects.visible_to(request.user).standing()
    same = {"project_id": asked.project, "day__gte": asked.day_from, "day__lte": asked.day_to}
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if asked.problem is not None:
        fine = Q(problem_kind="", problem="")
        rows = rows.exclude(fine) if asked.problem else rows.filter(fine)
    return page(request, rows, asked, LogOut, OF_LOGS)


@router.get("/site-logs/{pk}", auth=reads("site"), response={200: LogOut, **PROBLEMS},
            summary="一条现场记录")  # fmt: skip
def site_log(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read one daily log."""
    rows = SiteLog.objects.visible_to(request.user).standing().filter(pk=pk)
    return record(request, rows, asked.fields, LogOut, beside=OF_LOGS)


@router.get("/photos", auth=reads("site"), response={200: Page[PhotoOut], **PROBLEMS},
            summary="现场照片（不含图）")  # fmt: skip
def photos(request: Request, asked: Query[PhotoFilter]) -> HttpResponse:
    """List what is known of the photos of the projects one may see; those taken back are left out."""
    rows = Photo.objects.visible_to(request.user).standing()
    same = {
        "project_id": asked.project, "log_id": asked.log, "log__day__gte": asked.day_from,
        "log__day__lte": asked.day_to, "verify_code": asked.verify_code.upper(),
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if asked.flagged is not None:
        rows = rows.exclude(flags=[]) if asked.flagged else rows.filter(flags=[])
    return page(request, rows, asked, PhotoOut, _of_photos(request))


@router.get("/photos/{pk}", auth=reads("site"), response={200: PhotoOut, **PROBLEMS},
            summary="一张现场照片（不含图）")  # fmt: skip
def photo(request: Request, pk: Path[Id], asked: Query[Fields]) -> HttpResponse:
    """Read what is known of one photo."""
    rows = Photo.objects.visible_to(request.user).standing().filter(pk=pk)
    return record(request, rows, asked.fields, PhotoOut, beside=_of_photos(request))


# ---- beside the columns ----
def _parts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return how far the parts were and how many photos stand; two queries."""
    found: dict[int, dict[str, Any]] = {pk: {"parts": [], "photo_count": 0} for pk in ids}
    rows = PartProgress.objects.filter(log_id__in=ids).order_by("part__seq", "pk")
    for pk, name, percent in rows.values_list("log_id", "part__name", "percent"):
        found[pk]["parts"].append({"name": name, "percent": percent})
    held = Photo.objects.standing().filter(log_id__in=ids).order_by()
    for pk, n in held.values_list("log_id").annotate(n=Count("pk")):
        found[pk]["photo_count"] = n
    return found


OF_LOGS = Beside(frozenset({"parts", "photo_count"}), _parts)


def _of_photos(request: Request) -> Beside:
    """Return the flags of photos in the words of the reader."""

    def found(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        rows = list(Photo.objects.filter(pk__in=ids).only("flags", "explained", "project_id"))
        names = panels.names_of(request, rows)
        return {
            one.pk: {
                "flags": [
                    {"kind": flag["kind"], "told": told}
                    for flag, told in zip(
                        one.flags, flags.say(one.flags, names, one.project_id), strict=True
                    )
                ],
                "explained": one.explained.get("words", ""),
            }
            for one in rows
        }  # fmt: skip

    return Beside(frozenset({"flags", "explained"}), found)
