"""Reports: the month, and the checker of reports."""

from __future__ import annotations

from tests.doors.door import INSIDE, Door, page

ROWS: dict[str, Door] = {
    "reports:digest": page("GET POST", doers=INSIDE, data=lambda _: {"form": "docx"}),
}
