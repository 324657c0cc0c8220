"""Reading the numbers of a report, and asking where they do not fit (核数)."""

from greenlight.kernel.facts.fact import Comparator, Conflict, Fact, Kind, Table, Text
from greenlight.kernel.facts.reading import hold, read
from greenlight.kernel.facts.relations import compare, conflicts

__all__ = ["Comparator", "Conflict", "Fact", "Kind", "Table", "Text", "compare", "conflicts", "hold", "read"]
