"""The yearly notice is pasted as it was published; what it says is what the shipped calendar holds."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

import pytest

from greenlight.kernel.parse.holidays import UnreadableNotice, read_notice

NOTICES = {
    2023: """国务院办公厅关于2023年部分节假日安排的通知
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
节假日期间，各地区、各部门要妥善安排好值班。""",
    2025: """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """国务院办公厅关于 2026 年部分节假日安排的通知
一、元旦：1月1日(周四)至3日(周六)放假调休，共3天。1月4日(周日)上班。
二、春节：2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休，共9天。2月14日(周六)、2月28日(周六)上班。
三、清明节：4月4日(周六)至6日(周一)放假，共3天。
四、劳动节：5月1日(周五)至5日(周二)放假调休，共5天。5月9日(周六)上班。
五、端午节：6月19日(周五)至21日(周日)放假，共3天。
六、中秋节：9月25日(周五)至27日(周日)放假，共3天。
七、国庆节：10月1日(周四)至7日(周三)放假调休，共7天。9月20日(周日)、10月10日(周六)上班。""",
}


def shipped(year: int) -> set[tuple[date, str]]:
    source = files("greenlight.kernel") / "data" / "cn_workday_exceptions.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    days = {(date.fromisoformat(row["date"]), row["kind"]) for row in rows}
    # The last days of December are said by the next year's notice.
    return {one for one in days if date(year, 1, 1) <= one[0] < date(year, 12, 30)}


@pytest.mark.parametrize("year", NOTICES)
def test_a_published_notice_says_what_the_shipped_calendar_holds(year: int) -> None:
    found, days = read_notice(NOTICES[year])
    assert found == year
    assert {(one.day, one.kind) for one in days if one.day.year == year} == shipped(year)
    assert [one.day for one in days] == sorted(one.day for one in days)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("元旦：1月1日放假1天。", "哪一年"),
        ("2027年放假安排见附件。", "各节安排"),
        ("2027年\n一、元旦：1月1日至3日放假，共4天。", "数下来是 3 天"),
        ("2027年\n四、劳动节：4月31日至5月2日放假调休，共3天。", "没有这一天"),
        ("2027年\n二、春节：2月9日至3日放假。", "前后颠倒"),
        ("2027年\n一、元旦：另行通知。", "没有读出放假的日子"),
        ("2027年\n一、元旦：1月1日放假1天。1月1日上班。", "既放假又上班"),
        ("", "哪一年"),
    ],
)
def test_what_is_no_notice_or_contradicts_itself_is_said(text: str, why: str) -> None:
    with pytest.raises(UnreadableNotice, match=why):
        read_notice(text)
