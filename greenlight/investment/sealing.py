"""封账 at every door of the ledger: which cells take nothing any more, and who opens them."""

from __future__ import annotations

from greenlight.base.keeping import Seal
from greenlight.base.refusals import Refused
from greenlight.investment import rules, sentences

BY_MONTH = frozenset({"ytd_investment", "month_investment"})
# 开工以来累计 alone is written as the amount of the month the table speaks of (keeping).
OF_THE_MONTH = "cumulative_investment"
OPEN = Seal("", lambda _key: "")


def seal(zone_id: int, month: str) -> Seal:
    """Return which cells of a zone's ledger are closed; one query. `month` is that of the table."""
    held = rules.closing(zone_id)
    if held is None:
        return OPEN
    last = f"{held.year}-{held.month:02d}"

    def told(key: str) -> str:
        name, _, of = key.partition("@")
        of = month if name == OF_THE_MONTH else of if name in BY_MONTH else ""
        return sentences.closed_cell(of, held.actor_name, last) if of and of <= last else ""

    return Seal(f"{held.pk}", told)


def check(zone_id: int, year: int, month: int) -> None:
    """Raise Refused when a month of a zone is closed."""
    if rules.is_closed(zone_id, year, month):
        raise Refused(sentences.closed(year, month))
