"""The indicator's name: the words before the number without scope, period, verbs; or the noun after it."""

from __future__ import annotations

import re

from greenlight.kernel.facts.edges import is_empty, stripped, trimmed
from greenlight.kernel.facts.words import heads, verbs
from greenlight.kernel.facts.words.choice import one_of

_CUT = re.compile(rf"^.*(?:{one_of(verbs.CUTTING)})(?:了|出)?(?=.{{2,}}$)")
_INNER = re.compile('已?(?:合计|完成|累计|实现|达到|共计|总计|同比|预计)|[“”"]|的(?=.)')
_TAKEN = re.compile(r"^.*(?:把|将|使|让)(?!关|军)(?=.{2,})")
_MEASURE = re.compile(rf"(?:{one_of(heads.BARE, heads.MEASURE_ENDS)})$")
_TAIL_STOP = re.compile(
    r"[,。;:()、\[\]|\t“\x01]|已|均(?!衡)|都(?!市)|全部|正在|顺利|成功|分别|进行|参加|参与|获得|获评|获|被|完成|实现|达到|达(?!标)|开展|通过|入选|列入|纳入|建成|投产|投用|竣工|"
    r"落户|落地|动工|开工|签约|上市(?!公司|企业)|到(?!位)|在(?!建|线|谈|册|职|校|园|岗|编|库|地|统)|为(?!民)|与|较|比(?!赛)|同比|增长|占(?!地)|居(?!民|住)|位列|约(?!束)|近(?!零)|超(?!市|声|高|算)"
    r"|共(?!享|同|富)|有(?!限|机|色|效|线|轨)|是|于|将|可(?!再|转|持)|能(?!源|力|耗)|由|从(?!业)|向|受(?!益)|进入|涉及|覆盖|按|提前|安装|全面|加快|陆续|新增|快速|稳步|带动|实行|推进|得到|予以|给予|处于|用于|并(?!网)|且|也|以及|惠及|下放|其中|以上"
)
_COUNTED_END = re.compile(rf"(?:{one_of(heads.COUNTED)})$")
_COUNTED = re.compile(rf"^.*(?:{one_of(heads.COUNTED)})")
_VERBAL = re.compile(
    rf"^(?:{one_of(verbs.DEEDS, verbs.COPULAS)}|以|更|最|之|,|。)(?!企业|项目|单位|人员|行业|主体|产品|机构)"
)
_GROWN = frozenset("园链带区群业部所站院馆商者户队厂库网组")  # 产业园, 合作社员: the noun goes on
_QUOTES = str.maketrans("", "", '“”"')


def of_lead(lead: str, ranked: bool = False) -> str:
    """Return the noun a lead names: 全市实现地区生产总值 → 地区生产总值; empty when it names none (同比增长)."""
    noun = stripped(trimmed(lead, ranked))
    taken = _TAKEN.match(noun)
    if taken:
        noun = stripped(noun[taken.end() :])
    noun = _after_de(noun)
    cut = _CUT.match(noun)
    if cut and not is_bare(noun[cut.end() :]):
        noun = stripped(noun[cut.end() :])
    noun = _INNER.sub("", noun) if len(noun) > 2 else noun
    return "" if is_empty(noun) else noun


def deed(lead: str) -> str:
    """Return the verb of a lead that names nothing else: 年内新开工 → 新开工; empty without one."""
    words = stripped(lead.strip()).removesuffix("了") or lead.strip()
    return words if words in _DEEDS else ""


_DEEDS = frozenset([*verbs.DEEDS, *verbs.AFTER_NOUN]) - {
    "有",
    "达",
    "达到",
    "完成",
    "实现",
    "拥有",
    "累计",
    "合计",
    "共计",
    "突破",
}


def listed(text: str) -> str:
    """Return a list of nouns without the verbs and scope around it, the list kept whole."""
    return stripped(trimmed(text))


def _after_de(noun: str) -> str:
    """Return what stands after the last 的: 列入省市计划的重点项目 → 重点项目."""
    _, de, after = noun.rpartition("的")
    return stripped(after) if de and len(after) >= 2 else noun.removesuffix("的")


def of_tail(tail: str) -> str:
    """Return the thing counted right after the number: 市级重点项目已完成投资 → 市级重点项目; else empty."""
    text = re.split(r"[,。;:()\[\]|\t\x01]", tail.lstrip(" ").translate(_QUOTES)[:40])[0].removeprefix("的")
    head, de, rest = text.partition("的")
    if de and len(head) <= 14 and not _ends_counted(head) and _COUNTED.match(rest[:16]):
        text = rest
    stop = _TAIL_STOP.search(text)
    noun = (text[: stop.start()] if stop else text).partition("的")[0]
    if len(noun) < 2 or _VERBAL.match(noun):
        return ""
    counted = _COUNTED.match(noun)
    if not counted or (len(noun) - counted.end() <= 2 and noun[counted.end() :][:1] in _GROWN):
        return noun
    return counted.group()


def counted_end(noun: str) -> str:
    """Return the thing counted a noun ends with: 新开工项目 → 项目; empty without one."""
    found = _COUNTED_END.search(noun)
    return found.group() if found else ""


def ends_counted(noun: str) -> bool:
    """Tell whether a noun ends with a thing that is counted."""
    return bool(counted_end(noun))


def _ends_counted(noun: str) -> bool:
    found = _COUNTED.match(noun)
    return bool(found) and found is not None and found.end() == len(noun)


def is_measure(noun: str) -> bool:
    """Tell whether a noun ends as a measure does (产值, 投资)."""
    return bool(_MEASURE.search(noun))


def is_bare(noun: str) -> bool:
    """Tell whether a noun says nothing without what it measures: 总投资."""
    return noun in heads.BARE_SET


def entity(noun: str) -> str:
    """Return what is measured: 稀土产业增加值 → 稀土产业."""
    return _MEASURE.sub("", noun)
