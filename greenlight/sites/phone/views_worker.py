"""What lets the phone open its pages without a network: the worker, and how long a page may be kept."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.http import HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_GET

import greenlight.base
from greenlight.people.requests import Request

SOURCE = Path(greenlight.base.__file__).parent / "static/greenlight/js/site/worker.js"
DRAWN_WITH = ("site.js", "app.js", "site.css", "greenlight.css", "tokens.css", "parts.css")
KEEP = "Site-Keep"


@lru_cache(maxsize=1)
def script() -> str:
    """Return the worker with its version: other styles or scripts, another version."""
    source = SOURCE.read_text(encoding="utf-8")
    names = [source, *(static(f"greenlight/{one}") for one in DRAWN_WITH)]
    version = hashlib.sha256("\n".join(names).encode()).hexdigest()[:12]
    return f'self.VERSION = "{version}";\n{source}'


@require_GET
def worker(_request: Request) -> HttpResponse:
    """Hand out the worker; below /site/, so that it has a say there and nowhere else."""
    return HttpResponse(script(), content_type="text/javascript; charset=utf-8")


def kept(request: Request, response: HttpResponse) -> HttpResponse:
    """Say whose page this is and for how many seconds the phone may keep it: as long as one stays signed in.

    Who did not ask to be remembered is signed out when the browser ends, so nothing of theirs is kept.
    """
    ends = request.session.get_expire_at_browser_close()
    seconds = 0 if ends else max(0, request.session.get_expiry_age())
    response[KEEP] = f"{request.user.pk} {seconds}"
    return response
