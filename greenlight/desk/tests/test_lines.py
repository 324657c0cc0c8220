"""The line is what the rooms say: whatever deed is done, building it again finds no difference."""

from __future__ import annotations

from decimal import Decimal

import pytest

from greenlight.desk import lines
from greenlight.desk.models import ProjectLine
from tests import make

pytestmark = pytest.mark.django_db


def test_a_line_says_what_the_ledger_says_in_typed_columns() -> None:
    one = make.project("示例锂盐生产线项目", total_wan=Decimal(30000), location="城南", issue="")
    assert lines.rebuild(one.zone_id, [one.pk]) == 1
    line = ProjectLine.objects.get(pk=one.pk)
    assert (line.project_name, line.total_investment, line.location, line.issue) == (
        "示例锂盐生产线项目", Decimal(30000), "城南", None,
    )  # fmt: skip
    assert (line.light, line.stage, line.stage_rank, line.version) == ("grey", "signed", 2, 1)
    assert lines.rebuild(one.zone_id, [one.pk]) == 0
