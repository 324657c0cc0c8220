"""Idempotency-Key: a deed that is asked for twice is done once, and answered the same both times.

The answer is kept in the transaction of the deed. Two requests with one key at a time: the second
waits at the unique key (PostgreSQL) or at the writer's lock (SQLite) and then gets the kept answer.
A refusal changed nothing and is not kept: after putting the body right, the key may be used again.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from greenlight.base import clock
from greenlight.base.api import Refusal
from greenlight.base.models import KeptAnswer

HOURS = 24
KEY = re.compile(r"[\x21-\x7e]{1,64}")
KEPT_HEADERS = ("ETag", "Location", "Content-Type", "Cache-Control")
View = Callable[..., HttpResponse]


def writing(view: View) -> View:
    """Make a view one transaction, asked for at most once by its key; POST must bring one."""

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if not key and request.method == "POST":
            raise Refusal(
                "提交要带 Idempotency-Key（每次新的提交换一个，例如 UUID），断线重发才不会办两遍。",
                status=400,
            )
        if key and not KEY.fullmatch(key):
            raise Refusal("Idempotency-Key 最多 64 个字母、数字和符号，例如 UUID。", status=400)
        with transaction.atomic():
            return _once(request, key, lambda: view(request, *args, **kwargs))

    # What a request brings is read off the signature, whose names mean something where the view stands.
    wrapped.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
    return wrapped


def _once(request: HttpRequest, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    if not key:
        return run()
    at, actor = clock.now(), request.user.pk or 0
    KeptAnswer.objects.filter(at__lt=at - timedelta(hours=HOURS)).delete()
    asked = fingerprint(request)
    held = _held(actor, key, asked, at)
    if held is None:
        answer = run()
        _keep(actor, key, answer)
        return answer
    if held.asked_hash != asked:
        raise Refusal("这个 Idempotency-Key 已用在另一次不同的提交上，请换一个新的。", status=422)
    return again(held)


def _held(actor: int, key: str, asked: str, at: datetime) -> KeptAnswer | None:
    """Take the key; return what is kept under it when somebody has taken it before."""
    try:
        with transaction.atomic():
            KeptAnswer.objects.create(actor_id=actor, key=key, asked_hash=asked, at=at)
    except IntegrityError:
        return KeptAnswer.objects.get(actor_id=actor, key=key)
    return None


def _keep(actor: int, key: str, answer: HttpResponse) -> None:
    headers = {name: answer.headers[name] for name in KEPT_HEADERS if name in answer.headers}
    KeptAnswer.objects.filter(actor_id=actor, key=key).update(
        status=answer.status_code, headers=headers, body=answer.content.decode()
    )


def fingerprint(request: HttpRequest) -> str:
    """Return the hash of what is asked: the deed, its record, the body."""
    asked = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    return hashlib.sha256(asked).hexdigest()


def again(held: KeptAnswer) -> HttpResponse:
    """Return a kept answer, marked as such."""
    answer = HttpResponse(held.body, status=held.status, headers=held.headers)
    answer["Idempotent-Replayed"] = "true"
    return answer
