"""The whole of a share as the reader says it: 占全市规上工业总产值 of 规上工业总产值 is 占全市."""

from __future__ import annotations

import re

_SCOPED = re.compile("(?P<scope>全(?:[国省市州盟区县旗镇乡村园]|街道|园区))(?P<rest>.*)")
_HIGHER = frozenset("国省市州盟")
_SIZE = re.compile("(?:总面积|总数|总量|总额|总值|额)$")
_ALL = frozenset(("总量", "总数", "总额", "总体"))


def of(own: str, whole: str) -> str:
    """Return the name of the share of `own` in `whole`.

    民营企业进出口 of 全市进出口总额 → 民营企业进出口占比; 耕地 of 全县国土面积 → 耕地占国土面积.
    """
    found = _SCOPED.fullmatch(whole)
    if not found or not own:
        return f"{own}占{whole}"
    scope, rest = found["scope"], found["rest"]
    if own == rest or rest in _ALL:
        rest = ""
    bare = _SIZE.sub("", rest)
    if rest and len(bare) >= 2 and own.endswith((rest, bare)):
        return f"{own}占比"
    if scope[1] in _HIGHER:
        return f"{own}占{scope}{rest}"
    return f"{own}占{rest}" if rest else f"{own}占比"
