"""What is said to somebody whose report cannot be taken as it is: the place, why, the way out."""

from decimal import Decimal

from greenlight.kernel import composition, reporting
from greenlight.kernel.composition import Broken
from greenlight.kernel.reporting import Finding, Report


def wan(amount: Decimal | None) -> str:
    """Write an amount in 万元 as it was given, with separators."""
    return f"{(amount or Decimal(0)).normalize():,f}"


REOPEN = "确要改旧月的，请科室或领导在“投资”页重新打开封账"


def closed(year: int, month: int) -> str:
    """Say that a month is closed, and who opens it."""
    return f"{year} 年 {month} 月已经封账，它的数不再改。{REOPEN}。"


def closed_cell(month: str, who: str, last: str) -> str:
    """Say of a cell of the ledger that its month ("2022-06") is closed, by whom, and who opens it."""
    by = f"{who}封到 {spoken(last)}" if who else f"封到 {spoken(last)}"
    return f"{spoken(month)}已经封账（{by}），这一格不收。{REOPEN}再报。"


def spoken(month: str) -> str:
    """Say "2022-06" as 2022 年 6 月."""
    return f"{month[:4]} 年 {int(month[5:7])} 月"


def refusal(report: Report, found: Finding) -> str:
    """Say why a report cannot stand."""
    months = f"{report.year} 年 1—{report.month} 月"
    told = {
        reporting.BAD_MONTH: f"没有 {report.year} 年 {report.month} 月，请填 1 到 12 月。",
        reporting.JANUARY: "1 月免报，请在 3 月初报 1—2 月累计；确有 1 月单独数的，请勾选“只有 1 月”。",
        reporting.NOT_YET: f"{report.year} 年 {report.month} 月还没有到，请选已经开始的月份。",
        reporting.NEGATIVE: f"{months}累计 {wan(found.amount_wan)} 万元是负数；核减请直接填减少后的累计数。",
        reporting.TOO_LARGE: f"{months}累计 {wan(found.amount_wan)} 万元太大，请核对单位是不是万元。",
        reporting.CLOSED: f"{report.year} 年 {report.month} 月已经封账，不再收月报。"
        f"请把调整报在 {found.month} 月以后的月份并写明原因；{REOPEN}。",
        reporting.SAME: f"{months}累计已经是 {wan(found.amount_wan)} 万元，没有要改的。",
    }
    return told[found.what]


def question(report: Report, found: Finding) -> str:
    """Ask for the reason a report needs."""
    now = wan(report.ytd_wan)
    told = {
        reporting.REVISED: f"{found.month} 月已报 {wan(found.amount_wan)} 万元，现改为 {now} 万元",
        reporting.FELL: f"累计 {now} 万元比 {found.month} 月的 {wan(found.amount_wan)} 万元少",
        reporting.LATER_FALLS: f"累计 {now} 万元比已报的 {found.month} 月 {wan(found.amount_wan)} 万元多",
        reporting.UNIT: f"{now} 万元与 {wan(found.amount_wan)} 万元相差上千倍，是不是单位错了（元/万元）",
        reporting.MONTH_SUM: f"当月数加上次累计是 {wan(found.amount_wan)} 万元，累计填的是 {now} 万元",
        reporting.OVER_TOTAL: f"开工以来累计超过总投资 {wan(found.amount_wan)} 万元",
    }
    return told[found.what]


def asking(report: Report, found: list[Finding]) -> str:
    """Put the questions of one report into one sentence with an example."""
    asked = "；".join(question(report, one) for one in found)
    return f"{asked}。如果没错，请在“原因”里说明，例如：统计核减，企业重复上报设备款。"


def identity(found: Broken) -> str:
    """Say which sum of a composition does not come out."""
    left, right = wan(found.left), wan(found.right)
    told = {
        composition.SUM: f"构成合计 {left} 万元，累计完成是 {right} 万元，"
        f"差 {wan(found.left - found.right)} 万元",
        composition.WITHIN: f"土地和旧建筑物合计 {left} 万元，比其他费用 {right} 万元多",
    }
    return told[found.rule]
