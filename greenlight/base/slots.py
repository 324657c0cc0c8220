"""Slots: a room above shows itself on a page below, without the page knowing it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

Filler = Callable[[HttpRequest, Any], SafeString]
_slots: dict[str, list[tuple[int, Filler]]] = {}


def fill(name: str, filler: Filler, *, order: int = 100) -> None:
    """Put a drawing function into a slot; called from `AppConfig.ready()`."""
    _slots.setdefault(name, []).append((order, filler))


def fillers(name: str) -> list[Filler]:
    """Return the drawing functions of a slot, by their order."""
    return [filler for _, filler in sorted(_slots.get(name, []), key=lambda pair: pair[0])]
