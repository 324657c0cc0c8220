"""The page that makes a table a spreadsheet can refresh by itself: a link, a name, a key shown once."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from greenlight.desk import chips
from greenlight.desk.api.feeds import look
from greenlight.desk.table.seen import Seen
from greenlight.desk.table.sheet import LEDGER
from greenlight.people import tokens
from greenlight.people.keys import KeyForm
from greenlight.people.requests import Request, by


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed(request: Request) -> HttpResponse:
    """Show the table the address asks for; a POST makes its link and shows the key, this once."""
    seen = Seen.of(request.user, request.GET)
    form = KeyForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = seen.look.address()
        look(QueryDict(words))  # a table that could not be read is not promised
        own = form.cleaned_data
        token, secret = tokens.make(
            by=by(request), name=own["name"], days=int(own["days"]), ledger=LEDGER, words=words
        )
        link = request.build_absolute_uri(reverse("api-1:feed", args=[token.pk]))
        return render(request, "desk/feeds/made.html", {"token": token, "secret": secret, "link": link})
    return render(request, "desk/feeds/feed.html", about(seen, form), status=422 if form.errors else 200)


def about(seen: Seen, form: KeyForm) -> dict[str, Any]:
    """Return what the table will hold, in the words of the ledger page."""
    return {
        "form": form,
        "conditions": [one.label for one in chips.applied(seen)],
        "columns": [one.header for one in seen.columns],
        "count": seen.sums.count,
        "told": seen.told,
        "back": f"{reverse('desk:projects')}?{seen.look.address()}",
    }
