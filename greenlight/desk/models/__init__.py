"""What the desk keeps: copies made for reading fast; facts stay in their rooms (decision 0007)."""

from greenlight.desk.models.lines import LineChange, ProjectLine
from greenlight.desk.models.notices import Delivery, Notice, Robot
from greenlight.desk.models.search import Kind, SearchEntry, SearchPage, SearchTerm
from greenlight.desk.models.views import LONGEST_NAME, SavedView

__all__ = [
    "LONGEST_NAME",
    "Delivery",
    "Kind",
    "LineChange",
    "Notice",
    "ProjectLine",
    "Robot",
    "SavedView",
    "SearchEntry",
    "SearchPage",
    "SearchTerm",
]
