"""The same log, the same photo sent at the same moment: one of each is kept."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import uuid4

import pytest
from django.db import connection

from greenlight.base.models import JournalRow
from greenlight.base.refusals import Refused
from greenlight.sites import actions
from greenlight.sites.models import Photo, SiteLog
from greenlight.sites.tests import drawn
from greenlight.sites.told import LogTold, PhotoTold
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one writer at a time on SQLite"),
]
T = TypeVar("T")


def at_once(deeds: list[Callable[[], T]]) -> list[T | str]:
    """Do deeds in threads of their own; a refusal is its sentence."""

    def run(deed: Callable[[], T]) -> T | str:
        try:
            return deed()
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_a_log_sent_six_times_at_once_is_one_log() -> None:
    project, by, log = make.project(), make.by(), LogTold(uuid4(), make.TODAY, "主体")
    found = at_once([lambda: actions.send_log(by=by, project=project, log=log).pk] * 6)
    assert len(set(found)) == 1
    assert SiteLog.objects.count() == 1
    assert JournalRow.objects.filter(verb="site.log").count() == 1


def test_one_id_for_two_projects_at_once_goes_to_one_of_them() -> None:
    ones, by, log = [make.project("甲"), make.project("乙")], make.by(), LogTold(uuid4(), make.TODAY, "主体")
    found = at_once([
        lambda one=one: actions.send_log(by=by, project=one, log=log).pk for one in ones  # type: ignore[misc]
    ])  # fmt: skip
    assert sorted(isinstance(one, str) for one in found) == [False, True]
    assert SiteLog.objects.count() == 1


def test_a_photo_sent_four_times_at_once_is_one_photo() -> None:
    by, told, data = make.by(), PhotoTold(uuid4()), drawn.jpeg()
    log = actions.send_log(by=by, project=make.project(), log=LogTold(uuid4(), make.TODAY, "主体"))
    deed: Callable[[], int] = lambda: actions.add_photo(  # noqa: E731
        by=by, log=log, data=data, name="a.jpg", told=told).pk  # fmt: skip
    assert len(set(at_once([deed] * 4))) == 1
    assert Photo.objects.count() == 1
