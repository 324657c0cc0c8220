"""The zip package of an .xlsx: bounded before anything of it is unpacked."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from posixpath import join, normpath
from xml.parsers import expat

from greenlight.base.workbook.limits import MB, Limits, Rejected

_HEAD = 65_536
_ROOT = re.compile(rb"<[A-Za-z_]")
_MACRO_TYPE = b"macroEnabled"
_CHUNK = 1 << 20
_PACKED = 1 << 17
SheetPart = tuple[str, str, str]  # name, state, path of the part


class Package:
    """An opened .xlsx whose sizes, parts and declarations have been checked."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self.data = memoryview(data)
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise Rejected("damaged", "压缩结构无法识别") from error
        self.parts = {part.filename: part for part in self.zip.infolist()}
        check_sizes(list(self.parts.values()), limits)
        self._check_kind()

    def _check_kind(self) -> None:
        if "[Content_Types].xml" not in self.parts:
            raise Rejected("not_a_workbook", "压缩包或其他格式的文件")
        names = self.parts.keys()
        if any(name.startswith(("word/", "ppt/")) for name in names):
            raise Rejected("not_a_workbook", "Word 或演示文稿")
        if "xl/workbook.bin" in names:
            raise Rejected("xlsb")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Rejected("macros")
        for name in names:
            if name.endswith((".xml", ".rels")):
                self._check_declarations(name)
        if self.limits.macro_type == "refuse" and _MACRO_TYPE in self.head("[Content_Types].xml"):
            raise Rejected("macro_extension")

    def _check_declarations(self, name: str) -> None:
        """Refuse entity declarations: they can only stand before the root element."""
        head = self.head(name)
        if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00")):
            raise Rejected("damaged", "内部编码不是 UTF-8")
        root = _ROOT.search(head)
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise Rejected("xml_entities")
        if root is None and len(head) >= _HEAD:
            raise Rejected("xml_entities")

    def head(self, name: str) -> bytes:
        """Return the first 64 KB of a part."""
        return next(self.chunks(name, _HEAD), b"")

    def chunks(self, name: str, size: int = _CHUNK) -> Iterator[bytes]:
        """Yield a part piece by piece; Rejected when it is not what the directory says.

        The directory of a zip can lie about sizes, and other readers unpack what is there: so the
        stream itself is counted, and one byte too many is a refusal.
        """
        part = self.parts[name]
        packed, left = self._packed(part), part.file_size
        if part.compress_type == zipfile.ZIP_STORED:
            pieces: Iterator[bytes] = (bytes(packed[at : at + size]) for at in range(0, len(packed), size))
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            pieces = _inflated(packed, size)
        else:
            raise Rejected("damaged", "压缩方式不支持")
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise Rejected("damaged", "内容大小不符")
            yield piece
        if left:
            raise Rejected("damaged", "内容不完整")

    def _packed(self, part: zipfile.ZipInfo) -> memoryview:
        """The packed bytes of a part, behind its local header."""
        at = part.header_offset
        header = bytes(self.data[at : at + 30]) if at >= 0 else b""
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise Rejected("damaged", "压缩结构无法识别")
        start = at + 30 + sum(struct.unpack("<HH", header[26:30]))
        packed = self.data[start : start + part.compress_size]
        if len(packed) != part.compress_size:
            raise Rejected("damaged", "内容不完整")
        return packed

    def verify(self, name: str) -> None:
        """Unpack a part once, keeping nothing, to know that it is no larger than it says."""
        for _ in self.chunks(name):
            pass

    def whole(self, name: str, limit: int = 8 * MB) -> bytes:
        """Return a small part; b"" when it is absent."""
        if name not in self.parts:
            return b""
        if self.parts[name].file_size > limit:
            raise Rejected("uncompressed_size", self.parts[name].file_size // MB)
        return b"".join(self.chunks(name))

    def sheets(self) -> list[SheetPart]:
        """Return the worksheets in the order of the workbook."""
        workbook = self._workbook_part()
        folder = workbook.rpartition("/")[0]
        targets = relations(self.whole(join(folder, "_rels", workbook.rpartition("/")[2] + ".rels")))
        found: list[SheetPart] = []
        for attrs in elements(self.whole(workbook), "sheet"):
            relation = next((v for k, v in attrs.items() if k.endswith(":id")), "")
            kind, target = targets.get(relation, ("", ""))
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            state = "visible" if attrs.get("state", "visible") == "visible" else "hidden"
            if kind.endswith("/worksheet") and path in self.parts:
                found.append((attrs.get("name", ""), state, path))
        return found

    def _workbook_part(self) -> str:
        for kind, target in relations(self.whole("_rels/.rels")).values():
            if kind.endswith("/officeDocument") and target.lstrip("/") in self.parts:
                return target.lstrip("/")
        raise Rejected("not_a_workbook", "不含工作簿的压缩包")


def _inflated(packed: memoryview, size: int) -> Iterator[bytes]:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _PACKED):
            rest: bytes | memoryview = packed[at : at + _PACKED]
            while len(rest):
                piece = stream.decompress(rest, size)
                rest = stream.unconsumed_tail
                if piece:
                    yield piece
                if stream.eof:
                    return
    except zlib.error as error:
        raise Rejected("damaged", "内容校验不符") from error


def check_sizes(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse what would cost too much to unpack, by what the directory of the zip declares."""
    if len(parts) > limits.parts:
        raise Rejected("too_many_parts", len(parts))
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    if total > limits.unpacked or largest > limits.part_size:
        raise Rejected("uncompressed_size", total // MB)
    for part in parts:
        if part.flag_bits & 0x1:
            raise Rejected("encrypted")
        if part.file_size > limits.ratio_from and part.file_size > limits.ratio * part.compress_size:
            raise Rejected("uncompressed_size", total // MB)


def elements(xml: bytes, *names: str) -> list[dict[str, str]]:
    """Return the attributes of the elements of these local names, in order."""
    found: list[dict[str, str]] = []

    def start(tag: str, attrs: dict[str, str]) -> None:
        if tag.rpartition(":")[2] in names:
            found.append(attrs)

    feed(xml, start)
    return found


def feed(
    xml: bytes,
    start: Callable[[str, dict[str, str]], object],
    end: Callable[[str], object] | None = None,
) -> None:
    """Run expat over a small part, entities refused."""
    parser = strict_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Rejected("damaged", "内部 XML 无法解析") from error


def strict_parser() -> expat.XMLParserType:
    """Return an expat parser that refuses declarations of types and entities."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Rejected("xml_entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def relations(xml: bytes) -> dict[str, tuple[str, str]]:
    """Return id → (type, target) of a .rels part."""
    if not xml:
        return {}
    return {
        attrs["Id"]: (attrs.get("Type", ""), attrs.get("Target", ""))
        for attrs in elements(xml, "Relationship")
        if "Id" in attrs and attrs.get("TargetMode") != "External"
    }
