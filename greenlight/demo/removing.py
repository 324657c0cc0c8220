"""Deletes a zone with every row of every table that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from greenlight.base.models import File
from greenlight.people.models import Membership, Region, User, Zone

MARK = "示例·"
ROOMS = "greenlight."
KEPT = (User, Region, Zone)


def delete_zone(zone: Zone) -> None:
    """Delete a zone inside the caller's transaction; foreign keys are checked at its end.

    People who are nothing elsewhere go with it, and regions that no zone lies in any more.
    """
    people = list(_only_here(zone))
    regions = list(Region.objects.filter(membership__user__in=people))
    stored = list(File.objects.filter(zone_id=zone.pk))
    for _, model, path in sorted(_paths(), key=lambda one: -one[0]):
        rows = model._base_manager.filter(**{path: zone.pk})
        model._base_manager.filter(pk__in=rows.values("pk"))._raw_delete("default")
    Membership.objects.filter(user__in=people).delete()
    User.objects.filter(pk__in=[user.pk for user in people]).delete()
    Zone.objects.filter(pk=zone.pk)._raw_delete("default")
    for region in (zone.region, *regions):
        _prune(region)
    transaction.on_commit(lambda: _wipe(stored))


def _wipe(files: list[File]) -> None:
    for file in files:
        file.content.delete(save=False)


def _paths() -> Iterator[tuple[int, type[models.Model], str]]:
    """Yield (steps, model, lookup of the zone's id) of every table that belongs to a zone."""
    for model in apps.get_models():
        if model.__module__.startswith(ROOMS) and model not in KEPT:
            path = _path(model, set())
            if path:
                yield path.count("__"), model, path


def _path(model: type[models.Model], seen: set[type[models.Model]]) -> str:
    """Return the shortest way from a table to its zone, "" when there is none."""
    names = {field.attname for field in model._meta.concrete_fields}
    if "zone_id" in names:
        return "zone_id"
    ways = []
    for field in model._meta.concrete_fields:
        above = field.related_model
        if isinstance(above, type) and above not in {model, *seen, *KEPT}:
            further = _path(above, {*seen, model})
            ways += [f"{field.name}__{further}"] if further else []
    return min(ways, key=len, default="")


def _only_here(zone: Zone) -> Iterator[User]:
    """Yield the people of this zone who are nothing elsewhere, and the demo's people of the city."""
    places: dict[int, set[int | None]] = {}
    for user_id, zone_id in Membership.objects.values_list("user_id", "zone_id"):
        places.setdefault(user_id, set()).add(zone_id)
    for user in User.objects.filter(pk__in=list(places)):
        of_city = places[user.pk] == {None} and user.name.startswith(MARK)
        if places[user.pk] == {zone.pk} or of_city:
            yield user


def _prune(region: Region | None) -> None:
    while region is not None and Region.objects.filter(pk=region.pk).exists():
        used = Zone.objects.filter(region=region).exists() or Region.objects.filter(parent=region).exists()
        if used or Membership.objects.filter(region=region).exists():
            return
        above = region.parent
        region.delete()
        region = above
