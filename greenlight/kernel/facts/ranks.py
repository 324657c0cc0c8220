"""Ranks: 第33名, 全市第一, 居首位, 进入前30强."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts import numerals
from greenlight.kernel.facts.fact import Comparator
from greenlight.kernel.facts.figure import Figure, Sort

_N = r"\d{1,4}|[一二三四五六七八九十]{1,3}"
_PLACE = re.compile(
    rf"(?:第 ?({_N}) ?(位次|名次|位|名)?|(?<=[居列位占排为])(首位|榜首|头名|首席)|(?<=[登居])(榜首))"
)
_TOP = re.compile(
    r"前(\d{1,3}|[二三四五六八十百])(强|位|名|列)?(?![\d个月年天期季台后半期世度来十百]|届|轮|批|次)"
)
_CUE = re.compile(
    "[排列居位]|全[市省国区县州球盟旗]|同类|世界|行业|名次|总量|增速|均|五区|占|[获夺]|荣获"
    "|取得|跃升|进|保持|蝉联|县市|区县|园区|开发区|市区|[省市]"
)
_END = re.compile(r"[,。;、)和及的;\n与并,]|$|且|之")
_TOP_CUE = re.compile("[排列居位进入跻身]|挺进|迈入|稳|全[市省国区县州]|同类|世界|百强|榜|夺|拿下|保|站")


_NAMED = re.compile("的(?:行业|企业|产业|产品|国家|市场|城市|项目)")  # 产值排名前五的行业


def find(text: str) -> Iterator[Figure]:
    """Yield the ranks of a text: 总量居全市第二位 is 2."""
    for found in _PLACE.finditer(text):
        figure = _place(found, text)
        if figure:
            yield figure
    for found in _TOP.finditer(text):
        if _TOP_CUE.search(text[max(0, found.start() - 10) : found.start()]):
            yield from _top(found, text)


def _place(found: re.Match[str], text: str) -> Figure | None:
    number, unit = found.group(1), found.group(2)
    if number is None:
        return _rank(found, Decimal(1), "位")
    before = text[max(0, found.start() - 12) : found.start()]
    clause = re.split("[,。;:\n]", before)[-1]
    if not unit and not (_CUE.search(clause) and _END.match(text, found.end())):
        return None
    value = _value(number)
    return _rank(found, value, unit or "位") if value is not None else None


def _value(number: str) -> Decimal | None:
    return Decimal(number) if number.isdigit() else numerals.chinese(number)


def _rank(found: re.Match[str], value: Decimal, unit: str) -> Figure:
    return Figure(found.start(), found.end(), value, unit[:1], Sort.RANK)


def _top(found: re.Match[str], text: str) -> Iterator[Figure]:
    """Yield 前30强 as a rank of at most 30; 前列 and 前三季度 are none."""
    if _NAMED.match(text, found.end()):
        return
    value = {"百": Decimal(100)}.get(found.group(1)) or _value(found.group(1))
    if value is None or not (found.group(2) or found.group(1).isdigit() or _END.match(text, found.end())):
        return
    unit = {"强": "名", "列": "位"}.get(found.group(2) or "", found.group(2) or "位")
    yield Figure(found.start(), found.end(), value, unit, Sort.RANK, bound=Comparator.AT_MOST)
