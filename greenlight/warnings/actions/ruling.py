"""Choose a zone's rule packs and thresholds, from a day on; the past keeps its rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import lights
from greenlight.people.models import Zone
from greenlight.warnings import may, packs
from greenlight.warnings.actions.judging import judge_projects
from greenlight.warnings.models import Rule, RulePack, ZonePack

ONE_DAY = timedelta(days=1)


@transaction.atomic
def choose_packs(*, by: By, zone: Zone, codes: Sequence[str], valid_from: date, why: str) -> None:
    """Let these packs judge the zone from a day on; what judged before ends the day before.

    Raises NotAllowed, and Refused when none is chosen, nobody says why, or the day is past.
    """
    zone = _locked(by, zone)
    told = _paper(why, "换规则包")
    wanted = [pack for pack in packs.for_zone(zone.pk) if pack.code in codes]
    if not wanted:
        raise Refused("至少要选一个规则包，不然所有的灯都是灰的。", status=400)
    _not_past(valid_from, by.day)
    before = [pack.code for pack in packs.chosen(zone.pk, valid_from)]
    _close(zone, valid_from)
    for pack in wanted:
        ZonePack.objects.create(zone=zone, pack=pack, valid_from=valid_from)
    after = {"packs": [pack.code for pack in wanted], "valid_from": valid_from}
    journal.write(by, "rules.packs", "zone", zone.pk, before={"packs": before}, after=after, why=told)
    _judge_again(zone, by, valid_from)


@transaction.atomic
def set_rule(
    *, by: By, zone: Zone, rule: Rule, params: Mapping[str, object], is_on: bool, valid_from: date, why: str
) -> Rule:
    """Set thresholds of a rule for one zone from a day on, as a new version.

    A shipped pack is copied first: the copy belongs to the zone and takes the shipped one's place
    from that day. Raises Refused when a threshold will not do or nobody says why.
    """
    zone = _locked(by, zone)
    _not_past(valid_from, by.day)
    told = _paper(why, "改界限")
    try:
        checked = packs.checked_params(rule, params, valid_from)
    except lights.BadRulePack as fault:
        raise Refused(f"{rule.name}：{fault.why}。", status=400) from fault
    if rule.pack.zone_id not in (None, zone.pk):
        raise Refused("这条规则不是本开发区的，请在规则页重新选。", status=400)
    own = rule.pack if rule.pack.zone_id else _copy(zone, rule.pack, valid_from)
    made = _new_version(own, rule, checked, is_on, valid_from, told)
    before = {"params": rule.params, "is_on": rule.is_on, "version": rule.version}
    after = {"rule": made.code, "params": checked, "is_on": is_on, "valid_from": valid_from}
    journal.write(by, "rules.set", "zone", zone.pk, before=before, after=after, why=told)
    _judge_again(zone, by, valid_from)
    return made


def _locked(by: By, zone: Zone) -> Zone:
    if not may.set_rules(by.user, zone.pk):
        raise NotAllowed("规则由本开发区的领导或科室设定。")
    return Zone.objects.select_for_update().get(pk=zone.pk)


def _paper(why: str, what: str) -> str:
    told = why.strip()
    if not told:
        raise Refused(f"{what}要写依据，例如：管委会 2026 年第 3 次主任办公会纪要。", status=400)
    return told


def _not_past(valid_from: date, today: date) -> None:
    if not today <= valid_from <= today + timedelta(days=730):
        raise Refused(f"起用日期应在今天 {today} 以后两年内：过去的灯不改，要看可以重判。", status=400)


def _close(zone: Zone, valid_from: date) -> None:
    # What was to begin on or after that day never begins; what holds ends the day before.
    ZonePack.objects.filter(zone=zone, valid_from__gte=valid_from).delete()
    held = ZonePack.objects.filter(zone=zone, valid_from__lt=valid_from)
    held.filter(valid_to__isnull=True).update(valid_to=valid_from - ONE_DAY)
    held.filter(valid_to__gte=valid_from).update(valid_to=valid_from - ONE_DAY)


def _copy(zone: Zone, pack: RulePack, valid_from: date) -> RulePack:
    code = f"{pack.code}-z{zone.pk}"
    own, made = RulePack.objects.get_or_create(
        code=code,
        defaults={
            "zone": zone,
            "name": f"{pack.name}（本区）",
            "source": pack.source,
            "copied_from": pack.code,
        },
    )
    if made:
        for row in Rule.objects.filter(pack=pack).order_by("pk"):
            row.pk, row.pack = None, own
            row.save(force_insert=True)
    if any(held.pk == pack.pk for held in packs.chosen(zone.pk, valid_from)):
        codes = [own if held.pk == pack.pk else held for held in packs.chosen(zone.pk, valid_from)]
        _close(zone, valid_from)
        for held in dict.fromkeys(codes):
            ZonePack.objects.create(zone=zone, pack=held, valid_from=valid_from)
    return own


def _new_version(
    own: RulePack, rule: Rule, params: Mapping[str, object], is_on: bool, valid_from: date, why: str
) -> Rule:
    known = Rule.objects.filter(pack=own, code=rule.code).order_by("-version")
    last = known[0]
    for row in known:
        if row.valid_to is None or row.valid_to >= valid_from:
            row.valid_to = valid_from - ONE_DAY
            row.save(update_fields=["valid_to"])
    return Rule.objects.create(
        pack=own, code=rule.code, name=last.name, version=last.version + 1, scene=last.scene,
        kind=last.kind, params=dict(params), valid_from=valid_from, paper=why[:300], grade="own",
        is_on=is_on,
    )  # fmt: skip


def _judge_again(zone: Zone, by: By, valid_from: date) -> None:
    if valid_from <= by.day:
        judge_projects(zone.pk, day=by.day, at=by.at, cause="rules")
