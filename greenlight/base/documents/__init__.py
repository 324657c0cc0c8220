"""Reports as text: .docx, .pdf with text, .html, .txt or pasted, with the place of every piece.

Plain Python, no Django. What a file is, its bytes say. Bounded in size, time and memory; nothing in a
file is run or fetched. Every refusal is `Unreadable`: one Chinese sentence with the way out.
"""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

from greenlight.base.documents import plain
from greenlight.base.documents.document import Document, Place
from greenlight.base.documents.limits import DEFAULT, MB, Limits, Unreadable
from greenlight.base.documents.sniffing import kind_of
from greenlight.kernel.facts.fact import Text

__all__ = [
    "DEFAULT",
    "MB",
    "Document",
    "Limits",
    "Place",
    "Text",
    "Unreadable",
    "pasted",
    "read",
    "read_path",
]
READERS = {
    "docx": "word.reading",
    "pdf": "pdf.reading",
    "html": "web.reading",
    "txt": "plain",
}  # loaded when needed


def read(data: bytes, name: str = "", limits: Limits = DEFAULT) -> Document:
    """Return a report as a document. Raises Unreadable, its sentence naming the file."""
    try:
        if len(data) > limits.file_size:
            raise Unreadable("file_too_large", detail=f"{len(data) // MB} MB")
        reader = importlib.import_module(f"{__name__}.{READERS[kind_of(data)]}")
        found: Document = reader.read(data, name, limits)
    except Unreadable as error:
        raise error.of(name) from None
    except MemoryError:
        raise Unreadable("damaged", name, "太大，内存不够") from None
    return replace(found, text=replace(found.text, name=name))


def read_path(path: Path, limits: Limits = DEFAULT) -> Document:
    """Return a file as a document; one that is too large is not even opened. Raises Unreadable, OSError."""
    size = path.stat().st_size
    if size > limits.file_size:
        raise Unreadable("file_too_large", path.name, f"{size // MB} MB")
    with path.open("rb") as file:
        data = file.read(limits.file_size + 1)  # what is no plain file may never end
    return read(data, path.name, limits)


def pasted(text: str, name: str = "粘贴的文字", limits: Limits = DEFAULT) -> Document:
    """Return pasted text as a document. Raises Unreadable when it is empty or too long."""
    return plain.from_text(text, name, limits)
