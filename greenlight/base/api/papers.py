"""Papers over the API: a file comes as base64 beside the facts it proves, and is checked as on the pages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from ninja import Field
from pydantic import BeforeValidator, WithJsonSchema

from greenlight.base import files
from greenlight.base.api import Given, Text, text
from greenlight.base.journal import By
from greenlight.base.models import File

LONGEST = 5 * 1024 * 1024


def decoded(given: Any) -> bytes:
    """Read base64 (RFC 4648, with its padding); ValueError for anything else."""
    try:
        return base64.b64decode(text(given), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("文件的内容要写成 base64") from None


Base64 = Annotated[
    bytes, BeforeValidator(decoded),
    WithJsonSchema({"type": "string", "contentEncoding": "base64", "maxLength": LONGEST,
                    "pattern": r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"}),
]  # fmt: skip


class PaperIn(Given):
    """A file: what it is called, and its bytes."""

    name: Text = Field(min_length=1, max_length=255, description="文件名，带扩展名，例如 发票.pdf")
    content: Base64 = Field(description="文件内容，base64；整个请求最多 5 MB")


@contextmanager
def kept(by: By, given: Sequence[PaperIn], subject: tuple[str, int | None]) -> Iterator[list[File]]:
    """Keep papers while a deed is done with them; what was refused leaves nothing on the disk.

    Raises Refused for one that is empty, runs, or is not what its name says.
    """
    made: list[File] = []
    try:
        for one in given:
            files.check_paper(one.content, one.name)
            made.append(files.store(by, one.content, one.name, subject=subject))
        yield made
    except BaseException:
        for file in made:
            file.content.storage.delete(str(file.content.name))
        raise
