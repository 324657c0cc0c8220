"""Distances on the globe and fences around sites: a point and a radius, or a polygon.

A site is small: around it the globe is taken as flat (equirectangular), wrong by less than 0.1 % of the
distance up to 50 km; farther away the great circle counts. Degrees WGS-84, metres.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import asin, cos, hypot, radians, sin, sqrt

EARTH_M = 6_371_008.8  # mean radius, IUGG
Point = tuple[float, float]  # (longitude, latitude)


def distance_m(one: Point, two: Point) -> float:
    """Return the great-circle distance of two points in metres (haversine)."""
    lon1, lat1, lon2, lat2 = map(radians, (*one, *two))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def beyond_circle_m(point: Point, centre: Point, radius_m: float) -> float:
    """Return how far a point lies outside a circle, 0 inside, in metres."""
    return max(0.0, distance_m(point, centre) - radius_m)


def beyond_polygon_m(point: Point, corners: Sequence[Point]) -> float:
    """Return how far a point lies outside a polygon, 0 inside, in metres.

    Raises ValueError for fewer than three corners.
    """
    if len(corners) < 3:
        raise ValueError("a polygon has three corners at least")
    flat = [_flat(one, point) for one in corners]
    if _inside(flat):
        return 0.0
    return min(_to_side(flat[n - 1], flat[n]) for n in range(len(flat)))


def _flat(one: Point, origin: Point) -> tuple[float, float]:
    """Return a point in metres east and north of the origin."""
    east = radians(one[0] - origin[0]) * cos(radians((one[1] + origin[1]) / 2)) * EARTH_M
    return east, radians(one[1] - origin[1]) * EARTH_M


def _inside(corners: Sequence[tuple[float, float]]) -> bool:
    """Tell whether the origin lies inside: a ray from it crosses an odd number of sides."""
    found = False
    for n, (x2, y2) in enumerate(corners):
        x1, y1 = corners[n - 1]
        if (y1 > 0) != (y2 > 0) and x1 - y1 * (x2 - x1) / (y2 - y1) > 0:
            found = not found
    return found


def _to_side(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return the distance of the origin to a side."""
    (x1, y1), (x2, y2) = one, two
    dx, dy = x2 - x1, y2 - y1
    long = dx * dx + dy * dy
    along = 0.0 if long == 0 else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / long))
    return hypot(x1 + along * dx, y1 + along * dy)
