"""July's table goes out as the monthly table and comes in again: nothing has changed."""

from __future__ import annotations

import pytest

from greenlight.desk.exporting import export_all
from greenlight.desk.table.seen import Seen
from tests import make
from tests.test_import_july import counts, july, loaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_the_monthly_table_reads_back_as_it_went_out(suffix: str) -> None:
    july()
    seen = Seen.of(make.lin(), {"cols": "project_name", "group": "unit"})
    data = b"".join(export_all(seen, suffix=suffix))
    again = loaded(data, name=f"重点项目进展情况表{suffix}")
    assert counts(again) == {"same": 91}
