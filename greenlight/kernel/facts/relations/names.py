"""When two names of an indicator mean one thing, and which words make them two."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ONE_NAME = (
    ("规模以上", "规上"),
    ("限额以上", "限上"),
    ("国内生产总值", "地区生产总值"),
    ("gdp", "地区生产总值"),
    ("社会消费品零售总额", "社消零售"),
    ("固定资产投资", "固投资"),
    ("总产值", "产值"),
    ("财政总收入", "财政总入"),
    ("公共财政预算收入", "一般公共预算收入"),
    ("地方一般公共预算收入", "一般公共预算收入"),
    ("外贸进出口", "进出口"),
    ("货物进出口", "进出口"),
    ("营收", "营业收入"),
    ("税金", "税收"),
    ("税收收入", "税收"),
    ("实际使用外资", "实际利用外资"),
    ("实际到账外资", "实际利用外资"),
)
FILLER = re.compile(
    "同比|累计|共计|合计|完成|实现|达到|全年|预计|增长率|增长|增速|增幅|目标|任务|年度|计划|的|数量|总量"
    "|总额|总数|本年|当年|园区|全区|辖区内?|本区|经开区|高新区|开发区|占比|比重|其中|分别|约|共"
)
MARKS = re.compile(r"[\s\"'“”‘’、,，。;；:：()（）《》<>·—\-]")
OF_PLACE = re.compile(  # 泰安高新区地区生产总值: the reporter's own place; others are told by `elsewhere`
    "^.{0,12}?(?:区|县|市|州|盟|旗|园)(?=地区生产总值|规上|固投资|社消零售|一般公共|进出口|实际利用外资|限上|工业投资|居民|城镇|农村)"
)
TAIL = re.compile("(?<=..)(?:数|额|总额|总值)$")
ELSEWHERE = re.compile("全国|全省|全市|全自治区|全疆|省级?平均|全球|世界")
SORTS = re.compile(  # words that make another thing of the same indicator
    "新增|净增|新建|续建|新签约?|新开工|新引进|当月|单月|本月|去年|上年|同期|年初|上半年|下半年|[一二三四]季度"
    "|人均|户均|亩均|平均|年均|余额|新开|在建|在谈|已|拟|两年|以上|以下|以内|其他|其余|第[一二三四五]|计划|目标|任务"
    "|预算(?!收入|支出)|预期|力争|减少|增加(?!值)|提高|高于|低于|快于|排名|排位|位次|占|比重|比例|率"
)


@lru_cache(maxsize=8192)
def same_name(name: str) -> str:
    """The name without verbs, fillers and marks, one spelling for each indicator."""
    text = MARKS.sub("", unicodedata.normalize("NFKC", name).lower())
    for old, new in ONE_NAME:
        text = text.replace(old, new)
    if "地区生产总值" not in text:
        text = text.replace("生产总值", "地区生产总值")
    short = FILLER.sub("", OF_PLACE.sub("", text))
    return TAIL.sub("", short) or short or text


@lru_cache(maxsize=8192)
def sorts(words: str) -> frozenset[str]:
    """Words in a name or before a number that set it apart from its plain namesake."""
    return frozenset(SORTS.findall(words))


def elsewhere(words: str) -> frozenset[str]:
    """The places that are seldom the reporter's own: 全市, 全国 (全县, 全区 are taken for its own)."""
    return frozenset(ELSEWHERE.findall(words))


def named(words: str, name: str) -> bool:
    """Do the words of a base (规上工业) name that indicator (规上工业增加值)?"""
    mine, its = same_name(words), same_name(name)
    if len(mine) < 2 or len(its) < 2:
        return False
    return mine == its or its.endswith(mine) or mine.endswith(its) or its.startswith(mine)
