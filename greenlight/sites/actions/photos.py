"""Photos: taken in once, looked at, stamped; originals kept for inspectors."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from greenlight.base import files, journal
from greenlight.base.clock import SHANGHAI
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import likeness
from greenlight.projects import actions as projects
from greenlight.projects.models import Project
from greenlight.sites import flags, may
from greenlight.sites.actions import checking
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.pictures import developing, reading
from greenlight.sites.pictures.stamping import Stamp
from greenlight.sites.signals import photo_added
from greenlight.sites.told import PhotoTold

MOST_PHOTOS = 30  # of one log
SIGNS, LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8  # none that look alike
# not a registered subject: the bytes are handed out by this room's own doors only
KEPT = "site_photo"
OTHERS = "这张照片的编号已经用在别的照片上，请在手机上重新选这张照片。"


@dataclass(frozen=True)
class Looked:
    """A picture that was read and looked at, before anything is written."""

    data: bytes
    name: str
    sha256: str
    shades: int
    picture: reading.Picture
    place: dict[str, Any]
    taken_at: datetime
    taken_source: str

    @property
    def size(self) -> dict[str, int]:
        """Return the size it was taken in."""
        return {"width": self.picture.width, "height": self.picture.height}


def add_photo(*, by: By, log: SiteLog, data: bytes, name: str, told: PhotoTold) -> Photo:
    """Take a photo of a log in, once: sent again under the same `client_uuid` the same photo is returned.

    With `told.is_original` the bytes are attached to the photo that is there, else they are the photo.
    Raises NotAllowed, and Refused for what is no picture, too large, broken, HEIC, or one too many.
    """
    _allowed(by, log)
    held = _known(by, log, told.client_uuid)
    if held and (held.original_id or not told.is_original):
        return held
    seen = _look(by, log, data, name, told, held)  # the long part, before anything is locked
    return _attach(by, held, seen) if held else _add(by, log, seen, told)


def _allowed(by: By, log: SiteLog) -> None:
    if not may.correct(by.user, log):
        raise NotAllowed(f"这一条是{log.actor_name}记的，照片由本人、科室或领导添。")
    if log.retracted_at:
        raise Refused("这一条现场已经撤回，不能再添照片。")


def _known(by: By, log: SiteLog, client_uuid: UUID) -> Photo | None:
    held = Photo.objects.filter(zone_id=log.zone_id, client_uuid=client_uuid).select_related("log").first()
    if held and (held.log_id != log.pk or held.actor_id != by.actor_id):
        raise Refused(OTHERS)
    return held


def _look(by: By, log: SiteLog, data: bytes, name: str, told: PhotoTold, held: Photo | None) -> Looked:
    picture = reading.read(data, name)
    known = picture.exif
    lat, lon = checking.point(told.lat, told.lon)
    accuracy = told.accuracy_m if told.accuracy_m and 0 < told.accuracy_m < 1e7 else None
    place: dict[str, Any] = {"exif_lat": known.lat, "exif_lon": known.lon}
    if held is None or held.upload_lat is None:
        place |= {"upload_lat": lat, "upload_lon": lon, "accuracy_m": accuracy}
    else:
        place |= {"upload_lat": held.upload_lat, "upload_lon": held.upload_lon}
    has = "exif" if known.lat is not None else "upload" if place["upload_lat"] is not None else ""
    taken, source = known.taken_at, "exif" if known.taken_at else "upload" if told.taken_at else ""
    taken = taken or checking.written_at(told.taken_at or (held.taken_at if held else None), by)
    return Looked(
        data, name, hashlib.sha256(data).hexdigest(), developing.look(picture), picture,
        place | {"point_source": has}, taken, source or (held.taken_source if held else ""),
    )  # fmt: skip


def _add(by: By, log: SiteLog, seen: Looked, told: PhotoTold) -> Photo:
    code = new_code()
    stamp = stamp_of(log, log.project, seen, code)
    made = developing.develop(seen.picture, stamp)
    with transaction.atomic():
        project = projects.locked(log.project_id)
        if held := _known(by, log, told.client_uuid):
            return held
        if log.photos.count() >= MOST_PHOTOS:
            raise Refused(f"一条现场最多 {MOST_PHOTOS} 张照片，请另记一条。")
        with whole() as written:
            kept = _kept(by, project, seen, made, written)
            try:
                with transaction.atomic():
                    photo = Photo.objects.create(
                        project=project, zone_id=log.zone_id, log=log, client_uuid=told.client_uuid,
                        original=kept["sent"] if told.is_original else None, **kept,
                        **_facts(log, seen, None), stamp=stamp.plain, verify_code=code,
                        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
                    )  # fmt: skip
            except IntegrityError:  # the same id came for another project at the same moment
                raise Refused(OTHERS) from None
            _done(by, project, photo, {}, {"sha256": seen.sha256})
    return photo


@contextmanager
def whole() -> Iterator[list[File]]:
    """Take the bytes of a deed that failed half way off the disk again; the database does so itself."""
    written: list[File] = []
    try:
        yield written
    except BaseException:
        for file in written:
            file.content.delete(save=False)
        raise


def _attach(by: By, held: Photo, seen: Looked) -> Photo:
    """Put the original beside what came first; when it shows the same, both copies are drawn from it."""
    bits = likeness.apart(developing.unsigned(held.phash), seen.shades)
    stamp = stamp_of(held.log, held.project, seen, held.verify_code)
    made = developing.develop(seen.picture, stamp)
    with transaction.atomic():
        project = projects.locked(held.project_id)
        photo = Photo.objects.select_for_update().select_related("log").get(pk=held.pk)
        if photo.original_id:
            return photo
        with whole() as written:
            if bits > likeness.ALIKE_BITS * 2:  # another picture: what came first stays what is shown
                photo.original = store(by, project, seen.data, seen.name, written)
                photo.flags = [*photo.flags, {"kind": "original_differs", "bits": bits}]
            else:
                _redraw(by, project, photo, seen, made, written)
                photo.stamp = stamp.plain
            photo.save()
            _done(by, project, photo, {"original": None}, {"original": seen.sha256}, "site.photo_original")
    return photo


def _redraw(
    by: By, project: Project, photo: Photo, seen: Looked, made: developing.Developed, written: list[File]
) -> None:
    old = (photo.served, photo.thumb)
    kept = _kept(by, project, seen, made, written)
    kept["original"] = kept.pop("sent")
    for name, value in (kept | _facts(photo.log, seen, photo.pk)).items():
        setattr(photo, name, value)
    photo.save()
    for file in old:  # drawn from the small picture; nothing of anybody's is lost
        file.delete()
        transaction.on_commit(partial(file.content.delete, save=False))


def _facts(log: SiteLog, seen: Looked, own: int | None) -> dict[str, Any]:
    """Return what the columns of a photo hold of a picture."""
    source, place = seen.place["point_source"], seen.place
    lat, lon = (place[f"{source}_lat"], place[f"{source}_lon"]) if source else (None, None)
    found = flags.of(
        flags.Seen(
            log, seen.sha256, seen.shades, seen.taken_at if seen.taken_source else None, seen.taken_source,
            lat, lon, source, own,
        )
    )  # fmt: skip
    return seen.size | place | {
        "sha256": seen.sha256, "phash": developing.signed(seen.shades), "taken_at": seen.taken_at,
        "taken_source": seen.taken_source, "flags": found,
    }  # fmt: skip


def _kept(
    by: By, project: Project, seen: Looked, made: developing.Developed, written: list[File]
) -> dict[str, Any]:
    return {
        "sent": store(by, project, seen.data, seen.name, written),
        "served": store(by, project, made.served, "照片.jpg", written),
        "thumb": store(by, project, made.small, "照片.jpg", written),
    }


def store(by: By, project: Project, data: bytes, name: str, written: list[File]) -> File:
    """Keep bytes of a picture where no common door hands them out; note in `written` that it was."""
    made = files.store(by, data, name, subject=(KEPT, project.pk), limit=reading.LARGEST_BYTES)
    written.append(made)
    return made


def new_code() -> str:
    """Return a verify code nobody has yet."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        if not Photo.objects.filter(verify_code=code).exists():
            return code


