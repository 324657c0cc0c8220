"""Plain text: a .txt in UTF-8, GB18030 or UTF-16, or what was pasted. Nothing of it is moved."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from greenlight.base.documents.document import Builder, Document
from greenlight.base.documents.limits import Limits, Unreadable

HEAD = 65_536
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # a form feed is a space too: pages are no lines
SURROGATE = re.compile("[\ud800-\udfff]")


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a text file; its line ends become `\\n`, nothing else changes place."""
    return from_text(decoded(data), name, limits, "txt")


def from_text(text: str, name: str, limits: Limits, kind: str = "paste") -> Document:
    """Return a text as a document, each line a place."""
    built = Builder(limits)
    whole = clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    for n, line in enumerate(whole.split("\n"), 1):
        start, end = built.add(line)
        built.mark(start, end, f"第 {n} 行")
        built.add("\n")
    built.pieces.pop()  # the last line has no end
    return built.document(kind, name)


def clean(text: str) -> str:
    """Return the text with control characters as spaces, one for one: a database refuses NUL."""
    return SURROGATE.sub("�", CONTROL.sub(" ", text))


def decoded(data: bytes) -> str:
    """Return the text of bytes. Raises Unreadable when it is in none of the encodings, or no text."""
    for mark, encoding in ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\x00" in data[:HEAD]:
        return _wide(data)
    for encoding in ("utf-8", "gb18030"):
        try:
            return _checked(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _strict(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: the zero bytes of figures and line ends stand on one side."""
    head = data[:HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) < 9 * min(even, odd) + 1:
        raise Unreadable("other_kind", detail="其他类型的文件")
    return _strict(data, "utf-16-le" if odd > even else "utf-16-be")


def _checked(text: str) -> str:
    head = text[:HEAD]
    if len(CONTROL.findall(head)) > len(head) // 100 + 2:
        raise Unreadable("other_kind", detail="其他类型的文件")
    return text
