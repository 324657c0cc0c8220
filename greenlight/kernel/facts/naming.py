"""The indicator's name: the words before the number without scope, period, verbs; or the noun after it."""

from __future__ import annotations

import re

from greenlight.kernel.facts.words import heads, scopes, verbs
from greenlight.kernel.facts.words.choice import one_of

_PERIOD = (
    r"(?:(?:19|20)\d\d(?:年|—)(?:度|末|底)?|今年|去年|上年|明年|当年|本年|年内|年底|全年|上半年|下半年|前三季度|[一二三四](?:、[一二三四])?季度末?|"
    r"(?:1[0-2]|[1-9])月?(?:—|-|~|至|到){1,2}(?:1[0-2]|[1-9])月份?|(?:1[0-2]|[1-9])月(?:份|底|末)?(?!度)(?:\d{1,2}日)?|截[至止]?(?:到)?|到(?=\d|明|年|今)|至今|年初以来|今年以来|以来|"
    r"“?十[二三四五]五”?(?:期间|以来|时期|末)?|(?:过去|近|未来|今后)[一二三四五十两\d]年|[三五]年来|近年来|期间|当前|\d{1,2}日|每(?:年|月|天|日)|次年)"
)
_CHANGE = r"(?:比|较|与|同)(?:上一?年|去年|上月|上季度|年初|(?:19|20)\d\d年|“?十[一二三四]五”?末?|同期|前年|疫情前|上期)(?:同期|同月|末|底|相比|比)?|同比|环比|可比口径|同口径|按可比价格?(?:计算)?|剔除[^,]{0,12}后"
_MOVE = one_of(verbs.GROWTH, verbs.DECLINE)
_COPULA = one_of(verbs.COPULAS)
_RANKED = r"(?:在|位|排|名)?(?:列|居|排名|位列|位居|排在|排|居于|名列|稳居|继续|保持|跃居|跃升|上升|升至|跃居|均|也|仍|同样|双双|全部|都|总体)|(?:在|居|列|排)?(?:全[国省市区县州盟球]|同类|全行业|世界|本市|市内|省内)(?:各?(?:县|区|市|州|盟|旗|开发区|园区|高新区|经开区|省级开发区|国家级开发区|县市区|区县|县区|市区|同类)){0,3}(?:中|内|里)?(?:的)?"
_TRAIL = re.compile(
    rf"(?:{_CHANGE}|{_MOVE}|{_COPULA}|{_RANKED}|{_PERIOD}|年均|平均|复合|拉动|[ :,、.“”\"'‘’]|[≥≤><=])$"
)
_SCOPE = one_of(scopes.SCOPES)
_JOIN = one_of(scopes.JOINS)
_DEED = one_of(verbs.DEEDS)
_LEAD = re.compile(rf"^(?:{_PERIOD}|{_CHANGE}|{_JOIN}|[ 、,:.;·“”\"'‘’)\]\x01—-])")
_SCOPED = re.compile(rf"^(?:{_SCOPE})(?=[^的]{{2,}})")
_DONE = re.compile(rf"^(?:{_DEED})(?:了|出)?(?=.{{2,}})")
_NEW = re.compile(
    r"^(?:新|净)(?:增|签约|引进|开工|投产|入库|注册|登记|认定|培育|建成|落地|设立|招引|入驻|上市|上|开|建|招|签|获批|获|申请|创建|申报|入规|纳|竣工|出让)"
)
_CUT = re.compile(rf"^.*(?:{one_of(verbs.CUTTING)})(?:了|出)?(?=.{{2,}}$)")
_INNER = re.compile("合计|完成|累计|实现|达到|共计|总计|同比|预计")
_SIDE = re.compile(r"^.{1,12}方面")
_TAKEN = re.compile(r"^.*(?:把|将|使|让|对)(?=.{2,})")
_MEASURE = re.compile(rf"(?:{one_of(heads.BARE, heads.MEASURE_ENDS)})$")
_BARE = frozenset(heads.BARE)
_TAIL_STOP = re.compile(
    r"[,。;:()、\[\]|\t“]|已|均|都|全部|正在|顺利|成功|分别|进行|参加|参与|获得|获评|获|被|完成|实现|达到|达|开展|通过|入选|列入|纳入|建成|投产|投用|竣工|落户|落地|动工|开工|签约|上市|"
    r"到(?!位)|在(?!建|线|谈|册|职|校|园|岗|编|库|地|统)|为(?!民)|与|较|比(?!赛)|同比|增长|占(?!地)|居|位列|约|近(?!零)|超(?!市|声)|共|有(?!限|机|色|效)|是|于|将|可|能(?!源|力|耗)|由|从(?!业)|向|受|进入|涉及|覆盖|按|提前|安装|"
    r"全面|加快|陆续|新增|快速|稳步|带动|实行|推进|得到|予以|给予|处于|用于|并|且|也|以及|惠及|下放|其中"
)
_COUNTED = re.compile(rf"^.*(?:{one_of(heads.COUNTED)})")
_VERBAL = re.compile(rf"^(?:{_DEED}|{_COPULA}|以|更|最|之|,|。)")


