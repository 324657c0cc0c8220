"""Secrets of robots at rest: encrypted with a key derived from this installation's own (decision 0014).

Fernet (AES-128-CBC, HMAC-SHA256) with a key by HKDF-SHA256 (RFC 5869) from SECRET_KEY and the purpose word;
SECRET_KEY_FALLBACKS still read. Whoever has the database alone has no robot's address.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"greenlight/desk/robots/1"
WAY_OUT = "读不出存下的网址：安装的密钥换过。先停着，到「群机器人」重新填网址，攒着的接着发。"
TAIL, LONG_ENOUGH = 4, 12


class Unreadable(Exception):
    """No key of this installation reads it; the text is the administrator's way out."""

    def __init__(self) -> None:
        super().__init__(WAY_OUT)


def seal(text: str) -> str:
    """Return a text as it is stored; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode("ascii") if text else ""


def unseal(sealed: str) -> str:
    """Return what was stored; raises Unreadable when no key fits or it was damaged."""
    if not sealed:
        return ""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def is_of_old_key(sealed: str) -> bool:
    """Tell whether a fallback reads it and the key in force does not: it is to be sealed again."""
    try:
        _fernet(settings.SECRET_KEY).decrypt(sealed.encode())
    except InvalidToken:
        return bool(sealed)
    return False


def hint(url: str) -> str:
    """Return what may be shown of an address: its host and, of a long one, its last four characters."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    rest = f"{parts.path}{parts.query}"
    return f"{host} …{rest[-TAIL:]}" if len(rest) >= LONG_ENOUGH else host


def _box() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return Fernet(urlsafe_b64encode(derived))
