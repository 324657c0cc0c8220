"""Schemathesis on every operation of the description, reading and writing, with good and bad data.

Each example is sent inside a savepoint that is rolled back: one finds what the other found.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as rounds
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from greenlight.people import bearer, tokens
from greenlight.projects.guarding import etag
from greenlight.supervision import api as orders
from tests import make
from tests.cases import lead, milestone, reported, year_plan
from tests.connection import one_connection
from tests.machines import pk_for, records_of

EXAMPLES = 25
COLUMNS = ("location", "annual_plan", "planned_finish", "stage", "started")
# What is right by its schema may still be refused by the business: a name taken, a date to come.
BUSINESS = ("positive_data_acceptance", "missing_required_header")
SCOPES = [scope for scope, _ in tokens.SCOPES]


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Keep conditions on one column of each family: the others are read by the same lines."""
    for path in raw_schema["paths"].values():
        for one in path.values():
            one["parameters"] = [
                told for told in one.get("parameters", ())
                if not told["name"].startswith("c.") or told["name"].removeprefix("c.") in COLUMNS
            ]  # fmt: skip


def whole() -> Any:
    """Return the description and the application behind it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # collected files are missing, and nobody asks for them here
        found = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    found.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    found.config.phases.coverage.enabled = False  # hundreds of near misses a parameter: minutes each
    return found


schema = whole()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Keep the connection of the test's transaction, as Django's own test client does."""
    with one_connection():
        yield


@pytest.fixture
def world(
    db: None, _one_connection: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> dict[str, Any]:
    """Make a zone with a project, its milestone, money, order and site, and keys to it."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())
    monkeypatch.setattr(bearer, "MOST_FAILURES", 10**9)
    cache.clear()
    project = make.project()
    lead(project)
    stone = milestone(project, due=make.TODAY)
    year_plan(project, 1000)
    reported(project, 6, 100)
    make.enterprise()
    records = records_of(project)
    by = make.by()
    secret = tokens.make(by=by, name="程序", days=30, scopes=SCOPES)[1]
    feed, key = tokens.make(by=by, name="表格", days=30, ledger="projects", words="light=red")
    return {"project": project, "stone": stone, "secret": secret, "feed": feed, "key": key,
            "records": records | {"milestones": stone.pk, "feeds": feed.pk}}  # fmt: skip


@schema.parametrize()  # type: ignore[untyped-decorator]
@rounds(
    max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_no_request_breaks_the_api_and_every_answer_is_as_described(case: Any, world: dict[str, Any]) -> None:
    put_right(case, world)
    headers = {"Authorization": f"Bearer {world['secret']}"}
    with transaction.atomic():
        try:
            case.call_and_validate(
                headers=headers, excluded_checks=[CHECKS.get_one(name) for name in BUSINESS]
            )
        finally:
            transaction.set_rollback(True)


def put_right(case: Any, world: dict[str, Any]) -> None:
    """Let good data speak of records that are there, in the version they have."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if "pk" in (case.path_parameters or {}):
        case.path_parameters["pk"] = pk_for(case.path, world["project"], world["records"])
    if "If-Match" in (case.headers or {}):
        of_order = "/orders/" in case.path
        told = orders.etag(world["records"]["orders"]) if of_order else etag(world["project"].pk)
        case.headers["If-Match"] = f'"{told}"'
