"""The five cross-checks. Each takes the facts and its rule and says what it has seen, or nothing."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from greenlight.kernel.crosschecks.facts import Hit, MoneyFacts, Plain
from greenlight.kernel.crosschecks.rules import MoneyRule
from greenlight.kernel.series import percent, round_half_up

Check = Callable[[MoneyFacts, Mapping[str, Decimal]], dict[str, Plain] | None]


def run(facts: MoneyFacts, rules: Iterable[MoneyRule]) -> tuple[Hit, ...]:
    """Return what the checks among `rules` find; other rules are passed over."""
    period = f"{facts.year}-{facts.month:02d}"
    found = []
    for rule in rules:
        inputs = CHECKS[rule.code](facts, rule.params) if rule.code in CHECKS else None
        if inputs is not None:
            found.append(Hit(rule.code, period, inputs))
    return tuple(found)


def rising_without_site(facts: MoneyFacts, limits: Mapping[str, Decimal]) -> dict[str, Plain] | None:
    """投资在增加，现场没有动静: the newest month added money, nothing came from the site for so many days.

    A project the site of which was never reported is left alone: a zone that has no site records yet
    would be asked about all of them.
    """
    if facts.site_day is None or facts.ytd <= facts.ytd_before or _done(facts):
        return None
    days = (facts.day - facts.site_day).days
    if days <= limits["days"]:
        return None
    return {
        "ytd": _wan(facts.ytd), "before": _wan(facts.ytd_before), "rise": _wan(facts.ytd - facts.ytd_before),
        "site_day": facts.site_day.isoformat(), "days": days, "limit": int(limits["days"]),
    }  # fmt: skip


def ahead_of_site(facts: MoneyFacts, limits: Mapping[str, Decimal]) -> dict[str, Plain] | None:
    """投资进度远超形象进度: money since the start in per cent of the total, against the works."""
    rate = _rate(facts)
    if rate is None or facts.site_percent is None or rate - facts.site_percent <= limits["points"]:
        return None
    gap = rate - facts.site_percent
    return _physical(facts, rate) | {"gap": _one(gap), "limit": _plain(limits["points"])}


def s_curve(facts: MoneyFacts, limits: Mapping[str, Decimal]) -> dict[str, Plain] | None:
    """偏离同类项目的投资曲线: at a physical share p the kind's curve asks for p ** power of the money.

    A power below 1 says that money runs ahead of what is seen (land, equipment bought early), above 1
    that it follows. Both directions are asked about.
    """
    rate, power = _rate(facts), limits.get(facts.kind)
    if rate is None or facts.site_percent is None or power is None:
        return None
    share = max(Decimal(0), min(facts.site_percent, Decimal(100))) / 100
    expected = 100 * share**power if share else Decimal(0)
    residual = rate - expected
    if abs(residual) <= limits["points"]:
        return None
    told = {"expected": _one(expected), "residual": _one(residual), "power": _plain(power)}
    return _physical(facts, rate) | told | {"limit": _plain(limits["points"])}


def payment_ratio(facts: MoneyFacts, limits: Mapping[str, Decimal]) -> dict[str, Plain] | None:
    """付款与工作量不相称: what was paid of what was reported as done, outside of two limits."""
    if facts.paid is None or facts.ytd <= 0:
        return None
    rate = percent(facts.paid, facts.ytd) or Decimal(0)
    if limits["low_percent"] <= rate <= limits["high_percent"]:
        return None
    return {
        "ytd": _wan(facts.ytd), "paid": _wan(facts.paid), "rate": _one(rate),
        "low": _plain(limits["low_percent"]), "high": _plain(limits["high_percent"]),
    }  # fmt: skip


def vouchers_short(facts: MoneyFacts, limits: Mapping[str, Decimal]) -> dict[str, Plain] | None:
    """凭证远少于上报数: a project that reported enough to have to show vouchers, and shows too few."""
    if facts.ytd < limits["from_wan"] or facts.ytd <= 0:
        return None
    rate = percent(facts.proven, facts.ytd) or Decimal(0)
    if rate >= limits["percent"]:
        return None
    return {
        "ytd": _wan(facts.ytd), "proven": _wan(facts.proven), "rate": _one(rate),
        "limit": _plain(limits["percent"]), "from": _wan(limits["from_wan"]),
    }  # fmt: skip


CHECKS: dict[str, Check] = {
    "rising_without_site": rising_without_site,
    "ahead_of_site": ahead_of_site,
    "s_curve": s_curve,
    "payment_ratio": payment_ratio,
    "vouchers_short": vouchers_short,
}


def _done(facts: MoneyFacts) -> bool:
    return facts.site_percent is not None and facts.site_percent >= 100


def _rate(facts: MoneyFacts) -> Decimal | None:
    if facts.since_start is None or facts.total is None:
        return None
    return percent(facts.since_start, facts.total)


def _physical(facts: MoneyFacts, rate: Decimal) -> dict[str, Plain]:
    return {
        "since_start": _wan(facts.since_start or Decimal(0)), "total": _wan(facts.total or Decimal(0)),
        "rate": _one(rate), "site_percent": _plain(facts.site_percent or Decimal(0)),
    }  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _wan(value: Decimal) -> str:
    return _plain(value)


def _one(value: Decimal) -> str:
    return str(round_half_up(value, 1))
