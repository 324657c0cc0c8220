"""Words before a number that name nothing: 还差26个, 真正签下来的24家, 去年这时候是31亿元."""

from __future__ import annotations

import re

_TALK = re.compile(
    "^(?:还[差剩欠缺要得躺]|一共|总共|真正|差不|这时候?|那时候?|得再|我们得?|连个|连一|喊|听着|平均一|自己|人家)"
    "|(?:下来|出去|起来|上来|进来|回来|出来|过来|过去|里头|时候|兜底)$"
)
_CAUSED = re.compile("(?<=.{2})(?:引发|引起|造成|导致|发生|所致)$")
_ALONE = re.compile("(?<=.{2})一[家项地镇]就?(?:贡献|做到|完成)?$")  # 主机厂一家就贡献了91亿元
_LENGTH = re.compile("(?<=.)全长$")
_HOURS = re.compile(
    "(?:(?:早|晚|上午|下午|凌晨|次日|当日|夜间|每天|[至到—-])*[一二三四五六七八九十两\\d]{1,3}[点时]半?){1,2}"
)


def without(noun: str) -> str:
    """Return a noun without what happened or when by the clock; empty when the rest is only talk.

    电气故障引发 → 电气故障; 晚八点到次日早六点发生 → nothing; 真正签下来 → nothing.
    """
    noun = _HOURS.sub("", _CAUSED.sub("", _ALONE.sub("", noun)))
    noun = _LENGTH.sub("长度", noun)
    return "" if _TALK.search(noun) else noun
