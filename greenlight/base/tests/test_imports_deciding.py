"""What happens to one record when one row is taken in."""

import pytest

from greenlight.base.imports.canonical import Unfit, header, is_later, same, split, value_of
from greenlight.base.imports.cards import cards
from greenlight.base.imports.deciding import Asked, Decider, Line, Option, answered, unanswered
from greenlight.base.ledger import Column

COLUMNS = {
    one.field: one
    for one in (
        Column("project_name", "项目名称", "name"),
        Column("annual_plan", "年度计划投资", "money", unit="万元"),
        Column("ytd_investment", "年度累计完成投资", "money", unit="万元", by_month="ytd"),
        Column("month_investment", "当月完成投资", "money", unit="万元", by_month="month"),
        Column("planned_finish", "计划竣工时间", "date"),
        Column("actual_start", "实际开工时间", "date"),
        Column("started", "是否开工", "bool"),
        Column("site_progress", "形象进度", "text"),
    )
}


def decider(**answers: dict[str, str]) -> Decider:
    return Decider(COLUMNS, frozenset(), answers)


def line(**values: object) -> Line:
    flat = {
        key.replace("__", "@").replace("_07", "-07").replace("_06", "-06"): one for key, one in values.items()
    }
    return Line("表", 9, "甲项目", flat, {"ytd_investment@2022-07": "K", "started": "P"})


def test_an_empty_cell_never_erases() -> None:
    made = decider().decide(line(annual_plan=None), {"annual_plan": "500"})
    assert made.after == {}


def test_only_what_differs_is_a_change() -> None:
    made = decider().decide(
        line(annual_plan="600", site_progress="桩基 施工"),
        {"annual_plan": "500", "site_progress": "桩基施工"},
    )
    assert (made.before, made.after) == ({"annual_plan": "500"}, {"annual_plan": "600"})


def test_a_date_known_better_is_not_made_coarser() -> None:
    assert same(COLUMNS["planned_finish"], "2022-06-19", "2022-06")
    assert not same(COLUMNS["planned_finish"], "2022-06", "2022-06-19")
    assert not same(COLUMNS["planned_finish"], "2022-06-19", "2022-07")


def test_a_period_counts_by_its_last_day() -> None:
    assert is_later("2023-01-31", "2023-03")
    assert not is_later("2023-01-31", "2023-01")
    assert not is_later(None, "2023-01")


def test_a_cumulative_figure_that_falls_is_asked_and_waits() -> None:
    made = decider().decide(line(ytd_investment__2022_07="2105"), {"ytd_investment@2022-06": "2365"})
    assert made.is_open
    assert made.after == {}
    assert made.asked[0].title == "累计少了 260 万元，是核减吗？"
    assert made.asked[0].place == "K9"


def test_a_fall_that_is_a_cut_is_written_with_its_reason() -> None:
    given = {"fell:表!9:ytd_investment@2022-07": {"value": "yes", "text": "审计核减"}}
    made = decider(**given).decide(line(ytd_investment__2022_07="2105"), {"ytd_investment@2022-06": "2365"})
    assert made.after == {"ytd_investment@2022-07": "2105"}
    assert made.reasons == {"ytd_investment@2022-07": {"text": "审计核减"}}


def test_a_fall_that_is_a_slip_of_the_pen_keeps_the_old_value() -> None:
    given = {"fell:*": {"value": "skip", "text": ""}}
    made = decider(**given).decide(line(ytd_investment__2022_07="2105"), {"ytd_investment@2022-06": "2365"})
    assert made.after == {}
    assert [one.cell for one in made.refused] == ["K9"]


def test_a_later_date_is_shown_and_wants_a_class_of_reason() -> None:
    made = decider().decide(line(planned_finish="2023-06"), {"planned_finish": "2023-01-31"})
    assert made.after == {"planned_finish": "2023-06"}
    assert made.slips[0].text == "甲项目：2023-01-31 → 2023-06"
    assert not made.is_open


def test_not_started_beside_a_recorded_start_is_refused() -> None:
    known = {"started": True, "actual_start": "2022-03-12"}
    made = decider().decide(line(started=False), known)
    assert made.after == {}
    assert "2022-03-12 已开工" in made.refused[0].sentence


@pytest.mark.parametrize("value", ["-5", "99999999999999999", "一百"])
def test_money_that_cannot_be_kept_is_refused_in_words(value: str) -> None:
    with pytest.raises(Unfit):
        value_of(COLUMNS["annual_plan"], value)


def test_a_negative_month_is_kept_for_a_cut_shows_there() -> None:
    assert value_of(COLUMNS["month_investment"], "-260") == "-260"


@pytest.mark.parametrize("text", ["1989-12-31", "2101", "0001-01"])
def test_a_date_out_of_this_world_is_refused(text: str) -> None:
    with pytest.raises(Unfit, match="1990"):
        value_of(COLUMNS["actual_start"], text)


def test_a_text_too_long_for_its_column_is_refused() -> None:
    with pytest.raises(Unfit, match="最多 10 个"):
        value_of(COLUMNS["project_name"], "很" * 11, 10)


def test_a_header_says_its_month_and_unit() -> None:
    assert split("ytd_investment@2022-07") == ("ytd_investment", "2022-07")
    assert header(COLUMNS, "ytd_investment@2022-07") == "2022年1—7月累计（万元）"
    assert header(COLUMNS, "annual_plan") == "年度计划投资（万元）"


def asked(n: int, family: str) -> list[Asked]:
    return [
        Asked(f"{family}:{at}", family, "问", "A1", "文", [Option("yes", "是", "理由")], at)
        for at in range(n)
    ]


def test_many_questions_of_one_sort_become_one() -> None:
    assert len(cards(asked(8, "fell"))) == 8
    (card,) = cards(asked(137, "fell"))
    assert card["key"] == "fell:*"
    assert "137 处" in card["title"]


def test_moved_dates_are_one_card_answered_one_by_one_or_together() -> None:
    (card,) = cards(asked(3, "slip"))
    each = {f"slip:{at}": {"value": "land"} for at in range(3)}
    assert unanswered([card], {}) == 1
    assert not answered(card, dict(list(each.items())[:2]))
    assert answered(card, each)
    assert answered(card, {"slip:*": {"value": "land"}})
