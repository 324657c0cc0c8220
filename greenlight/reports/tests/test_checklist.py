"""一项目一清单: what is left stands by phase with its unit and day; paper and page say the same."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from django.test import Client

from greenlight.people.models import User
from greenlight.plans.models import Milestone
from greenlight.plans.tests import cast
from greenlight.projects.models import Assignment, Project
from greenlight.reports.checklist import sheet
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENLIGHT_TODAY", make.TODAY.isoformat())


@pytest.fixture
def plant() -> Project:
    made = cast.project(name="甲厂", stage="signed", issue="缺地", next_step="报批")
    cast.skeleton(made, groundbreaking=date(2022, 5, 1), in_production=date(2022, 8, 20))
    Milestone.objects.filter(project=made, key="groundbreaking").update(done_on=date(2022, 5, 3))
    return made


def client(who: User) -> Client:
    made = Client()
    made.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return made


def names(found: sheet.Sheet) -> list[object]:
    return [row.values[0] for part in found.parts for row in part.rows]


def test_what_is_done_is_left_out_unless_all_is_asked_for(plant: Project) -> None:
    left, whole = sheet.of(plant, make.TODAY), sheet.of(plant, make.TODAY, sheet.WHOLE)
    assert (len(names(left)), len(names(whole))) == (1, 2)
    assert left.line == "2022年7月31日，2 个节点，完成 1 个，还有 1 个"


def test_who_answers_stands_with_the_telephone(plant: Project) -> None:
    Assignment.objects.create(
        project=plant, zone=plant.zone, role="contact", person="王工", phone="13800000000"
    )
    Assignment.objects.create(
        project=plant, zone=plant.zone, role="contact", person="旧人", valid_to=date(2022, 1, 1)
    )
    assert dict(sheet.of(plant, make.TODAY).facts)["联系人"] == "王工 13800000000"


def test_page_and_paper_name_the_same_nodes_and_what_is_stuck(plant: Project) -> None:
    page = client(make.lin()).get(f"/projects/{plant.pk}/checklist/").content.decode()
    answer = client(make.lin()).get(f"/projects/{plant.pk}/checklist/?as=docx")
    paper = docx.Document(io.BytesIO(answer.content))
    (node,) = names(sheet.of(plant, make.TODAY))
    assert str(node) in page
    assert paper.tables[1].rows[1].cells[1].text == node
    text = "\n".join(one.text for one in paper.paragraphs)
    for words in ("存在问题：缺地", "下一步：报批", "甲厂项目清单"):
        assert words in text
    assert answer.headers["Content-Disposition"].endswith(".docx")


def test_a_project_without_a_plan_says_how_to_make_one() -> None:
    bare = cast.project(name="乙厂")
    page = client(make.lin()).get(f"/projects/{bare.pk}/checklist/").content.decode()
    assert "还没有节点" in page


def test_when_all_is_done_the_page_says_so(plant: Project) -> None:
    Milestone.objects.filter(project=plant).update(done_on=date(2022, 7, 1))
    page = client(make.lin()).get(f"/projects/{plant.pk}/checklist/").content.decode()
    assert "节点都完成了" in page


def test_to_a_stranger_it_is_not_there(plant: Project) -> None:
    assert client(make.wu()).get(f"/projects/{plant.pk}/checklist/").status_code == 404
