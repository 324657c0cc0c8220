"""The tables of the room, one idea a file."""

from greenlight.reports.models.checking import Answer, CheckedReport, Observation, ReportState, Verdict

__all__ = ["Answer", "CheckedReport", "Observation", "ReportState", "Verdict"]
