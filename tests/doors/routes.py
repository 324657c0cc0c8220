"""The routes of the resolver, as rows of the table name them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """A route of the resolver: its name in the table, the pattern, its parameters by converter."""

    name: str
    pattern: str
    parameters: tuple[tuple[str, str], ...]

    def path(self, values: list[Any]) -> str:
        """Return an address with these values for the parameters, in order."""
        text = self.pattern
        for (name, converter), value in zip(self.parameters, values, strict=True):
            text = text.replace(f"<{converter}:{name}>", str(value)).replace(f"<{name}>", str(value))
        return "/" + text.lstrip("^").replace("(?:/|$)", "/")


def routes() -> list[Route]:
    """Return every route; allauth's by their names, the catch-all under its pattern."""
    return list(_walk(get_resolver().url_patterns))


def _walk(patterns: list[Any], space: str = "", before: str = "") -> Iterator[Route]:
    for one in patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space, text)
        elif isinstance(one, URLPattern):
            kinds = {name: type(how).__name__ for name, how in one.pattern.converters.items()}
            words = {"IntConverter": "int", "StringConverter": "str", "SlugConverter": "slug"}
            parameters = tuple((name, words.get(kind, kind)) for name, kind in kinds.items())
            yield Route(f"{space}{one.name}" if one.name else text, text, parameters)
