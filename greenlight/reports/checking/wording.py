"""The words and looks of kinds of numbers: one list for the text, the legend, the table and the paper."""

from __future__ import annotations

from decimal import Decimal

from greenlight.kernel.facts import Comparator, Kind

# kind, word, what it is; the text underlines each in its own way (checking.css)
KINDS: tuple[tuple[str, str, str], ...] = (
    (Kind.LEVEL.value, "数额", "金额、面积、吨位这样的量"),
    (Kind.COUNT.value, "个数", "数得出来的：家、个、项、人"),
    (Kind.YOY_GROWTH.value, "同比", "和上年同期比的增减"),
    (Kind.SHARE.value, "占比", "一部分占全部的几成"),
    (Kind.RATE.value, "比率", "其他比率：完成率、年均、贡献率、百分点"),
    (Kind.RANK.value, "位次", "第几名"),
)
KIND_WORDS = {kind: word for kind, word, _ in KINDS}
COMPARED = {
    Comparator.EQUAL.value: "", Comparator.MORE.value: "超", Comparator.AT_LEAST.value: "不低于",
    Comparator.LESS.value: "不足", Comparator.AT_MOST.value: "不超过", Comparator.APPROX.value: "约",
}  # fmt: skip


def number(value: Decimal) -> str:
    """Return a value with separators and no idle zeros: 1,240.5."""
    told = f"{value:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def amount(value: Decimal, unit: str, comparator: str = "=") -> str:
    """Return a value as it is said: 超 1,240.5 亿元."""
    space = "" if unit in ("%", "", "‰") else " "
    return (
        f"{COMPARED.get(comparator, '')}{' ' if COMPARED.get(comparator) else ''}{number(value)}{space}{unit}"
    )


def period(told: str) -> str:
    """Return a period in words: 2023-01..2023-11 is 2023年1—11月."""
    first, _, last = told.partition("..")
    year, _, month = first.partition("-")
    if not year.isdecimal():
        return told
    if not last:
        return f"{year}年{int(month)}月" if month.isdecimal() else f"{year}年"
    to_year, _, to_month = last.partition("-")
    if not (month.isdecimal() and to_month.isdecimal()):
        return f"{year}—{to_year}年"
    begun = f"{year}年{int(month)}"
    return f"{begun}—{int(to_month)}月" if to_year == year else f"{begun}月—{to_year}年{int(to_month)}月"
