"""What an operation of the API asks of its caller: a scope of a key, or a session with its CSRF token."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.utils import check_csrf

from greenlight.base.refusals import NotAllowed
from greenlight.people import tokens
from greenlight.people.models import ApiToken

SAFE = ("GET", "HEAD", "OPTIONS")


class Near(HttpBearer):
    """Lets a caller near one sort of records. Who the caller is was found at the door (bearer.py)."""

    def __init__(self, kind: str, act: str) -> None:
        super().__init__()
        self.kind, self.act = kind, act

    def __call__(self, request: HttpRequest) -> Any:
        """Return the caller; raises NotAllowed naming the scope that is missing."""
        token: ApiToken | None = getattr(request, "token", None)
        if token is not None and not tokens.may(token, self.kind, self.act):
            scope = f"{self.kind}:{self.act}"
            raise NotAllowed(f"这个令牌没有“{tokens.said(scope)}”的范围（{scope}），请用有它的令牌。")
        if token is None and request.method not in SAFE and check_csrf(request):
            raise NotAllowed("用登录的会话写，要带 X-CSRFToken；程序请用令牌（Authorization: Bearer …）。")
        return request.user

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: `__call__` answers."""
        raise NotImplementedError


def reads(kind: str) -> Near:
    """Ask for the scope to read a sort of records."""
    return Near(kind, "read")


def writes(kind: str) -> Near:
    """Ask for the scope to write a sort of records."""
    return Near(kind, "write")
