"""The cast of the tests sees what it should."""

import pytest

from greenlight.projects.models import Assignment, Project
from tests import make

pytestmark = pytest.mark.django_db


def test_a_clerk_sees_the_zone_and_a_stranger_sees_nothing() -> None:
    project = make.project()
    assert list(Project.objects.visible_to(make.lin())) == [project]
    assert list(Project.objects.visible_to(make.wu())) == []


def test_a_unit_handler_sees_only_the_projects_of_the_unit() -> None:
    mine, other = make.project("甲项目"), make.project("乙项目")
    Assignment.objects.create(project=mine, zone=mine.zone, role="lead", unit=make.unit())
    seen = Project.objects.visible_to(make.sun())
    assert list(seen) == [mine]
    assert other not in seen
