"""Leaving the product: exactly what is seen, the classic monthly table, a sheet of paper."""

from greenlight.desk.exporting.classic import export_all, export_ledger
from greenlight.desk.exporting.seen import export_seen, reported_until

__all__ = ["export_all", "export_ledger", "export_seen", "reported_until"]
