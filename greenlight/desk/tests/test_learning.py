"""Learning the product: ten steps on what one may see, words explained in place, what is new."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client

from greenlight.base import terms
from greenlight.desk import news, tour
from greenlight.people.models import User
from greenlight.warnings import packs
from greenlight.warnings.actions import ensure_judged
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    packs.open_zone(make.zone().pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_tour_has_ten_steps_and_every_page_of_it_opens() -> None:
    project = make.project()
    ensure_judged(project.zone_id, make.TODAY, make.NOW)
    client = signed_in(make.lin())
    steps = tour.steps(make.lin())
    assert len(steps) == 10
    for n, step in enumerate(steps, 1):
        assert client.get(step.address).status_code == 200, step.address
        told = client.get(f"/tour/{n}/").json()
        assert (told["n"], told["of"], told["path"]) == (n, 10, urlsplit(step.address).path)
    assert client.get("/tour/10/").json()["next"] == ""
    assert client.get("/tour/11/").status_code == 404


def test_who_does_not_import_is_shown_orders_in_its_place() -> None:
    for him in (make.sun(), make.he(), make.user("hu", "inspector")):
        addresses = [one.address for one in tour.steps(him)]
        assert tour.IMPORTS not in addresses
        assert "/orders/" in addresses


def test_the_tour_of_an_empty_zone_leaves_out_what_is_not_there() -> None:
    assert len(tour.steps(make.lin())) == 7
    assert all("{" not in one.address for one in tour.steps(make.lin()))


def test_the_tour_shows_nobody_a_project_of_another_zone() -> None:
    make.project()
    assert tour.example(make.wu()) is None


def test_a_word_is_explained_once_and_shortly() -> None:
    words = [one.word for one in terms.TERMS]
    assert len(words) == len(set(words))
    assert all(10 < len(one.said) <= 80 for one in terms.TERMS)
    with pytest.raises(KeyError):
        terms.term("没有这个词")


class Ids(HTMLParser):
    """Collects the ids of a page."""

    found: set[str]

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = getattr(self, "found", set()) | {
            value for name, value in attrs if name == "id" and value
        }


def test_every_word_stands_on_the_help_page_where_its_mark_leads() -> None:
    ids = Ids()
    ids.feed(signed_in(make.lin()).get("/help/").content.decode())
    assert {one.word for one in terms.TERMS} <= ids.found


def test_the_news_are_told_newest_first_and_the_menu_names_the_newest() -> None:
    said = signed_in(make.lin()).get("/news/").content.decode()
    assert said.index(news.NOTES[0].title) < said.index(news.NOTES[1].title)
    assert f'data-gl-news="{news.newest()}"' in said
