"""Rule packs as data: the shipped ones seeded once, a zone's packs and rules in force on a day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from greenlight.kernel import lights
from greenlight.warnings.models import Rule, RulePack, ZonePack

# What holds in a zone that has chosen nothing: the days of the default, and 银川 2025 (B 1-3).
DEFAULT_PACKS = ("default", "yinchuan-2025")
FIRST_DAY = date(2000, 1, 1)


@cache
def shipped() -> tuple[lights.RulePack, ...]:
    """Return the packs of kernel/data/rule_packs.json."""
    source = files("greenlight.kernel") / "data" / "rule_packs.json"
    return lights.packs_from_json(json.loads(source.read_text(encoding="utf-8")))


def seed() -> None:
    """Store the shipped packs; what is there already stays as it is."""
    for pack in shipped():
        row, _ = RulePack.objects.get_or_create(
            code=pack.code, defaults={"name": pack.name, "source": pack.source}
        )
        for rule in pack.rules:
            Rule.objects.get_or_create(
                pack=row, code=rule.code, version=rule.version, defaults=values_of(rule)
            )


def values_of(rule: lights.Rule) -> dict[str, object]:
    """Return a kernel rule as the fields of a Rule row, without pack, code and version."""
    return {
        "name": rule.name,
        "scene": rule.scene,
        "kind": rule.kind,
        "params": dict(rule.params),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "paper": rule.paper,
        "grade": rule.grade,
        "is_on": rule.on,
    }


def open_zone(zone_id: int) -> None:
    """Give a zone that has chosen nothing the default packs, from the first day on."""
    if ZonePack.objects.filter(zone_id=zone_id).exists():
        return
    if RulePack.objects.filter(code__in=DEFAULT_PACKS).count() < len(DEFAULT_PACKS):
        seed()
    for pack in RulePack.objects.filter(code__in=DEFAULT_PACKS).order_by("pk"):
        ZonePack.objects.create(zone_id=zone_id, pack=pack, valid_from=FIRST_DAY)


def for_zone(zone_id: int) -> list[RulePack]:
    """Return every pack a zone may choose: the shipped ones and its own copies."""
    shared = RulePack.objects.filter(zone__isnull=True)
    if Rule.objects.filter(pack__zone__isnull=True).count() < sum(len(one.rules) for one in shipped()):
        seed()  # a release brought new ones
    return list((shared | RulePack.objects.filter(zone_id=zone_id)).order_by("pk"))


def chosen(zone_id: int, day: date) -> list[RulePack]:
    """Return the packs in force in a zone on a day, in the order they were chosen."""
    rows = ZonePack.objects.filter(zone_id=zone_id).select_related("pack").order_by("pk")
    if not (known := list(rows)):
        open_zone(zone_id)
        known = list(rows.all())
    held = [one for one in known if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)]
    return [row.pack for row in held]


def rules_on(packs: Iterable[RulePack], day: date) -> tuple[lights.Rule, ...]:
    """Return the rules of some packs that hold on a day; one query."""
    named = {pack.pk: pack for pack in packs}
    by_pack: dict[int, list[lights.Rule]] = {pk: [] for pk in named}
    for row in Rule.objects.filter(pack__in=list(named)).order_by("pack_id", "pk"):
        by_pack[row.pack_id].append(kernel_rule(row))
    whole = [
        lights.RulePack(named[pk].code, named[pk].name, tuple(rules), named[pk].source)
        for pk, rules in by_pack.items()
    ]
    return lights.in_force(whole, day)


def in_force(zone_id: int, day: date) -> tuple[lights.Rule, ...]:
    """Return the rules that judge a zone's projects on a day."""
    return rules_on(chosen(zone_id, day), day)


def kernel_rule(row: Rule) -> lights.Rule:
    """Return a stored rule as the kernel knows it."""
    return lights.Rule(
        code=row.code,
        version=row.version,
        scene=row.scene,
        kind=row.kind,
        params=row.params,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        paper=row.paper,
        grade=row.grade,
        on=row.is_on,
        name=row.name,
    )


def checked_params(
    row: Rule, params: Mapping[str, object], valid_from: date
) -> dict[str, lights.rules.Param]:
    """Return thresholds as the kernel accepts them; raises kernel BadRulePack naming the fault."""
    entry = {
        "code": row.code,
        "version": row.version,
        "kind": row.kind,
        "params": params,
        "valid_from": valid_from.isoformat(),
        "paper": row.paper or "—",
    }
    (pack,) = lights.packs_from_json([{"code": "zone", "name": "zone", "rules": [entry]}])
    return dict(pack.rules[0].params)