def stamp_of(log: SiteLog, project: Project, seen: Looked, code: str) -> Stamp:
    """Return what the watermark claims."""
    source = seen.place["point_source"]
    place = project.location
    if source:
        lat, lon = seen.place[f"{source}_lat"], seen.place[f"{source}_lon"]
        place = f"{place} {lat:.5f}，{lon:.5f}".strip()
        place += "" if source == "exif" else "（上传时位置）"
    at = seen.taken_at.astimezone(SHANGHAI)
    time = f"{at:%Y-%m-%d %H:%M:%S}" + ("" if seen.taken_source == "exif" else "（手机时间）")
    return Stamp(time, place or "没有位置", project.name, log.actor_name, dashed(code))


def dashed(code: str) -> str:
    """Return a verify code as it is read out: 7Q4K-22MX."""
    return f"{code[:4]}-{code[4:]}"


def _done(
    by: By, project: Project, photo: Photo, before: dict[str, Any], after: dict[str, Any],
    verb: str = "site.photo",
) -> None:  # fmt: skip
    odd = [one["kind"] for one in photo.flags]
    told = {"photo": photo.pk, "log": photo.log_id, "code": photo.verify_code, "flags": odd} | after
    journal.write(by, verb, "project", project.pk, before=before, after=told)
    projects.changed(project, by)
    photo_added.send(sender=Photo, project=project, photo=photo, by=by)


@transaction.atomic
def open_original(*, by: By, photo: Photo) -> File:
    """Return the bytes as they came, for an inspector; the look itself is journalled.

    Raises NotAllowed for anybody else.
    """
    if not may.see_original(by.user, photo.zone_id):
        raise NotAllowed("照片原件只给纪检看，每看一次都有记录。您可以看打了水印的这一张。")
    after = {"photo": photo.pk, "code": photo.verify_code}
    journal.write(by, "site.original", "project", photo.project_id, after=after)
    return photo.original or photo.sent
