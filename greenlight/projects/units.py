"""Which unit a clerk means: 住建局, 市住建局 and 江山市住建局 are one.

A name is first looked up as it stands among names and `also_called`, then without the prefix of its
level and the name of its region. A form that two units share names neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from greenlight.kernel.parse.text import squeeze
from greenlight.people.models import Unit, Zone

NAME_LENGTH = 60
_PARTS = re.compile(r"[、，,;；/\n]+")
_LEVEL = re.compile(r"^(?:[省市县区](?!镇|乡|街道)|本级|我[市县区])")


class Units:
    """The units of one zone by every form of their names."""

    def __init__(self, zone: Zone, units: Iterable[Unit]) -> None:
        self.region = _region_word(zone.region.name)
        self.names: dict[int, str] = {}
        self._exact: dict[str, int] = {}
        self._loose: dict[str, set[int]] = {}
        self._found: dict[str, int | None] = {}
        self._called: dict[str, tuple[str, tuple[str, ...]]] = {}
        for unit in units:
            self.add(unit.pk, unit.name, unit.also_called or [])

    @classmethod
    def of(cls, zone_id: int) -> Units:
        """Load a zone's units that still exist; two queries."""
        zone = Zone.objects.select_related("region").get(pk=zone_id)
        return cls(zone, Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("pk"))

    def add(self, pk: int, name: str, also_called: Sequence[str] = ()) -> None:
        """Make a unit known."""
        self.names[pk] = name
        self._found.clear()
        self._called.clear()
        for form in (name, *also_called):
            self._exact.setdefault(squeeze(form), pk)
            self._loose.setdefault(self.bare(form), set()).add(pk)

    def bare(self, name: str) -> str:
        """Return a name without region and level: 江山市住建局, 市住建局 → 住建局."""
        text = squeeze(name)
        if self.region and text.startswith(self.region):
            text = text[len(self.region) :]
        return _LEVEL.sub("", text) or squeeze(name)

    def find(self, name: str) -> int | None:
        """Return the unit's id, None when no unit or more than one answers to the name."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> int | None:
        exact = self._exact.get(squeeze(name))
        if exact is not None:
            return exact
        loose = self._loose.get(self.bare(name), set())
        return next(iter(loose)) if len(loose) == 1 else None

    def called(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Write several units as the zone calls them; return them and those it does not know."""
        if text not in self._called:
            self._called[text] = self._calling(text)
        return self._called[text]

    def _calling(self, text: str) -> tuple[str, tuple[str, ...]]:
        known, missing = [], []
        for name in parts(text):
            pk = self.find(name)
            known.append(self.names[pk] if pk else name)
            if pk is None:
                missing.append(name)
        return "、".join(dict.fromkeys(known)), tuple(missing)


def parts(text: str | None) -> list[str]:
    """Split 甲局、乙镇 into its names, each once, in order: the first leads."""
    found = (piece.strip() for piece in _PARTS.split(text or ""))
    return list(dict.fromkeys(piece for piece in found if piece))


def _region_word(name: str) -> str:
    return name.rstrip("市县区") if len(name) > 2 else name
