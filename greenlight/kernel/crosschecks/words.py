"""A hit in the clerk's words: what was seen, and the numbers it was seen in."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from greenlight.kernel.crosschecks.facts import Plain

Inputs = Mapping[str, Plain]


def asked(code: str, inputs: Inputs) -> str:
    """What was seen, in one sentence without a full stop."""
    return _SENTENCES[code](inputs) if code in _SENTENCES else code


def inputs_told(code: str, inputs: Inputs) -> tuple[tuple[str, str], ...]:
    """The numbers that went in: (what, value with its unit) in the order of the sum."""
    return tuple(
        (word, _shown(inputs[name], unit)) for name, word, unit in _INPUTS.get(code, ()) if name in inputs
    )


def _shown(value: Plain, unit: str) -> str:
    if value is None:
        return "—"
    if unit == "":
        return str(value)
    return f"{Decimal(str(value)):,f} {unit}".replace("-", "−") if unit != "%" else f"{value}%"


_SENTENCES: dict[str, Callable[[Inputs], str]] = {
    "rising_without_site": lambda n: (
        f"本期投资增加 {_money(n['rise'])} 万元，现场 {n['days']} 天没有记录或照片"
    ),
    "ahead_of_site": lambda n: (
        f"投资进度 {n['rate']}%，形象进度 {n['site_percent']}%，高出 {n['gap']} 个百分点"
    ),
    "s_curve": lambda n: (
        f"形象进度 {n['site_percent']}% 时同类项目一般投资 {n['expected']}%，现为 {n['rate']}%"
    ),
    "payment_ratio": lambda n: f"付款是工作量的 {n['rate']}%，不在 {n['low']}%—{n['high']}% 之间",
    "vouchers_short": lambda n: f"有凭证的只占上报数的 {n['rate']}%，不到 {n['limit']}%",
}

_INPUTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "rising_without_site": (
        ("ytd", "累计完成", "万元"), ("before", "上次累计", "万元"), ("rise", "增加", "万元"),
        ("site_day", "最近现场记录", ""), ("days", "已过", "天"), ("limit", "界限", "天"),
    ),
    "ahead_of_site": (
        ("since_start", "开工以来完成", "万元"), ("total", "总投资", "万元"), ("rate", "投资进度", "%"),
        ("site_percent", "形象进度", "%"), ("gap", "相差", "个百分点"), ("limit", "界限", "个百分点"),
    ),
    "s_curve": (
        ("since_start", "开工以来完成", "万元"), ("total", "总投资", "万元"), ("rate", "投资进度", "%"),
        ("site_percent", "形象进度", "%"), ("expected", "曲线上应为", "%"), ("residual", "相差", "个百分点"),
        ("power", "曲线指数（待核）", ""), ("limit", "界限", "个百分点"),
    ),
    "payment_ratio": (
        ("ytd", "形象进度法累计", "万元"), ("paid", "财务支出法累计", "万元"), ("rate", "付款比", "%"),
        ("low", "下限", "%"), ("high", "上限", "%"),
    ),
    "vouchers_short": (
        ("ytd", "累计完成", "万元"), ("proven", "已佐证", "万元"), ("rate", "已佐证占比", "%"),
        ("limit", "界限", "%"), ("from", "起查的累计数", "万元"),
    ),
}  # fmt: skip


# The limits of a rule in the order they are shown: name → what it is, and its unit.
LIMITS: dict[str, dict[str, tuple[str, str]]] = {
    "growth_gap": {"points": ("两个增速相差超过", "个百分点")},
    "unit_jump": {
        "times": ("和上次的累计相差", "倍"), "plan_times": ("达到年度计划或总投资的", "倍"),
    },
    "idle_money": {"days": ("有结余而没有支出超过", "天")},
    "rising_without_site": {"days": ("现场没有记录或照片超过", "天")},
    "ahead_of_site": {"points": ("投资进度高出形象进度超过", "个百分点")},
    "payment_ratio": {
        "low_percent": ("付款少于工作量的", "%"), "high_percent": ("付款多于工作量的", "%"),
    },
    "s_curve": {
        "points": ("偏离曲线超过", "个百分点"), "attraction": ("招商类曲线指数", ""),
        "government": ("政府投资类曲线指数", ""), "technical_upgrade": ("技改类曲线指数", ""),
    },
    "vouchers_short": {"from_wan": ("查累计不少于", "万元"), "percent": ("有凭证的少于上报数的", "%")},
}  # fmt: skip


def limits_told(code: str, params: Mapping[str, Decimal]) -> tuple[tuple[str, str, str, str], ...]:
    """The limits of a rule: (name, what, value, unit), in the order they are shown."""
    return tuple(
        (name, word, f"{params[name].normalize():f}", unit)
        for name, (word, unit) in LIMITS.get(code, {}).items()
        if name in params
    )


def limits_said(code: str, params: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The limits of a rule as a reader sees them: 和上次的累计相差 5,000 倍."""
    return tuple(
        f"{word} {Decimal(value):,f}{unit if unit in ('', '%') else f' {unit}'}"
        for _, word, value, unit in limits_told(code, params)
    )


def _money(value: Plain) -> str:
    return f"{Decimal(str(value or 0)):,f}"
