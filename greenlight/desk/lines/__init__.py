"""Lines: projects as the ledger shows them, built in bulk, rebuilt with every deed (decision 0007)."""

from greenlight.desk.lines.building import build
from greenlight.desk.lines.writing import differences, lacking, rebuild, rebuild_all, relight

__all__ = ["build", "differences", "lacking", "rebuild", "rebuild_all", "relight"]
