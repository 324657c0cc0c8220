"""The ledger page lists what one sees, at the same number of queries whatever the size."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from greenlight.people.models import User
from greenlight.projects.models import Assignment
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    """Return a browser in which a person has signed in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def queries(client: Client, address: str) -> int:
    """Count the queries of a page."""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(address)
    assert response.status_code == 200
    return len(seen)


def test_a_clerk_sees_the_projects_with_their_sum() -> None:
    make.project("甲项目", total_wan=Decimal(30000))
    make.project("乙项目", total_wan=Decimal(12500))
    page = signed_in(make.lin()).get("/projects/").content.decode()
    assert "甲项目" in page
    assert "合计（2 项）" in page
    assert "4.25" in page


def test_a_stranger_sees_an_empty_ledger_with_words_what_to_do() -> None:
    make.project("甲项目")
    page = signed_in(make.wu()).get("/projects/").content.decode()
    assert "甲项目" not in page
    assert "台账还是空的" in page


def test_a_condition_that_leaves_nothing_names_the_way_out() -> None:
    make.project("甲项目")
    page = signed_in(make.lin()).get("/projects/?stage=completed").content.decode()
    assert "没有同时满足这些条件的项目" in page
    assert "清空条件" in page


def test_the_number_of_queries_does_not_grow_with_the_projects() -> None:
    client = signed_in(make.lin())
    unit = make.unit()
    for n in range(3):
        one = make.project(f"小{n}项目")
        Assignment.objects.create(project=one, zone=one.zone, role="lead", unit=unit)
    client.get("/projects/")
    few = queries(client, "/projects/")
    for n in range(40):
        one = make.project(f"大{n}项目")
        Assignment.objects.create(project=one, zone=one.zone, role="lead", unit=unit)
    assert queries(client, "/projects/") == few


@pytest.mark.parametrize(
    "sort", ["project_name", "-total_investment", "stage", "light", "-annual_plan", "x' --"]
)
def test_every_order_can_be_asked_for_and_an_unknown_one_is_passed_over(sort: str) -> None:
    make.project("甲项目")
    assert signed_in(make.lin()).get("/projects/", {"sort": sort}).status_code == 200


def test_the_export_holds_exactly_the_rows_that_are_seen() -> None:
    make.project("甲项目", stage="completed")
    make.project("乙项目", stage="signed")
    response = signed_in(make.lin()).get("/projects/export/?stage=completed")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    cells = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "甲项目" in cells
    assert "乙项目" not in cells


def test_the_csv_export_opens_with_the_same_rows() -> None:
    make.project("甲项目")
    response = signed_in(make.lin()).get("/projects/export/?as=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "甲项目" in text


@pytest.mark.parametrize(
    "address", ["/", "/cockpit/", "/help/", "/turned/", "/imports/", "/library/", "/packs/"]
)
def test_every_page_stands_with_no_project_at_all_and_with_one(address: str) -> None:
    client = signed_in(make.lin())
    assert client.get(address).status_code == 200
    make.project("甲项目")
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("tab", ["milestones", "investment", "site", "warnings", "papers", "log", "nonsense"])
def test_every_tab_of_a_project_opens_and_is_closed_to_a_stranger(tab: str) -> None:
    project = make.project("甲项目")
    address = f"/projects/{project.pk}/?tab={tab}"
    assert signed_in(make.lin()).get(address).status_code == 200
    assert signed_in(make.wu()).get(address).status_code == 404


def test_a_figure_opens_into_its_rows() -> None:
    make.project("甲项目")
    client = signed_in(make.lin())
    assert "项目数" in client.get("/figures/project_count/").content.decode()
    assert client.get("/figures/nonsense/").status_code == 404
