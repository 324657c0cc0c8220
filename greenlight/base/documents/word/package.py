"""The zip package of a .docx: bounded before anything of it is unpacked, entities refused."""

from __future__ import annotations

from lxml import etree  # type: ignore[import-untyped]

from greenlight.base.documents.limits import MB, Limits, Unreadable
from greenlight.base.documents.word.names import STRICT, W
from greenlight.base.workbook import limits as zips
from greenlight.base.workbook.limits import Rejected
from greenlight.base.workbook.package import Package

TYPES = "[Content_Types].xml"
MAIN = "word/document.xml"
REASONS = {
    "xml_entities": "entities", "uncompressed_size": "unpacked", "too_many_parts": "unpacked",
    "file_too_large": "file_too_large",
}  # fmt: skip


class WordPackage(Package):
    """An opened .docx; other Office files and archives are refused by what is inside."""

    tags = 0  # how many a part may have; set by `opened`

    def _check_kind(self) -> None:
        names = self.parts.keys()
        if MAIN in names:
            return
        if any(name.lower() == "ofd.xml" for name in names):
            raise Unreadable("layout", detail="OFD 版式文件")
        if "mimetype" in names and "content.xml" in names:
            raise Unreadable("save_as_word", detail="OpenDocument 文件")
        if TYPES not in names:
            raise Unreadable("other_kind", detail="压缩包或其他格式的文件")
        if any(name.startswith("xl/") for name in names):
            raise Unreadable("other_kind", detail="Excel 表格")
        if any(name.startswith("ppt/") for name in names):
            raise Unreadable("other_kind", detail="演示文稿")
        raise Unreadable("damaged", detail="没有正文")

    def part(self, name: str, limit: int) -> etree._Element | None:
        """Return a part as a tree; None when it is absent. Raises Unreadable."""
        if name not in self.parts:
            return None
        size = self.parts[name].file_size
        if size > limit:
            raise Unreadable("unpacked", detail=f"{size // MB} MB")
        try:
            self._check_declarations(name)
            xml = b"".join(self.chunks(name))
        except Rejected as error:
            raise translated(error) from None
        if (tags := xml.count(b"<")) > self.tags:
            raise Unreadable("unpacked", detail=f"{tags // 10_000} 万个标记")
        return parsed(xml)


def opened(data: bytes, limits: Limits) -> WordPackage:
    """Open a package within limits. Raises Unreadable."""
    bounds = zips.Limits(file_size=limits.file_size, part_size=256 * MB, unpacked=1024 * MB, ratio=1000)
    try:
        package = WordPackage(data, bounds)
    except Rejected as error:
        raise translated(error) from None
    package.tags = limits.tags
    return package


def translated(error: Rejected) -> Unreadable:
    """Return a refusal of the zip package in the words of reports."""
    reason = REASONS.get(error.reason, "damaged")
    detail = f"{error.detail} MB" if reason == "unpacked" else error.detail
    return Unreadable(reason, detail=detail)


def parsed(xml: bytes) -> etree._Element:
    """Parse a part: no entities, no network, bounded depth. Raises Unreadable."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=False
    )
    try:
        root = etree.fromstring(_transitional(xml), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("damaged", detail="内部结构不对") from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable("entities")
    return root


def _transitional(xml: bytes) -> bytes:
    """Read the strict form of the format as the usual one: only the namespace differs here."""
    return xml.replace(STRICT.encode(), W.encode()) if STRICT.encode() in xml[:4096] else xml
