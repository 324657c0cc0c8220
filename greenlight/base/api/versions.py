"""If-Match on every write of a record that exists: no edit is lost, and whoever comes second is told.

A record's tag is `"12.5f3.9a8b…"`: its version, the number of its newest journal row (to tell what
changed since), the hash of what was sent. Only the version is compared; `"12"`, as a list gives it,
will do. A proxy that compresses weakens tags (W/…): that is no reason to refuse.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from django.http import HttpRequest

from greenlight.base.api import Refusal

TAG = re.compile(r'(?:W/)?"([0-9]{1,10})(?:\.([0-9a-f]{1,15}))?(?:\.[0-9a-f]{1,64})?"')
FIRST = "先 GET 这条记录，把回答里的 ETag 原样放进 If-Match 再提交。"


class Known(NamedTuple):
    """What a caller has seen of a record: its version, and the journal up to then, if they say."""

    version: int
    mark: int | None


def tag(version: int, mark: int) -> str:
    """Return the part of a tag that says which version of a record it is."""
    return f"{version}.{mark:x}"


def asked(request: HttpRequest) -> Known:
    """Return the version a write is based on; raises Refusal: 428 when it says none, 400 for no tag."""
    told = request.headers.get("If-Match", "").strip()
    if not told or told == "*":
        raise Refusal(f"要说明您改的是哪一版：{FIRST}", status=428)
    found = TAG.fullmatch(told)
    if not found:
        raise Refusal(f"If-Match 不是这条记录给出的 ETag。{FIRST}", status=400)
    return Known(int(found[1]), int(found[2], 16) if found[2] else None)
