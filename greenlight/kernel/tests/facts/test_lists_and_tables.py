"""Parallel constructions, subjects carried on, tables."""

from greenlight.kernel.facts import Table, Text, read
from greenlight.kernel.tests.facts.said import line, said


def test_respectively_gives_each_number_its_subject() -> None:
    assert said("外贸进出口、财政收入和用电量分别增长8%、7.8%和-3%。") == [
        "进出口 8% yoy_growth",
        "财政收入 7.8% yoy_growth",
        "用电量 -3% yoy_growth",
    ]


def test_what_only_the_last_of_a_list_says_belongs_to_all() -> None:
    assert said("进、出口额分别为3亿元和5亿元") == ["进口额 3亿元 level", "出口额 5亿元 level"]
    assert said("采矿业、制造业增加值分别增长2%和6%")[0] == "采矿业增加值 2% yoy_growth"


def test_a_second_respectively_takes_the_list_of_the_first() -> None:
    assert said("产值、税收分别达到30亿元和2亿元,分别增长5%和6%")[2:] == [
        "产值 5% yoy_growth",
        "税收 6% yoy_growth",
    ]


def test_each_number_of_a_list_may_have_its_own_verb() -> None:
    assert said("进口铁矿石126万吨、大豆38万吨,同比分别增长12.1%和下降5.6%")[2:] == [
        "进口铁矿石 12.1% yoy_growth",
        "大豆 -5.6% yoy_growth",
    ]


def test_a_growth_without_a_subject_is_of_the_figure_before() -> None:
    assert said("实现旅游收入98亿元,同比增长32%") == ["旅游收入 98亿元 level", "旅游收入 32% yoy_growth"]


def test_a_total_investment_is_of_the_projects_counted_before() -> None:
    assert said("新签约项目29个,总投资171亿元")[1] == "新签约项目总投资 171亿元 level"
    assert said("总投资20亿元的汽车产业园开工")[0] == "汽车产业园总投资 20亿元 level"


def test_a_verb_alone_counts_what_was_counted_before() -> None:
    assert said("在建亿元以上项目120个,竣工35个") == ["在建亿元以上项目 120个 count", "竣工项目 35个 count"]


def cells(*rows: str) -> Text:
    """Return a text that is one table: cells separated by | in each row."""
    body, table, at = "", [], 0
    for row in rows:
        spans: list[tuple[int, int] | None] = []
        for cell in row.split("|"):
            spans.append((at, at + len(cell)) if cell else None)
            at += len(cell) + 1
        body += row.replace("|", "\n") + "\n"
        table.append(tuple(spans))
    return Text(body, tables=(Table(tuple(table)),))


def lines(text: Text) -> list[str]:
    return [line(fact) for fact in read(text)]


def test_a_table_gives_indicator_by_row_unit_and_kind_by_column() -> None:
    text = cells("指标|1—11月(亿元)|同比增长(%)", "固定资产投资|286.4|6.8", "税收收入|18.2|-1.5")
    assert lines(text) == [
        "固定资产投资 286.4亿元 level",
        "固定资产投资 6.8% yoy_growth",
        "税收收入 18.2亿元 level",
        "税收收入 -1.5% yoy_growth",
    ]


def test_a_column_of_units_and_a_row_with_its_own_unit_are_read() -> None:
    text = cells(
        "指标名称|计量单位|全年目标|完成数|排名", "招引项目|个|40|36|2", "亩均税收|万元/亩|18|19.5|1"
    )
    assert lines(text) == [
        "招引项目目标 40个 count 目标",
        "招引项目 36个 count",
        "招引项目 2位 rank",
        "亩均税收 18万元/亩 level 目标",
        "亩均税收 19.5万元/亩 level",
        "亩均税收 1位 rank",
    ]


def test_a_merged_cell_carries_on_and_the_places_are_those_of_the_cells() -> None:
    text = cells("镇街|工业投资(亿元)|", "|计划|完成", "东港|12|9.6")
    facts = read(text)
    assert [text.body[fact.start : fact.end] for fact in facts] == ["12", "9.6"]
    assert [fact.is_target for fact in facts] == [True, False]


def test_lines_of_tabs_are_a_table_in_plain_text() -> None:
    assert said("用途\t面积(亩)\t占比(%)\n工业用地\t3015\t52.5\n合计\t5742\t100.0") == [
        "工业用地 3015亩 level",
        "工业用地 52.5% share",
        "面积 5742亩 level",
        "合计 100% share",
    ]


def test_a_table_with_empty_rows_and_no_numbers_is_read_without_facts() -> None:
    assert read(Text("甲乙", tables=(Table(((), ((0, 1), None), ((1, 2),))),))) == []
