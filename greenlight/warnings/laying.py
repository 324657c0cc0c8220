"""Stored facts laid out as the columns the kernel judges in bulk, without making a record of each.

A stored record is the list of a fact's fields in order, its trailing defaults left out; a day is written
"@2026-01-01", an amount "#1.5" (kernel.lights.stored).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from greenlight.kernel.lights import ACTIVE, batch
from greenlight.kernel.months import DAY, period_end

Plain = Mapping[str, Any]
Record = Sequence[Any]
# Places of the fields in a stored record.
DUE, PRECISION, STARTED, DONE, PERCENT = 2, 4, 5, 6, 7
YEAR, MONTH, PLAN, YTD = range(4)
PLANNED, ACTUAL, EXCUSE = range(3)
BEGUN, REGISTERED = range(2)
SITE_PERCENT = 1
NONE: Record = ()
PLACES = 4  # of an amount in 万元


def columns(plains: Sequence[Plain]) -> batch.Columns:
    """Lay out what was kept of some projects, the same as `batch.columns_of` of their facts."""
    site = [_field(one.get("site", NONE), SITE_PERCENT) for one in plains]
    return batch.Columns(
        milestones=_milestones(plains),
        investment=_investment([one.get("investment", NONE) for one in plains]),
        start=_starts([one.get("start", NONE) for one in plains]),
        registration=_registrations([one.get("registration", NONE) for one in plains]),
        site_done=np.array([one is not None and _amount(one) >= 100 for one in site], np.bool_),
        active=np.array([one.get("state", ACTIVE) == ACTIVE for one in plains], np.bool_),
    )


def _milestones(plains: Sequence[Plain]) -> batch.MilestoneColumns:
    own = [one.get("milestones", NONE) for one in plains]
    flat = [stone for stones in own for stone in stones]
    return batch.MilestoneColumns(
        offsets=np.cumsum([0, *map(len, own)], dtype=np.int64),
        due=_ints([_last_day(one[DUE], one[PRECISION] if len(one) > PRECISION else DAY) for one in flat]),
        started=_days(flat, STARTED),
        done=_days(flat, DONE),
        moving=np.array([len(one) > PERCENT and _moves(one[PERCENT]) for one in flat], np.bool_),
    )


def _investment(own: Sequence[Record]) -> batch.InvestmentColumns:
    return batch.InvestmentColumns(
        plan_yuan=np.array([_yuan(_field(one, PLAN)) for one in own], np.int64),
        ytd_yuan=np.array([_yuan(_field(one, YTD)) for one in own], np.int64),
        month=_ints([_report_month(one) for one in own]),
    )


def _report_month(one: Record) -> int:
    if _field(one, MONTH) is None or _field(one, YTD) is None:
        return batch.NO_MONTH
    return int(one[YEAR]) * 12 + int(one[MONTH]) - 1


def _starts(own: Sequence[Record]) -> batch.StartColumns:
    return batch.StartColumns(
        planned=_ints([_month(_field(one, PLANNED)) for one in own]),
        actual=_days(own, ACTUAL),
        excused=np.array([bool(_field(one, EXCUSE)) for one in own], np.bool_),
    )


def _registrations(own: Sequence[Record]) -> batch.RegistrationColumns:
    return batch.RegistrationColumns(started=_days(own, BEGUN), registered=_days(own, REGISTERED))


def _field(one: Record, place: int) -> Any:
    return one[place] if len(one) > place else None


def _days(own: Iterable[Record], place: int) -> NDArray[np.int32]:
    return _ints([_ordinal(one[place]) if len(one) > place else batch.NO_DAY for one in own])


def _ints(numbers: Sequence[int]) -> NDArray[np.int32]:
    return np.array(numbers, np.int32)


@cache
def _ordinal(text: str | None) -> int:
    return date.fromisoformat(text[1:]).toordinal() if text else batch.NO_DAY


@cache
def _month(text: str | None) -> int:
    return int(text[1:5]) * 12 + int(text[6:8]) - 1 if text else batch.NO_MONTH


@cache
def _last_day(text: str | None, precision: str) -> int:
    return period_end(date.fromisoformat(text[1:]), precision).toordinal() if text else batch.NO_DAY


def _moves(percent: object) -> bool:
    return percent is not None and any(digit in "123456789" for digit in str(percent).partition("E")[0])


def _amount(value: object) -> Decimal:
    return Decimal(str(value).lstrip("#"))


def _yuan(value: object) -> int:
    """Read an amount of 万元 as 元. Raises ValueError for more than four places."""
    if value is None:
        return 0
    whole, _, part = str(value).lstrip("#").partition(".")
    if len(part) <= PLACES and part.isdecimal() and whole.lstrip("-").isdecimal():
        return int(whole + part.ljust(PLACES, "0"))
    return batch.yuan(_amount(value))
