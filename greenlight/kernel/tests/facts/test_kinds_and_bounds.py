"""Kind, comparator, sign: how a number is meant."""

import pytest

from greenlight.kernel.tests.facts.said import said


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("税收同比增长6.5%", "税收 6.5% yoy_growth"),
        ("税收同比下降6.5%", "税收 -6.5% yoy_growth"),
        ("税收环比增长6.5%", "税收 6.5% rate"),
        ("税收年均增长6.5%", "税收 6.5% rate"),
        ("税收比2019年增长6.5%", "税收 6.5% rate"),
        ("税收完成年度任务的96.5%", "税收完成率 96.5% rate"),
        ("税收占财政收入的76.5%", "税收占财政收入 76.5% share"),
        ("办结率达96.5%", "办结率 96.5% rate"),
        ("企业户数增长率为9.4%", "企业户数 9.4% rate"),
        ("高附加值产品比例提高2.2%", "高附加值产品比例提高 2.2% rate"),
        ("产量增加50万箱", "产量 50万箱 level"),
        ("进入全国前30强", "进入全国前30强"),
        ("审批环节压缩60%", "审批环节 -60% rate"),
        ("对工业增长的贡献率达41%", "贡献率 41% rate"),
    ],
)
def test_the_words_around_a_number_give_its_kind(words: str, fact: str) -> None:
    if fact == words:
        assert said("综合排名进入全国前30强")[0].endswith("30名 rank <=")
    else:
        assert said(words) == [fact]


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("产值突破100亿元", ">"),
        ("产值超过100亿元", ">"),
        ("产值100多亿元", ">"),
        ("产值100亿元以上", ">="),
        ("产值不低于100亿元", ">="),
        ("产值不超过100亿元", "<="),
        ("产值控制在100亿元以内", "<="),
        ("产值不足100亿元", "<"),
        ("产值约100亿元", "approx"),
        ("产值近100亿元", "approx"),
        ("产值100亿元左右", "approx"),
    ],
)
def test_a_bound_is_read_before_and_after_the_number(words: str, sign: str) -> None:
    assert said(words) == [f"产值 100亿元 level {sign}"]


def test_a_rank_is_of_the_noun_before_it_or_of_the_contest() -> None:
    assert said("税收增长9%,增速居全市第二位。") == ["税收 9% yoy_growth", "税收 2位 rank"]
    assert said("在年度综合考核中,我区位列第3。") == ["综合考核 3位 rank"]
    assert said("主动发力,加快建设全省第一方阵") == []


def test_the_whole_a_rank_is_won_among_is_a_count_of_its_own() -> None:
    assert said("在年度考核中,本区列全省86家开发区第12名") == ["开发区 86家 count", "考核 12名 rank"]


def test_the_base_of_a_share_is_a_fact_of_its_own() -> None:
    assert said("税金1.2亿元,为年任务4亿元的30%,增长5%") == [
        "税金 1.2亿元 level",
        "税金年任务 4亿元 level 目标",
        "税金完成率 30% rate",
        "税金 5% yoy_growth",
    ]


def test_a_difference_names_whom_it_is_measured_against() -> None:
    assert said("工业增加值增长9%,比全省(6.5%)高2.5个百分点") == [
        "工业增加值 9% yoy_growth",
        "全省工业增加值 6.5% yoy_growth",
        "工业增加值高于全省 2.5百分点 rate",
    ]


def test_a_part_that_opens_a_clause_is_a_share_of_the_noun_after_it() -> None:
    assert said("电子证照调用62万次,增长1.6倍;六成以上事项当场办结。")[2] == "事项 60% share >="
