"""A real zone's first days: its name, units, people, holidays. What is done shows; nothing is forced."""

from greenlight.people.setup.actions import add_people, add_units, announce, describe
from greenlight.people.setup.list import Line, People, read_people

__all__ = ["Line", "People", "add_people", "add_units", "announce", "describe", "read_people"]
