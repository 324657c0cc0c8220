"""What the cross-checks of one project are made from, and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Plain = str | int | None


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """One project's money and site as known on `day`; amounts in 万元, percents 0-100.

    `year` and `month` are those of the newest report by 形象进度法, `ytd` its amount and `ytd_before` that of
    the report before it in the same year (0 at the first). `paid` is the newest amount by 财务支出法 of
    the same year up to that month, `since_start` prior years and this one, `proven` what vouchers cover.
    `site_day` is the last day anything came from the site.
    """

    kind: str
    day: date
    year: int
    month: int
    ytd: Decimal
    ytd_before: Decimal = Decimal(0)
    paid: Decimal | None = None
    since_start: Decimal | None = None
    total: Decimal | None = None
    site_percent: Decimal | None = None
    site_day: date | None = None
    proven: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to ask about: the check, the month it is about, and every number that went in."""

    code: str
    period: str
    inputs: Mapping[str, Plain] = field(default_factory=dict)
