"""Lists that are complete by their members: three industries, imports and exports, taxes and other income.

Sources: GB/T 4754-2017 (三次产业划分), 政府收支分类科目 (税收收入、非税收入), 海关统计 (进口、出口),
住户调查方案 (城镇、农村居民).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from greenlight.kernel.facts.relations.page import Told

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("第一产业|一产", "第二产业|二产", "第三产业|三产|服务业"),
    ("(?<!进)出口", "进口(?!出)"),
    ("(?<!非)税收", "非税"),
    ("城镇", "农村|乡村"),
    ("新建|新开工", "续建|结转"),
    ("产业类|产业项目", "政府"),
    ("男", "女"),
    ("国内", "入境|境外|海外|国外"),
    ("内资", "外资|外商|港澳台"),
    ("轻工业", "重工业"),
    ("采矿", "制造业", "电力|电热"),
    ("职工", "居民"),
    ("企业", "个体", "合作社"),
    ("农业", "林业", "牧业", "渔业"),
    ("建安|建筑安装", "设备|购置", "其他"),
    ("中央", "地方"),
    ("线上", "线下"),
    ("公立", "民营"),
    ("公办", "民办"),
    ("中型", "小型"),
    ("重大隐患", "一般隐患"),
    ("省内", "省外"),
    ("过夜", "一日"),
    ("(?<!非)食品", "非食品"),
    ("市本级|区本级|县本级", "区县|镇街|乡镇"),
    ("城区|市区", "农村|乡镇|县域"),
    ("酒驾", "醉驾"),
    ("上半年", "下半年"),
    ("财产险", "人身险|寿险"),
    ("(?<!非)公有", "非公"),
    ("国有", "民营|非国有"),
    ("短期", "中长期"),
    ("住宅", "非住宅"),
    ("专职", "兼职"),
    ("在编", "编外"),
    ("首次", "重新|复审|再次"),
    ("(?<!阶段)(?<!阶段性)办结", "阶段性?办结"),
    ("优秀|为优|优的|评优", "良好|为良", "一般|合格|中等"),
    ("完工|竣工|建成", "在建|未完工"),
    ("已开工", "未开工|待开工"),
    ("新认定", "重新认定|复审|复核"),
    ("(?<!开发)项目投资", "房地产开发"),
    ("夏粮", "秋粮"),
    (
        "已供|已出让|已使用|已处置|已整改|已办结|已拨付|已支出",
        "待供|待出让|未使用|待处置|待整改|未整改|未办结|未拨付|未支出",
    ),
)
MEMBERS = tuple(tuple(re.compile(word) for word in family) for family in FAMILIES)
BOTH = re.compile("和|及|与|、|以及")
HEAD = re.compile(r"^[\s、和及与]*(?:其中)?[:：]?")
REST = re.compile("其他|其余|另外|剩余|余下")


def closed(parts: Sequence[Told]) -> bool:
    """Is the list complete: every member of a family is there, or the last part is 其他?"""
    if len(parts) < 2:
        return False
    names = [f"{part.fact.indicator}，{part.clause}" for part in parts]
    return bool(REST.search(parts[-1].before) or REST.search(names[-1])) or whole_family(parts)


def whole_family(parts: Sequence[Told]) -> bool:
    """Is every member of a family there, and nothing else?"""
    names = [f"{part.fact.indicator}，{part.clause}" for part in parts]
    return any(len(names) == len(family) and _covers(names, family) for family in MEMBERS)


def _covers(names: Sequence[str], family: Sequence[re.Pattern[str]]) -> bool:
    return all(any(member.search(name) for name in names) for member in family)


def named_by(whole: Told, parts: Sequence[Told]) -> bool:
    """新增和改善灌溉面积4.9万亩，其中新增1.2万亩、改善3.7万亩: the whole's own name lists its parts."""
    names = [HEAD.sub("", part.clause) for part in parts]
    listed = BOTH.split(whole.clause)
    if len(listed) != len(parts) or any(len(name) < 2 for name in names):
        return False
    return all(one.endswith(name) or one.startswith(name) for one, name in zip(listed, names, strict=True))
