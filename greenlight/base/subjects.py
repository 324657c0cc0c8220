"""A subject is (kind, id): the registry says what it is and who sees it (DESIGN §8)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

Visible = Callable[[Any], QuerySet[Any]]
_subjects: dict[str, tuple[str, Visible, Callable[[Any], str]]] = {}


def register(kind: str, label: str, visible: Visible, url: Callable[[Any], str]) -> None:
    """Make a kind of record known: its Chinese label, its visible rows for a user, its page."""
    _subjects[kind] = (label, visible, url)


def kinds() -> list[str]:
    """Return the registered kinds."""
    return sorted(_subjects)


def label(kind: str) -> str:
    """Return the Chinese name of a kind."""
    return _subjects[kind][0] if kind in _subjects else kind


def find(kind: str, pk: int, user: Any) -> Any | None:
    """Return the record if the user may see it, else None."""
    if kind not in _subjects:
        return None
    return _subjects[kind][1](user).filter(pk=pk).first()


def several(kind: str, ids: Iterable[int], user: Any) -> list[Any]:
    """Return those of some records that the user may see."""
    if kind not in _subjects:
        return []
    return list(_subjects[kind][1](user).filter(pk__in=list(ids)))


def url(kind: str, record: Any) -> str:
    """Return the page of a record."""
    return _subjects[kind][2](record)
