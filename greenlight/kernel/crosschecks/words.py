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


def _money(value: Plain) -> str:
    return f"{Decimal(str(value or 0)):,f}"
