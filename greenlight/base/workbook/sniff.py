"""What a file is, by its bytes and never by its name."""

import re

from greenlight.base.workbook.limits import Rejected

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word 文档"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3", "数据库"),
)
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|table|meta|head|body|style|div)\b", re.I)


def sniff(data: bytes) -> str:
    """Return zip, ole, html or text; Rejected for anything else."""
    if not data:
        raise Rejected("empty_file")
    if data.startswith(b"PK"):
        return "zip"
    if data.startswith(_OLE):
        return "ole"
    for magic, what in _KNOWN:
        if data.startswith(magic):
            raise Rejected("not_a_workbook", what)
    return _sniff_text(data[:4096])


def _sniff_text(head: bytes) -> str:
    if _HTML.search(head):
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise Rejected("xml_2003")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise Rejected("not_a_workbook", "XML 文件")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text"
    if b"\x00" in head or sum(byte < 9 for byte in head) > len(head) // 50:
        raise Rejected("not_a_workbook", "其他类型的文件")
    return "text"


def ole_kind(data: bytes) -> str:
    """Return xls for a workbook in an OLE container; Rejected for what else it may hold."""
    wide = {word: word.encode("utf-16-le") in data for word in _STREAMS}
    if wide["EncryptedPackage"] or wide["EncryptionInfo"]:
        raise Rejected("encrypted")
    if not (wide["Workbook"] or wide["Book"]):
        raise Rejected("not_a_workbook", "Word 或其他 Office 文件")
    if wide["_VBA_PROJECT_CUR"]:
        raise Rejected("macros")
    return "xls"


_STREAMS = ("EncryptedPackage", "EncryptionInfo", "Workbook", "Book", "_VBA_PROJECT_CUR")
