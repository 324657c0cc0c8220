"""Writing lines: those that differ, in the transaction of the deed; a difference is told by recomputing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from greenlight.base import bulk
from greenlight.desk.lines import tide
from greenlight.desk.lines.building import FIELDS, LIGHT, Line, build, lit
from greenlight.desk.models import ProjectLine
from greenlight.projects.models import Project
from greenlight.warnings.reasons import Lit

CHUNK = 2000
FEW = 50  # lines up to which one is changed in place
NAMES = [ProjectLine._meta.get_field(name).name for name in FIELDS]


@dataclass(frozen=True)
class Difference:
    """How stored lines differ from what the rooms say now."""

    missing: list[int] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    changed: dict[int, dict[str, tuple[Any, Any]]] = field(default_factory=dict)  # stored, should be

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus or self.changed)


@transaction.atomic
def rebuild(zone_id: int, ids: Iterable[int]) -> int:
    """Build the lines of some projects of a zone anew and write what differs; return how many did."""
    written = sum(_write(part) for part in bulk.chunks(sorted(set(ids)), CHUNK))
    if written:
        tide.turn(zone_id)
    return written


@transaction.atomic
def relight(zone_id: int, lights: Mapping[int, Lit]) -> None:
    """Write the lights of some projects' lines, and nothing else: no fact of them is another one.

    Two statements, whatever the number; a project without a line is left without.
    """
    told = [(pk, lit(lights[pk])) for pk in sorted(lights)]
    bulk.update(ProjectLine, LIGHT, [(pk, *(line[name] for name in LIGHT)) for pk, line in told])
    if told:
        tide.turn(zone_id)


def rebuild_all(zone_id: int, progress: Callable[[int, int], None] | None = None) -> int:
    """Build all lines of a zone anew, two thousand a transaction; return how many differed."""
    ids = list(Project.objects.filter(zone_id=zone_id).order_by("pk").values_list("pk", flat=True))
    written = 0
    for start in range(0, len(ids), CHUNK):
        written += rebuild(zone_id, ids[start : start + CHUNK])
        if progress:
            progress(min(start + CHUNK, len(ids)), len(ids))
    return written


def lacking(ids: Iterable[int]) -> list[int]:
    """Return those of some projects that have no line; a group never has one."""
    asked = list(ids)
    has = ProjectLine.objects.filter(pk=OuterRef("pk"))
    rows = Project.objects.counted().filter(~Exists(has), bulk.among("pk", asked))
    return list(rows.values_list("pk", flat=True))


def differences(zone_id: int) -> Difference:
    """Recompute a zone's lines and tell what is stored otherwise; a cache that is right has none."""
    found = Difference()
    ids = list(Project.objects.filter(zone_id=zone_id).order_by("pk").values_list("pk", flat=True))
    for part in bulk.chunks(ids, CHUNK):
        wanted, stored = build(part), _stored(part)
        found.missing.extend(pk for pk in wanted if pk not in stored)
        found.surplus.extend(pk for pk in stored if pk not in wanted)
        for pk, line in wanted.items():
            if pk in stored and (differing := _differing(stored[pk], line)):
                found.changed[pk] = differing
    return found


def _write(ids: list[int]) -> int:
    wanted, stored = build(ids), _stored(ids)
    gone = [pk for pk in stored if pk not in wanted]
    fresh = [pk for pk in wanted if pk not in stored]
    changed = {
        pk: diff for pk, line in wanted.items() if pk in stored and (diff := _differing(stored[pk], line))
    }
    if gone:
        ProjectLine.objects.filter(bulk.among("pk", gone)).delete()
    if len(changed) > FEW:
        ProjectLine.objects.filter(bulk.among("pk", list(changed))).delete()
        fresh += list(changed)
    else:
        for pk, diff in changed.items():
            ProjectLine.objects.filter(pk=pk).update(**{name: now for name, (_, now) in diff.items()})
    _insert(sorted(fresh), wanted)
    return len(gone) + len(changed) + len([pk for pk in fresh if pk not in changed])


def _insert(ids: Sequence[int], lines: dict[int, Line]) -> None:
    bulk.insert(ProjectLine, ids, NAMES, [tuple(lines[pk][name] for name in FIELDS) for pk in ids])


def _stored(ids: list[int]) -> dict[int, Line]:
    rows = ProjectLine.objects.filter(bulk.among("pk", ids)).values_list("pk", *FIELDS)
    return {row[0]: dict(zip(FIELDS, row[1:], strict=True)) for row in rows}


def _differing(stored: Line, wanted: Line) -> dict[str, tuple[Any, Any]]:
    return {name: (stored[name], wanted[name]) for name in FIELDS if stored[name] != wanted[name]}
