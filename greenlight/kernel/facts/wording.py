"""One name for what reports call in several ways: 投资年度计划 and 年度计划投资, 占比少 and 占比下降."""

from __future__ import annotations

import re
from functools import lru_cache

# What is said in the text, and the name it has; each with an example of ours.
_RULES: tuple[tuple[str, str], ...] = (
    (r"(?<=项目|工程|建设)投资(?P<plan>(?:全年|年度?)计划)$", r"\g<plan>投资"),  # 重点项目投资年度计划
    (r"(?<=占比|.率|比重|比例)少$", "下降"),  # 出口占比少2个百分点
    (r"(?<=占比|.率|比重|比例)多$", "提高"),
    (r"(?<=.{2})(?:决算数|平均值|家数)", ""),  # 收入决算数30亿元
    (r"(?<=农业)产业化(?=龙头)|(?<=低保)对象$", ""),
    (r"^(?:精准)?运用(?=四种形态|“四种形态”)", ""),
    (r"(?<=四种形态)批评教育(?:帮助)?和?处理$", ""),
    (r"(?<=人口)人均(?:纯|可支配)?(?=收入[高快低慢]于)", ""),
    (r"(?<=收入[高快]于)(?P<who>.{2,8})收入$", r"\g<who>"),
    (r"^(?:[两三四五六七八九]|十[一二三四五]?)[座条所](?=[一-龥]{3})", ""),
    (r"^国家(?=高新技术企业)|^外贸(?=进出口)|^环境(?=空气)", ""),
    (r"^(?:省、?市、?县|省、?市|市、?县)(?=重点项目)|^地方政府(?=专项债)|^幼儿园(?=在园)", ""),
    (r"^(?:中央|省委?|省级)(?:第.)?(?:生态)?(?=环保督察|环境保护督察)", ""),
    (r"(?<=.{3})(?:的比重)?由(?:上年|去年|同期|年初|上年同期|去年同期|上年末|上年底|年初|原来|此前)的?$", ""),
    (r"^年初(?:确定|安排)?计划(?=(?:新开工|开工|改造|新建|实施|建设)[一-龥]*)", ""),
    (r"(?<=农田|基站|绿道|管网|公路)(?:累计)?建成(?=占|$)", ""),
    (r"(?<=.{2})(?:台账上|一律|以|来)$|(?<=率|额|量|值)比$|(?<=行政村)村$", ""),  # 古城以18万人次居首
    (r"(?<=[一-龥]{2})共(?=接待|支出|完成|实现|投入|办理|受理|发放)|(?<=库|院|构|区)现有(?=.{2,})", ""),
    (r"(?<=在校|在园)\([校园]\)(?=学生|幼儿)|(?:(?<=级)|^)调度(?=重点项目)", ""),
    (r"(?<=A级)旅游(?=景区)|^年(?=经营性收入)|^环保(?=督察)", ""),
    (r"(?<=民生)领域(?=支出占)|(?<=^限上)单位(?=.{2,}类)", ""),
)
_SAID = tuple((re.compile(pattern), name) for pattern, name in _RULES)


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """Return a name as it is kept, whatever the report calls it."""
    for pattern, said in _SAID:
        name = pattern.sub(said, name)
    return name


# 青陵县地区生产总值…; 云岭县2024年政府工作报告; …。2024年末，沂北省常住人口…: the place a report is of
_OWN = re.compile(
    r"(?:^|年末?[,，]?|月末?[,，]?|季度[,，]?|上半年[,，]?)(?P<own>(?![末份实全我本各该])(?:[一-龥]{0,6}综合保税区|[一-龥]{2,3}(?:县|区|市|省|州|旗)))"
    r"(?<!地区)(?<!园区)(?<!城区)(?<!片区)(?<!市区)(?<!全[县区市省])(?=地区生产总值|规上|规模以上|固定资产投资|社会消费品|一般公共预算"
    r"|进出口|外贸|实际|居民|城镇|城乡|农村|常住人口|户籍|粮食|工业|财政|全体|全年|前[一-龥\d]{1,2}个月|第[一二三]产业|20\d\d年|政府)"
)
_NEAR = 200  # characters of the beginning


def own_place(text: str) -> str:
    """Return the county, district, city or province a report begins with, empty when it does not."""
    found = _OWN.search(text.lstrip()[:_NEAR])
    return found["own"] if found else ""


def without_own(name: str, own: str) -> str:
    """Return a name without the report's own place: 青陵县地区生产总值 is 地区生产总值.

    Beside a larger place as well: 全市青陵县地区生产总值 is 全市地区生产总值.
    """
    found = re.match(f"(?P<whose>全[国省市州])?{own}(?:20\\d\\d年度?)?(?=.{{4}})", name) if own else None
    return (found["whose"] or "") + name[found.end() :] if found else name
