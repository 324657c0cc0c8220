"""An .xlsx package opened for patching: parts read as text, relations, and everything else copied raw.

Raw means the compressed bytes themselves: a part that is not touched leaves as it came. Reference:
ECMA-376 Part 2 (Open Packaging Conventions). Parts are patched as text, never parsed into a tree and
written again: a tree loses prefixes, and with them what newer programs wrote.
"""

import copy
import html
import io
import posixpath
import re
import zlib
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from greenlight.base.workbook.write_spec import OFFICE, PACKAGE, XML

MOST_TEXT = 64 * 2**20  # bytes of a part held whole
MOST_SHEET = 2**30  # bytes of a sheet part, which only passes through
_LARGE = 8 * 2**20
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8)""", re.I)


class CannotAnnotate(ValueError):
    """The clerk's own workbook cannot be marked; `new_annotated` can then make a new one."""


class Relation(NamedTuple):
    """Where a part points: the last word of the relation's type, and the part's path."""

    id: str
    kind: str
    path: str


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, unescaped."""
    return {hit[1]: html.unescape(hit[2] or hit[3] or "") for hit in _ATTRIBUTE.finditer(tag)}


def refuse_declarations(data: bytes) -> None:
    """Entities, comments and CDATA have no place in a workbook's parts: text patching needs none."""
    if b"<!" in data:
        raise CannotAnnotate("工作簿内含 XML 声明或实体，不能在原表上批注")


class Package:
    """The parts of one .xlsx; raises CannotAnnotate where it is not one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = ZipFile(io.BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError) as error:
            raise CannotAnnotate("不是 .xlsx 文件，不能在原表上批注") from error
        self._infos = {self._key(info.filename): info for info in self._zip.infolist()}
        self._changed: dict[str, str] = {}
        self._finished: dict[str, tuple[str, Callable[[], str]]] = {}
        self._streamed: dict[str, Callable[[IO[bytes], IO[bytes]], None]] = {}

    @staticmethod
    def _key(path: str) -> str:
        return path.replace("\\", "/").lstrip("/").casefold()

    def __contains__(self, path: str) -> bool:
        return self._key(path) in self._infos or path in self._changed

    def open(self, path: str) -> IO[bytes]:
        """A part as a stream of its inflated bytes."""
        info = self._infos.get(self._key(path))
        if info is None or info.flag_bits & 1:
            raise CannotAnnotate(f"工作簿缺少 {path} 或已加密，不能在原表上批注")
        if info.file_size > MOST_SHEET:
            raise CannotAnnotate("工作表展开后超过 1 GB，不能在原表上批注")
        try:
            return self._zip.open(info)
        except (BadZipFile, NotImplementedError, ValueError) as error:
            raise CannotAnnotate("工作簿已损坏，不能在原表上批注") from error

    def text(self, path: str) -> str:
        """A small part as text, as changed so far; undecodable bytes survive unchanged."""
        if path in self._changed:
            return self._changed[path]
        with self.open(path) as part:
            data = b"".join(read_pieces(part, MOST_TEXT))
        refuse_other_encodings(data)
        return data.decode("utf-8", errors="surrogateescape")

    def change(self, path: str, text: str) -> None:
        """Give a part, old or new, this text."""
        self._changed[path] = text

    def finish(self, path: str, text: Callable[[], str]) -> None:
        """Give a part the text known only once every sheet has passed through."""
        self._finished[self._key(path)] = (path, text)

    def stream(self, path: str, patch: Callable[[IO[bytes], IO[bytes]], None]) -> None:
        """Have a large part rewritten by `patch(source, target)` on saving."""
        self._streamed[self._key(path)] = patch

    def free(self, pattern: str) -> str:
        """The first path of the form xl/comments{}.xml that is not taken."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, source: str) -> list[Relation]:
        """The inner relations of a part ("" for the package itself)."""
        path = self._relations_path(source)
        found = map(attributes, _RELATION.findall(self.text(path))) if path in self else ()
        return [
            Relation(item["Id"], posixpath.basename(item["Type"]), _target(source, item["Target"]))
            for item in found
            if item.keys() >= {"Id", "Type", "Target"} and item.get("TargetMode") != "External"
        ]

    @staticmethod
    def _relations_path(source: str) -> str:
        folder, name = posixpath.split(source)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def relate(self, source: str, kind: str, path: str) -> str:
        """Add a relation from one part to another; returns its id."""
        own = self._relations_path(source)
        text = f'{XML}<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'
        if own in self:
            text = self.text(own)
        taken = {attributes(tag).get("Id") for tag in _RELATION.findall(text)}
        identity = next(f"rIdG{n}" for n in range(1, len(taken) + 2) if f"rIdG{n}" not in taken)
        relation = f'Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target="/{path}"/>'
        self.change(own, append_child(text, "Relationships", relation))
        return identity

    def declare(self, declared: str) -> None:
        """Add `Default …` or `Override …` to the content types, unless it is there."""
        path = "[Content_Types].xml"
        text, name = self.text(path), attributes(declared)
        key = "Extension" if "Extension" in name else "PartName"
        wanted = name[key].casefold()
        tags = re.findall(r"<(?:\w+:)?(?:Default|Override)\s[^>]*>", text)
        if all(attributes(tag).get(key, "").casefold() != wanted for tag in tags):
            self.change(path, append_child(text, "Types", declared))

    def save(self) -> bytes:
        """The package with its changes, parts in their old order, new and finished ones last."""
        out = io.BytesIO()
        changed = {self._key(path): (path, text) for path, text in self._changed.items()}
        with ZipFile(out, "w", ZIP_DEFLATED) as target:
            for key, info in self._infos.items():
                if key in self._streamed:
                    self._rewrite(info, target)
                elif key in changed:
                    _put(target, *changed.pop(key))
                elif key not in self._finished:
                    self._copy(info, target, out)
            for path, text in changed.values():
                _put(target, path, text)
            for path, finish in self._finished.values():
                _put(target, path, finish())
        return out.getvalue()

    def _rewrite(self, info: ZipInfo, target: ZipFile) -> None:
        target.compresslevel = 1 if info.file_size > _LARGE else 6
        with self.open(info.filename) as source, target.open(info.filename, "w") as part:
            self._streamed[self._key(info.filename)](source, part)

    def _copy(self, info: ZipInfo, target: ZipFile, out: io.BytesIO) -> None:
        # A local header is 30 bytes, then name and extra field, whose lengths stand at 26 and 28.
        start = info.header_offset
        name, extra = (int.from_bytes(self._data[start + at : start + at + 2], "little") for at in (26, 28))
        start += 30 + name + extra
        kept = copy.copy(info)
        kept.flag_bits &= ~0x08  # the sizes stand in front now, no descriptor follows
        kept.extra, kept.header_offset = b"", out.tell()
        out.write(kept.FileHeader() + self._data[start : start + info.compress_size])
        target.filelist.append(kept)
        target.NameToInfo[kept.filename] = kept
        target.start_dir = out.tell()


