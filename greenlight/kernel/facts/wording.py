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
    (r"(?<=民生)领域(?=支出占)|(?<=^限上)单位(?=.{2,}类)", ""),
)
_SAID = tuple((re.compile(pattern), name) for pattern, name in _RULES)


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """Return a name as it is kept, whatever the report calls it."""
    for pattern, said in _SAID:
        name = pattern.sub(said, name)
    return name
