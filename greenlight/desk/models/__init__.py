"""What the desk keeps: copies made for reading fast; facts stay in their rooms (decision 0007)."""

from greenlight.desk.models.lines import LineChange, ProjectLine

__all__ = ["LineChange", "ProjectLine"]
