"""What a phone tells: plain values as the deeds take them, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True)
class LogTold:
    """One day on one site as the form or the phone tells it.

    `parts` maps Part ids to per cent 0-100; a project without parts tells `percent` of the whole
    instead. `reason` is asked for when a per cent goes down. `written_at` is the phone's clock when the
    log was written (None: now). Points are WGS-84 degrees.
    """

    client_uuid: UUID
    day: date
    words: str = ""
    parts: Mapping[int, Decimal] = field(default_factory=dict)
    percent: Decimal | None = None
    workers: int | None = None
    machines: int | None = None
    problem_kind: str = ""
    problem: str = ""
    reason: str = ""
    lat: float | None = None
    lon: float | None = None
    written_at: datetime | None = None


@dataclass(frozen=True)
class PhotoTold:
    """What is known of a photo beside its bytes.

    `lat`/`lon`/`accuracy_m` are the position at upload; `taken_at` is what the phone says of the file
    (a picture made smaller on the phone has lost its EXIF). `is_original`: the bytes are the picture as
    taken; sent again under the same `client_uuid` they are attached to the photo that is there.
    """

    client_uuid: UUID
    lat: float | None = None
    lon: float | None = None
    accuracy_m: float | None = None
    taken_at: datetime | None = None
    is_original: bool = False


@dataclass(frozen=True)
class PartTold:
    """A part of the works and its weight; weights are scaled to a sum of 100."""

    name: str
    weight: Decimal


@dataclass(frozen=True)
class FenceTold:
    """Point and radius, or a polygon of (longitude, latitude); WGS-84 degrees."""

    lat: float | None = None
    lon: float | None = None
    radius_m: int | None = None
    polygon: tuple[tuple[float, float], ...] = ()
