"""Removed reports go for good: a draft that was taken off the list must not lie about for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from greenlight.reports.models import CheckedReport

KEPT = timedelta(days=7)  # so long nothing is lost by a wrong click


def purge(now: datetime) -> int:
    """Drop what was removed over a week ago, with its file; return how many reports."""
    gone = list(CheckedReport.objects.filter(removed_at__lt=now - KEPT).select_related("file"))
    for report in gone:
        report.delete()
        if report.file is not None:
            report.file.content.delete(save=False)
            report.file.delete()
    return len(gone)
