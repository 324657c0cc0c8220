"""Sign-in links: single use, 24 hours, only the hash is stored."""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import Refused
from greenlight.people.models import Membership, SignInLink, User, Zone

HOURS = 24


def hashed(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(user: User, *, at: datetime) -> str:
    """Make a link's token for a user; the token itself is shown once and never stored."""
    token = secrets.token_urlsafe(24)
    expires = at + timedelta(hours=HOURS)
    SignInLink.objects.create(user=user, token_hash=hashed(token), expires_at=expires)
    return token


@transaction.atomic
def use(token: str, *, at: datetime) -> User:
    """Let a token in once.

    Raises Refused when it is unknown, used or older than 24 hours.
    """
    link = SignInLink.objects.select_for_update().filter(token_hash=hashed(token)).first()
    if link is None or link.used_at or link.expires_at < at or not link.user.is_active:
        raise Refused("这个登录链接已经用过或过期，请联系管理员重新生成（greenlight signin）。", status=400)
    link.used_at = at
    link.save(update_fields=["used_at"])
    journal.write(own(link.user, at), "signin.link", "user", link.user_id)
    return link.user


@transaction.atomic
def set_password(user: User, password: str, *, at: datetime) -> None:
    """Set a password that was found good enough; links not used by now let nobody in any more."""
    user.set_password(password)
    user.save(update_fields=["password"])
    SignInLink.objects.filter(user=user, used_at__isnull=True).update(used_at=at)
    journal.write(own(user, at), "signin.password", "user", user.pk)


def own(user: User, at: datetime) -> By:
    """Return who does a deed on their own account, before a scope is known."""
    return By(at=at, actor_id=user.pk, actor_name=user.name, user=user)


def of_role(role: str, zone: Zone | None = None) -> User | None:
    """Return the first active user with a role, in a zone if one is named."""
    found = Membership.objects.filter(role=role, user__is_active=True).select_related("user")
    if zone is not None:
        found = found.filter(zone=zone)
    first = found.order_by("pk").first()
    return first.user if first else None


def tried_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Return the name somebody tries to sign in with, as django-axes counts failures by.

    Spellings that look alike (case, full width, blanks) are one name: they share the five tries.
    """
    given = (credentials or {}).get("username") or request.POST.get("login") or ""
    return unicodedata.normalize("NFKC", str(given)).strip().casefold()[:255]
