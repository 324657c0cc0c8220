"""The whole of a share as the reader says it: 占全市规上工业总产值 of 规上工业总产值 is 占全市."""

from __future__ import annotations

import re

_SCOPED = re.compile("(?P<scope>全(?:[国省市州盟区县旗镇乡村园]|街道|园区|部))(?P<rest>.*)")
_PLACES = frozenset("国省市州盟")
_HIGHER = _PLACES | {"部"}
_SIZE = re.compile("(?:总面积|总数|总量|总额|总值|额)$")
_MANY = re.compile("(?<=.{2})总(?:数|面积)$")  # 占签约项目总数的, 占耕地总面积的
_ALL = re.compile("(?<=^全.)(?:总量|总数|总额|总体)$")

_TOTAL = re.compile(  # 占全部贷款的
    "^(?:全部|总(?!工会|部))|(?<!生产)(?<!经济)总(?:额|量|数|值|面积|投资|产量|支出|产值|收入)$"
)


def plain(whole: str) -> str:
    """Return a whole without a word of its size: 全市总量 → 全市."""
    return _ALL.sub("", _MANY.sub("", whole))


def of(own: str, whole: str, told: str = "") -> str:
    """Return the name of the share of `own` in `whole`, `own` alone when the whole says no more.

    民营企业进出口 of 全市进出口总额 → 民营企业进出口; 耕地 of 全县国土面积 → 耕地占国土面积; `told` is the
    whole as the text has it: 亿元以上项目 of 签约总数 → 亿元以上项目.
    """
    if len(own) >= 2 and (_TOTAL.search(told or whole) or own.endswith(whole)):
        return own.removesuffix("余额") if "余额" not in whole else own
    found = _SCOPED.fullmatch(whole)
    if not found or not own:
        return f"{own}占{whole}"
    scope, rest = found["scope"], found["rest"]
    bare = _SIZE.sub("", rest)
    if scope[1] in _PLACES and rest in ("", own):
        return f"{own}占{scope}"
    if not rest or own.endswith(rest) or (len(bare) >= 2 and own.endswith(bare)):
        return own
    return f"{own}占{scope}{rest}" if scope[1] in _HIGHER else f"{own}占{rest}"