def _put(target: ZipFile, path: str, text: str) -> None:
    target.compresslevel = 6
    with target.open(path, "w") as part:
        part.write(text.encode("utf-8", errors="surrogateescape"))


def _target(source: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def append_child(text: str, parent: str, child: str) -> str:
    """The XML with `child` (a tag without its <, closed) as the last one in `parent`."""
    hit = re.search(rf"</((?:\w+:)?){parent}\s*>|<((?:\w+:)?){parent}(\s[^>]*)?/>", text)
    if hit is None:
        raise CannotAnnotate(f"工作簿的 {parent} 部分不完整，不能在原表上批注")
    if hit[0].startswith("</"):
        return f"{text[: hit.start()]}<{hit[1]}{child}{text[hit.start() :]}"
    opened = f"<{hit[2]}{parent}{hit[3] or ''}><{hit[2]}{child}</{hit[2]}{parent}>"
    return text[: hit.start()] + opened + text[hit.end() :]


def read_pieces(part: IO[bytes], most: int) -> Iterator[bytes]:
    """The inflated bytes of a part in pieces; raises CannotAnnotate past `most` or when broken."""
    read = 0
    try:
        while piece := part.read(2**20):
            read += len(piece)
            if read > most:
                raise CannotAnnotate("工作簿有一部分太大，不能在原表上批注")
            yield piece
    except (BadZipFile, zlib.error, EOFError, OSError) as error:
        raise CannotAnnotate("工作簿已损坏，不能在原表上批注") from error


def refuse_other_encodings(data: bytes) -> None:
    """Raise CannotAnnotate unless the bytes are UTF-8 XML without declarations."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _ENCODING.match(data[:200]):
        raise CannotAnnotate("工作簿不是 UTF-8 编码，不能在原表上批注")
    refuse_declarations(data)
