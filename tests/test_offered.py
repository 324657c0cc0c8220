"""Nobody is offered what he may not do: no form, no link, no page of entry that would only be refused."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve

from greenlight.desk.views.project import TABS
from tests.doors import DOORS, INSIDE, Door, Route, World
from tests.test_doors import BEHIND, _rehearsal_day, address, client, each, finished, shelf, world

__all__ = ["_rehearsal_day", "shelf", "world"]  # fixtures
pytestmark = pytest.mark.django_db
HERE = "http://testserver"
PAGES = [(route, door) for route, door in BEHIND if "GET" in door.methods]
ENTRY = [(route, door) for route, door in PAGES if "POST" in door.methods and door.doers]
# What one may read without being one of those who write there: lists, one record, a setting as it stands.
# A page that is there to be filled in and for nothing else is not among them.
READ = {
    "desk:cell", "investment:fund", "investment:limits", "investment:voucher", "plans:draft", "plans:levels",
    "plans:update", "projects:node", "projects:units", "reports:checks", "supervision:limits",
    "supervision:new", "warnings:check", "warnings:packs",
}  # fmt: skip


class Offers(HTMLParser):
    """The addresses a page posts to, and those it leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.posts: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of forms that write, and of links."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form" and told.get("method", "").lower() == "post":
            self.posts.append(told.get("action", ""))
        self.posts += [told[name] for name in ("formaction", "hx-post") if told.get(name)]
        if tag == "a" and "href" in told:
            self.links.append(told["href"])


def views_of(route: Route, path: str) -> Iterator[str]:
    """Yield a page's address, and those of its tabs where it has them."""
    yield path
    if route.name == "desk:project":
        yield from (f"{path}?tab={tab}" for tab in TABS)


def behind(page: str, to: str) -> tuple[str, Door | None]:
    """Return the name of the route an address on a page leads to, and its door."""
    found = urlsplit(urljoin(HERE + page, to))
    if f"{found.scheme}://{found.netloc}" != HERE:
        return "", None
    try:
        name = resolve(found.path).view_name
    except Resolver404:
        return f"nothing at {found.path}", Door(next(iter(DOORS.values())).kind, readers=frozenset())
    return name, DOORS.get(name)


@each(PAGES)
def test_a_page_offers_nobody_what_would_be_refused(route: Route, door: Door, world: World) -> None:
    wrong = set()
    for page in views_of(route, address(route, door, world)):
        for name in sorted(INSIDE & door.readers):
            answer = client(name).get(page)
            if finished(answer) != 200 or "html" not in answer.headers.get("Content-Type", ""):
                continue
            offers = Offers(answer.content.decode())
            for to in offers.posts:
                where, there = behind(page, to)
                if there and there.doers and name not in there.doers:
                    wrong.add((name, "form", page, where))
            for to in offers.links:
                where, there = behind(page, to)
                if there and name not in there.readers:
                    wrong.add((name, "link", page, where))
    assert wrong == set()


@each(ENTRY)
def test_an_entry_form_opens_for_nobody_whose_entry_would_be_refused(
    route: Route, door: Door, world: World
) -> None:
    path = address(route, door, world)
    for name in sorted(INSIDE - door.doers):
        answer = client(name).get(path)
        if route.name not in READ:
            assert finished(answer) in (403, 404), name
