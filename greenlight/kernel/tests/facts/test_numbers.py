"""What is a number of a report, in which unit, and what is printed with digits but states nothing."""

import pytest

from greenlight.kernel.tests.facts.said import said, told


def test_full_width_digits_and_signs_read_as_ascii_ones() -> None:
    assert told("完成投资１２．５亿元，增长３．１％。") == ["12.5亿元", "3.1%"]


def test_thousands_commas_belong_to_the_number_and_sentence_commas_do_not() -> None:
    assert told("产值1,051亿元,税收29亿元,增长26%。") == ["1051亿元", "29亿元", "26%"]


def test_counts_are_written_out_and_money_keeps_its_scale() -> None:
    assert told("新增经营主体1.2万户,发放贷款3.6亿元") == ["12000户", "3.6亿元"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("新培育企业三百余家", "300家"),
        ("近千名群众参加", "1000名"),
        ("服务企业百余家", "100家"),
        ("全区现有合作社三十二家", "32家"),
        ("惠及群众5万余人", "50000人"),
        ("投入资金2.3亿多元", "2.3亿元"),
        ("占全部企业的六成", "60%"),
        ("产值比上年翻一番", "100%"),
        ("市场主体增长1.6倍", "1.6倍"),
        ("固定资产投资与上年持平", "0%"),
        ("林木绿化率达到百分之四十", "40%"),
        ("城乡收入比缩小至1.67:1", "1.67"),
        ("平均利率下降35个基点", "35基点"),
        ("争取专项债券资金4300万", "4300万元"),
        ("年末户籍人口62.8万", "628000人"),
    ],
)
def test_numbers_said_in_other_ways_are_read(words: str, number: str) -> None:
    assert told(words) == [number]


@pytest.mark.parametrize(
    "words",
    [
        "根据国办发〔2023〕15号文件,自2023年9月1日起施行",
        "时间:2024-03-11 16:23,咨询电话0570-3012345",
        "围绕“147”思路,实施“1+6+2”工程,开展“五个一”活动",
        "三大产业、四类企业、十条措施、一园三区齐头并进",
        "打造15分钟便民生活圈,建设5G网络、4A级景区",
        "第一产业、第三季度、第14届、第3批有序推进",
        "中国民企500强落户,全国百强县榜单公布",
        "突破千亿元大关,迈上百亿级台阶,引进亿元以上项目",
        "S316省道、G60高速、2号线如期推进",
        "近三年来,未来5年间,过去3年里",
        "7×24小时服务,12345热线全天接听",
    ],
)
def test_what_is_printed_with_digits_but_states_nothing_is_no_fact(words: str) -> None:
    assert told(words) == []


def test_a_threshold_in_a_name_is_no_fact_but_the_count_is() -> None:
    assert told("10亿元以上项目5个,产值超50亿元的企业3家,加快培育2家产值100亿元以上的企业") == [
        "5个",
        "3家",
        "2家",
    ]


def test_an_amount_with_a_bound_that_names_nothing_is_a_fact() -> None:
    assert said("力争腾出工业用地800亩以上") == ["工业用地 800亩 level >= 目标"]


def test_a_range_is_its_two_ends() -> None:
    assert said("再引进6至8个高质量的项目") == ["项目 6个 count >=", "项目 8个 count <="]


def test_a_unit_that_begins_another_word_is_no_counter() -> None:
    assert told("6部门联合检查,26县参会") == ["6个", "26个"]
    assert said("6部门联合检查")[0].startswith("部门")


def test_a_ratio_of_three_that_makes_a_whole_is_three_shares() -> None:
    assert said("三次产业结构为4.2:51.3:44.5") == [
        "第一产业 4.2% share",
        "第二产业 51.3% share",
        "第三产业 44.5% share",
    ]


def test_two_decimals_before_points_are_points_too() -> None:
    assert said("工业增加值增长8%,快于全国、全省2.3个和1.8个百分点。")[1:] == [
        "工业增加值快于全国 2.3百分点 rate",
        "工业增加值快于全省 1.8百分点 rate",
    ]
