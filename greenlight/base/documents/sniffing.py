"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from greenlight.base.documents.limits import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 4096
OTHERS = (
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"),
    (b"II*\x00", "图片"), (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"), (b"7z\xbc\xaf", "压缩包"), (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"), (b"\x7fELF", "程序"), (b"SQLite format 3", "数据库"),
)  # fmt: skip
STREAMS = (
    ("Workbook", "Excel 表格"),
    ("PowerPoint Document", "演示文稿"),
    ("__properties_version1.0", "邮件"),
)
HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|meta|table|div|p|article|section|h[1-6])\b", re.I)
WORD_XML = (b"wordDocument", b"schemas.microsoft.com/office/word/2003", b"pkg:package")


def kind_of(data: bytes) -> str:
    """Return docx, pdf, html or txt. Raises Unreadable for anything else."""
    if not data:
        raise Unreadable("empty_file")
    if data.startswith(b"PK"):
        return "docx"
    if data.startswith(OLE):
        raise _old(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        raise Unreadable("save_as_word", detail="RTF 文件")
    what = next((word for lead, word in OTHERS if data.startswith(lead)), "")
    if what:
        raise Unreadable("other_kind", detail=what)
    return _markup(data)


def _old(data: bytes) -> Unreadable:
    """Return what is wrong with a file of the old Office: the names of its streams tell which."""
    if _holds(data, "EncryptedPackage"):
        return Unreadable("encrypted")
    if _holds(data, "WordDocument"):
        return Unreadable("old_word")
    what = next((word for stream, word in STREAMS if _holds(data, stream)), "")
    return Unreadable("other_kind", detail=what) if what else Unreadable("old_word")


def _holds(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _markup(data: bytes) -> str:
    head = narrow(data[:HEAD]).lstrip()
    if any(word in head for word in WORD_XML):
        raise Unreadable("save_as_word", detail="Word 2003 的 XML 文件")
    if head[:64].lower().startswith((b"mime-version:", b"from: <saved by")):
        raise Unreadable("save_as_word", detail="单个文件的网页（.mht）")
    if head.startswith(b"<") and HTML.search(head):
        return "html"
    if head.startswith(b"<?xml"):
        raise Unreadable("other_kind", detail="XML 文件")
    return "txt"


def narrow(head: bytes) -> bytes:
    """Return the beginning of a text as bytes one can search, also when it is UTF-16."""
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(BOM_UTF8)