def of_lead(lead: str) -> str:
    """Return the noun a lead names: 全市实现地区生产总值 → 地区生产总值; empty when it names none (同比增长)."""
    noun = _stripped(_trimmed(lead))
    taken = _TAKEN.match(noun)
    if taken and not _MEASURE.fullmatch(noun):
        noun = _stripped(noun[taken.end() :])
    noun = _after_de(noun)
    cut = _CUT.match(noun)
    if cut and not _is_bare(noun[cut.end() :]):
        noun = _stripped(noun[cut.end() :])
    return _INNER.sub("", noun) if len(noun) > 2 else _real(noun)


def _real(noun: str) -> str:
    return (
        noun
        if len(noun) == 2 and not re.fullmatch(rf"(?:{_JOIN}|{_COPULA}|{_DEED}|{_SCOPE}){{1,2}}", noun)
        else ""
    )


def _is_bare(noun: str) -> bool:
    return noun in _BARE


def _trimmed(lead: str) -> str:
    """Strip verbs, comparisons and periods from the end, one after another (at most 24 of them)."""
    text = lead[-120:].rstrip()
    for _ in range(24):
        found = _TRAIL.search(text)
        if not found or found.start() == found.end():
            break
        text = text[: found.start()]
    return text


def _stripped(noun: str) -> str:
    """Strip scope, period, joining words and verbs from the front, one after another (at most 24)."""
    noun = _SIDE.sub("", noun)
    for _ in range(24):
        if noun in _BARE or _NEW.match(noun):
            break
        found = _LEAD.match(noun) or _SCOPED.match(noun) or _DONE.match(noun)
        if not found or found.end() == 0 or (len(noun) - found.end() == 1):
            break
        noun = noun[found.end() :]
    return "" if len(noun) == 1 else noun.strip(" “”\"'")


def _after_de(noun: str) -> str:
    """Return what stands after the last 的: 列入省市计划的重点项目 → 重点项目."""
    _, de, after = noun.rpartition("的")
    return _stripped(after) if de and len(after) >= 2 else noun.removesuffix("的")


def of_tail(tail: str) -> str:
    """Return the thing counted right after the number: 个市级重点项目已完成投资 → 市级重点项目; else empty."""
    text = tail.lstrip(" “”")[:40]
    if text[:1] == "的":
        text = text[1:]
    stop = _TAIL_STOP.search(text)
    noun = text[: stop.start()] if stop else text
    head, de, rest = noun.partition("的")
    if de and not _COUNTED.fullmatch(head):
        noun = rest or head
    elif de:
        noun = head
    if len(noun) < 2 or _VERBAL.match(noun):
        return ""
    counted = _COUNTED.match(noun)
    return (counted.group() if counted else noun).strip('“”" ')


def is_measure(noun: str) -> bool:
    """Tell whether a noun ends as a measure does (产值, 投资)."""
    return bool(_MEASURE.search(noun))


def is_bare(noun: str) -> bool:
    """Tell whether a noun says nothing without what it measures: 总投资."""
    return noun in _BARE


def entity(noun: str) -> str:
    """Return what is measured: 稀土产业增加值 → 稀土产业."""
    return _MEASURE.sub("", noun)


def listed(text: str) -> str:
    """Return a list of nouns without the verbs and scope around it, the list kept whole."""
    return _stripped(_trimmed(text))
