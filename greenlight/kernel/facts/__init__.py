"""Reading the numbers of a report, and asking where they do not fit (核数)."""

from greenlight.kernel.facts.fact import Comparator, Conflict, Fact, Kind, Table, Text

__all__ = ["Comparator", "Conflict", "Fact", "Kind", "Table", "Text"]
