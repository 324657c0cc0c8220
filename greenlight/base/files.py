"""Files somebody handed in: random names, a hash, a type read from the bytes, never shown inline.

What a file is called and what the browser says about it decide nothing; the first bytes do.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponseBase

from greenlight.base import subjects
from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.base.refusals import Refused

NAME_LENGTH = 255
SHEETS = "Excel 表格"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# (leading bytes, media type); the first match counts
KINDS: tuple[tuple[bytes, str], ...] = (
    (ZIP, "application/zip"),
    (OLE, "application/x-ole-storage"),
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
OFFICE = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
UNKNOWN = "application/octet-stream"
# more that papers come as: archives, drawings (.dwg), scans and photos; a film has its mark at byte 4
ALSO_PAPERS = (b"Rar!", b"7z\xbc\xaf", b"AC10", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
RUNS = frozenset({
    "exe", "com", "bat", "cmd", "msi", "scr", "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk", "url",
    "jar", "sh", "py", "apk", "reg", "dll", "html", "htm", "xhtml", "svg", "xml", "docm", "xlsm", "pptm",
})  # fmt: skip
LEADS = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


def sniff(data: bytes, name: str) -> str:
    """Return the media type the bytes show; the name only tells one office package from another."""
    found = next((kind for lead, kind in KINDS if data.startswith(lead)), "")
    if found == "application/zip":
        return next((kind for end, kind in OFFICE.items() if name.lower().endswith(end)), found)
    if found:
        return found
    return "text/plain" if _is_text(data[:4096]) else UNKNOWN


def _is_text(head: bytes) -> bool:
    return bool(head) and not any(byte < 9 or 13 < byte < 32 for byte in head)


def check_paper(data: bytes, name: str) -> None:
    """See that a paper is one: not empty, nothing that runs, and what its name says.

    Raises Refused with the way out.
    """
    told, end = clean_name(name), name.rsplit(".", 1)[-1].strip().lower()
    if not data:
        raise Refused(f"“{told}”是空的（0 字节），请确认保存成功后重新选择。", status=400)
    kind = sniff(data, name)
    if end in RUNS or data.startswith((b"MZ", b"\x7fELF", b"#!")) or _is_markup(data):
        raise Refused(
            f"“{told}”是程序、网页或带宏的文件，不能当资料交。请交 PDF、图片或 Office 文件。", status=400
        )
    if end in LEADS and kind != LEADS[end]:
        raise Refused(
            f"“{told}”的内容不是 {end.upper()} 文件，可能改过扩展名，请重新导出后再交。", status=400
        )
    if kind == UNKNOWN and not (data.startswith(ALSO_PAPERS) or data[4:8] == b"ftyp"):
        raise Refused(f"认不出“{told}”是什么文件。请交 PDF、图片、Office 文件或压缩包。", status=400)


def _is_markup(data: bytes) -> bool:
    return data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def clean_name(name: str) -> str:
    """Return what a user called the file, without folders, control characters and excess length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one for one in last if one.isprintable()).strip()
    return kept[-NAME_LENGTH:] or "未命名"


def store(
    by: By, data: bytes, name: str, *, subject: tuple[str, int | None] = ("", None), limit: int | None = None
) -> File:
    """Keep bytes under a random name; raise Refused above the limit (413)."""
    most = limit or settings.MAX_UPLOAD_BYTES
    if len(data) > most:
        raise Refused(too_large(name, most), status=413)
    kept = clean_name(name)
    made = File(
        zone_id=by.zone_id, subject_kind=subject[0], subject_id=subject[1], name=kept,
        sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=sniff(data, kept),
        actor_id=by.actor_id, actor_name=by.actor_name, at=by.at,
    )  # fmt: skip
    made.content.save(kept, ContentFile(data), save=False)
    made.save()
    return made


def store_upload(by: By, upload: UploadedFile[bytes] | None, *, paper: bool = False, **where: Any) -> File:
    """Keep an uploaded file; raise Refused when there is none, it is too large, or no `paper`."""
    if upload is None:
        raise Refused("没有收到文件，请先选一个文件再上传。", status=400)
    most = where.get("limit") or settings.MAX_UPLOAD_BYTES
    if (upload.size or 0) > most:
        raise Refused(too_large(upload.name or "", most), status=413)
    data, name = upload.read(), upload.name or ""
    if paper:
        check_paper(data, name)
    return store(by, data, name, **where)


def too_large(name: str, most: int) -> str:
    """Say how large a file may be, and the way out."""
    return (
        f"“{clean_name(name)}”超过 {most // 1024 // 1024} MB，请删去图片和无关工作表，或分成几个文件再上传。"
    )


def content(file: File) -> bytes:
    """Return the bytes; raise Refused when they are no longer on the disk."""
    try:
        with file.content.open("rb") as opened:
            return bytes(opened.read())
    except FileNotFoundError:
        raise Refused(f"文件“{file.name}”已不在服务器上，请重新上传。") from None


def visible(pk: int, user: Any) -> File:
    """Return a file whose subject the user sees, or whose zone when it has none; else Http404."""
    file = File.objects.filter(pk=pk).first()
    if file is None or not _seen(file, user):
        raise Http404
    return file


def _seen(file: File, user: Any) -> bool:
    if file.subject_kind:
        return subjects.find(file.subject_kind, file.subject_id or 0, user) is not None
    return file.zone_id is not None and file.zone_id in user.scope.zones


def sent(file: File) -> HttpResponseBase:
    """Answer with the file to be saved: never inline, never guessed at by the browser."""
    return attachment(FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name))


def attachment(response: HttpResponseBase) -> HttpResponseBase:
    """Set the headers that keep a browser from running what it receives."""
    response["Content-Type"] = UNKNOWN
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
