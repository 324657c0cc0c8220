"""The page somebody came from: only one of ours, only one that can be opened, never an open redirect."""

from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
# To sign in again leads nowhere new; a link of one use is used up.
NO_PLACES = ("/account/", "/enter/", "/api/")


def came_from(request: HttpRequest) -> str:
    """Return the address, without its host, of the page of ours that led here; "" when there is none.

    What another site, a scheme other than http(s), or a path that a browser reads as a host would lead
    to is never returned; nor is the page itself that was asked for.
    """
    told = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    if len(told) > LONGEST or not _ours(told, host, secure=request.is_secure()):
        return ""
    parts = urlsplit(told)
    if parts.netloc != host:  # browsers tell whole addresses
        return ""
    found = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not _ours(found, None) or found.startswith(("//", "/\\", *NO_PLACES)):
        return ""
    return "" if request.method == "GET" and found == request.get_full_path() else found


def _ours(address: str, host: str | None, *, secure: bool = False) -> bool:
    hosts = {host} if host else None
    return bool(address) and url_has_allowed_host_and_scheme(address, hosts, require_https=secure)
