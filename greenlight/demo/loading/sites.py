"""Some examples told of from the site: parts, a fence, days with drawn photos that say 示例 all over.

Written so that what the logs say is what the project says: the newest log carries its words, per cent, day.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from PIL import Image, ImageDraw, ImageFont

from greenlight.base import files, fonts
from greenlight.base.journal import By
from greenlight.demo.loading.made import Made, store
from greenlight.demo.records import DemoProject
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.sites.actions.photos import KEPT, LENGTH, SIGNS, dashed
from greenlight.sites.models import Fence, Part, PartProgress, Photo, SiteLog
from greenlight.sites.pictures import developing, exif, reading
from greenlight.sites.pictures.stamping import Stamp

# Weights that make the sum of the parts come out exactly at the project's own per cent.
PARTS = (("桩基", 10), ("基础", 10), ("主体结构", 40), ("屋面外立面", 20), ("设备安装", 20))
SHOWN = 5  # projects
EVERY_DAYS, DAYS = 6, 4  # of each: so many logs, so many days apart
FIRST_POINT = (28.7100, 118.6000)  # about the middle of the zone's town; the sites are invented
RADIUS_M = 300
SIZE = (960, 720)
SKIES = ((176, 196, 208), (158, 182, 200), (190, 200, 204), (168, 178, 190))
AFTERNOON = time(7, 0)  # 15:00 in Shanghai
TOO_FEW, ALMOST = 20, 97  # per cent between which building shows something


def write_sites(made: Made) -> None:
    """Write the sites of some examples that are being built and whose liaison has an account."""
    dice = Random(20260731)  # noqa: S311  a demo is no secret
    found = [(one, project) for one, project in made.projects if _is_shown(made, one)]
    for n, (one, project) in enumerate(found[:SHOWN]):
        _write(made, one, project, n, dice)


def _is_shown(made: Made, one: DemoProject) -> bool:
    told = one.site_percent is not None and TOO_FEW < one.site_percent < ALMOST
    return one.is_example and told and one.kind == "attraction" and one.liaison in made.users


def _write(made: Made, one: DemoProject, project: Project, n: int, dice: Random) -> None:
    parts = store(
        Part(project=project, zone=made.zone, name=name, weight=Decimal(weight), seq=seq)
        for seq, (name, weight) in enumerate(PARTS, start=1)
    )
    lat, lon = FIRST_POINT[0] + 0.02 * n, FIRST_POINT[1] + 0.015 * n
    liaison = made.users[one.liaison]
    Fence.objects.create(project=project, zone=made.zone, lat=lat, lon=lon, radius_m=RADIUS_M,
                         actor_name=liaison.name, at=made.at)  # fmt: skip
    logs = store(_logs(made, one, project, liaison, dice))
    store(_told(made, logs, parts))
    for log in logs:
        _photo(made, project, log, (lat, lon), liaison, dice)


def _logs(made: Made, one: DemoProject, project: Project, who: User, dice: Random) -> Iterator[SiteLog]:
    last, whole = one.site_updated or made.today, one.site_percent or 0
    for back in reversed(range(DAYS)):
        day = last - timedelta(days=EVERY_DAYS * back)
        at = min(datetime.combine(day, AFTERNOON, UTC), made.at)
        percent = Decimal(max(0, whole - 4 * back))
        stuck = back == 1
        yield SiteLog(
            project=project, zone=made.zone, day=day, client_uuid=_uuid(project, "log", back),
            actor_id=who.pk, actor_name=who.name, words=one.site_words, percent=percent,
            workers=dice.randint(20, 90), machines=dice.randint(2, 12),
            problem_kind="material" if stuck else "", problem="彩钢板没到，停了一天" if stuck else "",
            at=at, sent_at=at,
        )  # fmt: skip


def _told(made: Made, logs: Sequence[SiteLog], parts: Sequence[Part]) -> Iterator[PartProgress]:
    """Fill the parts one after the other, so that their sum is what the log says of the whole."""
    for log in logs:
        left = log.percent or Decimal(0)
        for part in parts:
            share = min(left, part.weight)
            left -= share
            if share:
                percent = share * 100 / part.weight
                yield PartProgress(log=log, part=part, zone=made.zone, percent=percent)


def _uuid(project: Project, kind: str, n: int) -> UUID:
    return UUID(hashlib.sha256(f"{project.name}{kind}{n}".encode()).hexdigest()[:32])


def _photo(
    made: Made, project: Project, log: SiteLog, place: tuple[float, float], who: User, dice: Random
) -> None:
    by = By(log.sent_at, who.pk, who.name, made.zone.pk)
    data = drawn(int(log.percent or 0), dice)
    image = Image.open(io.BytesIO(data)).convert("RGB")
    taken = log.sent_at - timedelta(minutes=dice.randint(3, 40))
    lat, lon = place[0] + dice.uniform(-0.001, 0.001), place[1] + dice.uniform(-0.001, 0.001)
    seen = reading.Picture(image, *SIZE, exif.Exif(taken, lat, lon))
    code = "".join(dice.choice(SIGNS) for _ in range(LENGTH))
    local = taken + timedelta(hours=8)
    stamp = Stamp(f"{local:%Y-%m-%d %H:%M:%S}", f"{project.location} {lat:.5f}，{lon:.5f}", project.name,
                  who.name, dashed(code))  # fmt: skip
    copies = developing.develop(seen, stamp)
    sent, served, thumb = (
        files.store(by, one, "示例照片.jpg", subject=(KEPT, project.pk))
        for one in (data, copies.served, copies.small)
    )
    Photo.objects.create(
        project=project, zone=made.zone, log=log, client_uuid=_uuid(project, "photo", log.pk), sent=sent,
        original=sent, served=served, thumb=thumb, sha256=sent.sha256,
        phash=developing.signed(developing.look(seen)), width=SIZE[0], height=SIZE[1], taken_at=taken,
        taken_source="exif", exif_lat=lat, exif_lon=lon, upload_lat=lat, upload_lon=lon, point_source="exif",
        stamp=stamp.plain, verify_code=code, actor_id=who.pk, actor_name=who.name, at=log.sent_at,
    )  # fmt: skip


def drawn(percent: int, dice: Random) -> bytes:
    """Return a drawing of a building as far as it has come, marked as an example; no photo of anything."""
    image = Image.new("RGB", SIZE, dice.choice(SKIES))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 540, *SIZE), fill=(150, 142, 128))
    floors, wide = max(1, percent * 6 // 100), 520
    left = 200 + dice.randint(-60, 60)
    for floor in range(floors):
        top = 470 - 70 * floor
        pen.rectangle(
            (left, top, left + wide, top + 66), fill=(206, 204, 198), outline=(120, 118, 112), width=3
        )
        done = percent > 60 + 6 * floor
        for n in range(7):
            at = left + 24 + n * 71
            pen.rectangle((at, top + 14, at + 44, top + 50), fill=(92, 116, 132) if done else (70, 70, 68))
    if percent < 85:  # a crane
        foot = left + wide + 60
        pen.line((foot, 540, foot, 90), fill=(214, 150, 40), width=12)
        pen.line((foot - 260, 110, foot + 90, 110), fill=(214, 150, 40), width=9)
        pen.line((foot - 180, 110, foot - 180, 110 + dice.randint(60, 200)), fill=(90, 90, 90), width=3)
    _mark(pen)
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=80)
    return kept.getvalue()


def _mark(pen: ImageDraw.ImageDraw) -> None:
    found = fonts.chinese()
    words = "示例图片（画的，不是现场）" if found else "EXAMPLE, drawn"
    font = ImageFont.truetype(found[0], 44, index=found[1]) if found else ImageFont.load_default(44)
    pen.text((24, 20), words, font=font, fill=(255, 255, 255), stroke_width=3, stroke_fill=(60, 60, 60))
