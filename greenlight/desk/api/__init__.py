"""The API of the desk: the project ledger read and written, tables for spreadsheets, figures."""

from greenlight.desk.api.feeds import router as tables
from greenlight.desk.api.figures import router as figures
from greenlight.desk.api.projects import router as projects

__all__ = ["figures", "projects", "tables"]
