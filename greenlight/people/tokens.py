"""Keys for machines: made on a page, shown once, stored hashed, cut off at any time (docs/api.md).

A key never may more than its person on that day: it stands for the person, and its scopes only take
away. Somebody who has left the zone takes their keys with them, for good.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.people.models import ApiToken, User
from greenlight.people.naming import named
from greenlight.people.scope import Scope
from greenlight.people.signin import hashed

MARK = "gl_"
PREFIX = 10  # letters of the secret its owner goes on seeing, the mark among them
LONGEST_WORDS, MOST = 2000, 50
DAYS = (("30", "30 天"), ("90", "90 天"), ("180", "半年"), ("365", "一年"))


class Sort(NamedTuple):
    """A sort of records a key may be let near."""

    kind: str
    label: str
    writes: bool = False


SORTS = (
    Sort("projects", "项目台账", writes=True),
    Sort("milestones", "节点", writes=True),
    Sort("investment", "投资月报", writes=True),
    Sort("vouchers", "凭证", writes=True),
    Sort("funds", "资金和专项债"),
    Sort("checks", "交叉核对", writes=True),
    Sort("orders", "督办单", writes=True),
    Sort("site", "现场记录和照片"),
    Sort("lights", "灯"),
    Sort("figures", "指标"),
    Sort("enterprises", "企业"),
    Sort("units", "单位"),
    Sort("zones", "园区"),
)
SCOPES = tuple(
    (f"{one.kind}:{act}", f"{word}{one.label}")
    for one in SORTS
    for act, word in (("read", "读"), *((("write", "写"),) if one.writes else ()))
)


def said(scope: str) -> str:
    """Return a scope in words: projects:write -> 写项目台账."""
    return dict(SCOPES).get(scope, scope)


def of_person(user: User) -> QuerySet[ApiToken]:
    """Return a person's keys, those still good first."""
    return user.api_tokens.order_by(F("revoked_at").asc(nulls_first=True), "-pk")


@transaction.atomic
def make(
    *, by: By, name: str, days: int, scopes: Sequence[str] = (), ledger: str = "", words: str = ""
) -> tuple[ApiToken, str]:
    """Make a key for oneself; returns it with its secret, which nobody can show again.

    With `ledger` it is a feed of that ledger under `words`. Raises Refused for a name missing, a time
    not offered, no scope or an unknown one, or too many keys.
    """
    name = named(name)
    _check(by, name, days, scopes, ledger)
    if len(words) > LONGEST_WORDS:
        raise Refused("这张表的条件太多，请少选几个条件再生成。", status=400)
    secret = MARK + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=by.user, zone_id=by.user.scope.home, name=name, prefix=secret[:PREFIX], ledger=ledger,
        secret_hash=hashed(secret), scopes=[] if ledger else sorted(set(scopes)), words=words,
        made_at=by.at, expires_on=by.day + timedelta(days=days),
    )  # fmt: skip
    after = {"name": name, "expires_on": made.expires_on, "scopes": made.scopes}
    journal.write(by, "token.make", "token", made.pk, after=after | ({"ledger": ledger} if ledger else {}))
    return made, secret


def _check(by: By, name: str, days: int, scopes: Sequence[str], ledger: str) -> None:
    if not name:
        raise Refused("给令牌起个名字，例如 统计局取数。", status=400)
    if str(days) not in dict(DAYS):
        raise Refused("有效期请从列出的几种里选，最长一年。", status=400)
    unknown = sorted(set(scopes) - dict(SCOPES).keys())
    if unknown:
        raise Refused(f"没有这种范围：{'、'.join(unknown)}。请从列出的里选。", status=400)
    if not scopes and not ledger:
        raise Refused("至少选一项范围：读什么，写什么。", status=400)
    if ApiToken.objects.filter(user=by.user, revoked_at__isnull=True).count() >= MOST:
        raise Refused(f"您已有 {MOST} 个在用的令牌，请先停用不再用的。", status=400)


@transaction.atomic
def revoke(*, by: By, token: ApiToken, why: str = "") -> None:
    """Cut a key off; its next request is refused. A second time changes nothing."""
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if held.revoked_at is not None:
        return
    held.revoked_at = by.at
    held.save(update_fields=["revoked_at"])
    journal.write(by, "token.revoke", "token", held.pk, before={"name": held.name}, why=why)


# ---- at the door ----
def bearer(secret: str, day: date, at: datetime) -> ApiToken | None:
    """Return the key a secret opens on a day, its person's scope fixed; None when it opens nothing."""
    if not secret.startswith(MARK) or not 20 <= len(secret) <= 100:
        return None
    token = ApiToken.objects.select_related("user").filter(secret_hash=hashed(secret)).first()
    if token is None or token.revoked_at is not None or token.expires_on < day:
        return None
    user = token.user.on(day)
    if not user.is_active or not belongs(token, user.scope):
        gone = By(at=at, actor_id=user.pk, actor_name=user.name, zone_id=token.zone_id, user=user)
        revoke(by=gone, token=token, why="已离开园区或停用")
        return None
    if token.used_on != day:  # to the day: at most one write a day
        ApiToken.objects.filter(pk=token.pk).update(used_on=day)
    return token


def belongs(token: ApiToken, scope: Scope) -> bool:
    """Tell whether the person still is somebody where the key was made."""
    if token.zone_id is None:
        return bool(scope.roles)
    return token.zone_id in scope.zones or any(zone == token.zone_id for _, zone in scope.roles)


def may(token: ApiToken, kind: str, act: str) -> bool:
    """Tell whether a key is let near a sort of records; writing includes reading it."""
    wanted = {f"{kind}:{act}"} | ({f"{kind}:write"} if act == "read" else set())
    return not wanted.isdisjoint(token.scopes)
