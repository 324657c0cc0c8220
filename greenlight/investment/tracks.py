"""The two-track ledger (两本账, B 50): work done and payments side by side, month by month, and a drawing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from greenlight.investment import proofs
from greenlight.investment.drawing import Frame, grid
from greenlight.investment.models import InvestmentReport, VoucherShare
from greenlight.kernel import series

Told = Mapping[int, Decimal]


@dataclass(frozen=True)
class TrackLine:
    """A month of both ledgers in 万元: value by difference and cumulative; None where nothing was reported.

    `proven` is what vouchers cover of the year so far, `share` of the work reported so far in per cent.
    """

    month: int
    work: series.MonthValue | None
    work_ytd: Decimal | None
    paid: series.MonthValue | None
    paid_ytd: Decimal | None
    ratio: Decimal | None
    proven: Decimal
    share: Decimal | None

    @property
    def label(self) -> str:
        """Say the months: 4—5月."""
        told = self.work or self.paid
        return told.label if told else ""

    @property
    def paid_apart(self) -> str:
        """Say the months of the payments where they are others than those of the work."""
        return self.paid.label if self.paid and self.paid.label != self.label else ""


def lines(reports: Sequence[InvestmentReport], shares: Sequence[VoucherShare]) -> tuple[TrackLine, ...]:
    """Return the months of a year that either ledger reported."""
    work, paid = (_told(reports, one) for one in (InvestmentReport.Method.WORK, InvestmentReport.Method.PAID))
    of_work = {one.last: one for one in series.month_values(work)}
    of_paid = {one.last: one for one in series.month_values(paid)}
    return tuple(
        _line(month, (of_work.get(month), work.get(month)), (of_paid.get(month), paid.get(month)), shares)
        for month in sorted({*of_work, *of_paid})
    )


def _told(reports: Sequence[InvestmentReport], method: str) -> Told:
    return {row.month: row.ytd_wan for row in reports if row.in_force and row.method == method}


Pair = tuple[series.MonthValue | None, Decimal | None]


def _line(month: int, work: Pair, paid: Pair, shares: Sequence[VoucherShare]) -> TrackLine:
    covered = proofs.added(
        (one.project_id, one.part, one.voucher.kind, one.amount_wan) for one in shares if one.month <= month
    )
    proven = next(iter(covered.values()), Decimal(0))
    done = work[1]
    ratio = series.percent(paid[1], done) if paid[1] is not None and done else None
    share = series.percent(min(proven, done), done) if done else None
    return TrackLine(month, *work, *paid, ratio, proven, share)


def chart(rows: Sequence[TrackLine], *, width: int = 480, height: int = 220) -> SafeString:
    """Draw both ledgers by month: work a line, payments dots."""
    amounts = [one for row in rows for one in (row.work_ytd, row.paid_ytd) if one is not None]
    frame = Frame(width, height, max(amounts, default=Decimal(0)), 0)
    work = [(row.month, row.work_ytd) for row in rows if row.work_ytd is not None]
    paid = [(row.month, row.paid_ytd) for row in rows if row.paid_ytd is not None]
    parts = [
        *grid(frame),
        *_track("done", "工作量", work, frame, -8),
        *_track("ahead", "付款", paid, frame, 16),
    ]
    return format_html(
        '<svg class="line-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        width, height, _spoken(rows), format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def _track(
    kind: str, word: str, points: Sequence[tuple[int, Decimal]], frame: Frame, dy: int
) -> list[SafeString]:
    if not points:
        return []
    way = "L".join(f"{frame.x(month)} {frame.y(amount)}" for month, amount in [(0, Decimal(0)), *points])
    month, amount = points[-1]
    x, y = frame.x(month), frame.y(amount)
    return [
        format_html('<path class="{}" d="M{}"/>', kind, way),
        format_html('<circle class="at" cx="{}" cy="{}" r="3"/>', x, y),
        format_html('<text x="{}" y="{}" dx="6" dy="{}">{} {}</text>', x, y, dy, word, frame.told(amount)),
    ]


def _spoken(rows: Sequence[TrackLine]) -> str:
    if not rows:
        return "还没有月报"
    work = next((row.work_ytd for row in reversed(rows) if row.work_ytd is not None), None)
    paid = next((row.paid_ytd for row in reversed(rows) if row.paid_ytd is not None), None)
    told = [
        f"{word}累计 {one.normalize():,f} 万元"
        for word, one in (("工作量", work), ("付款", paid))
        if one is not None
    ]
    return "，".join(told)
