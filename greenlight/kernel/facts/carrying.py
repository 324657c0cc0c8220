"""What is carried on from figure to figure: the subject, its topic, what several names share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenlight.kernel.facts import naming
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.state import State
from greenlight.kernel.facts.words.choice import words

TOTALS = frozenset(words("总额 金额 总金额 额度 总数 总量 数量 个数 家数 件数 户数 人数"))
SIZE = frozenset(words("总量 增速 增幅 规模 名次 位次 排名 总值 体量 指标"))
PEOPLE = frozenset(words("户 人 名 人次 户次"))


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of a fact and what narrows it."""

    name: str
    scope: str = ""


def core(whole: str) -> str:
    """Return a thing counted without what was done with it: 新登记民宿 → 民宿, 现有托育机构 → 托育机构."""
    return re.sub(
        "^(?:和|及|、|与)(?:改造提升|提升改造|改造|改善|改扩建|扩建|修缮|恢复)(?=.{2,})|^(?:现有|有效|在册|在库|在业|存量|登记在册)(?=.{2,})",
        "",
        NEWLY.sub("", whole),
    )


TOGETHER = re.compile(
    "^[ 、,]*(?:[两二三四五六七八九十](?:项|者|类|块|家|个))?"
    "(?:合计|总计|共计|加起来|合起来)(?:为|达到?|约|共)?$"
)
TOGETHER_OF = re.compile("[ 、,]*(?:[两二三四五六]项|[两二三四五六]者)?(?:合计|总计|共计|合起来|加起来)占")
IN_ALL = re.compile("(?:累计|总数|总量|总计|总规模)[^,]{0,6}$")
NEWLY = re.compile(
    "^(?:净增|新晋|新纳入|新(?:增|收(?!入)|受理|建成?|认定|培育|设立?|上|开[工办业]?|登记|注册|招引|引进|签约|发展|建立|成立|入库|获批|购|购置))(?=.{2,})"
)


_MANY = re.compile("(?P<many>[两二三四五六七八九十])(?:项|者|块|家|个|方面)")


def in_common(state: State, lead: str = "") -> str:
    """Return what the names told last end with, for their sum: 普通高中招生、职业学校招生, 合计 is 招生.

    A lead that says how many, 三项合计, is of so many; told without anything in common they are 三项.
    """
    if state.together:
        return state.together
    found = _MANY.search(lead)
    many = "  两三四五六七八九十".index(found["many"].replace("二", "两")) if found else 2
    last = state.recent[-many:] if len(state.recent) >= many else [""]
    at = 0
    while all(at < len(one) and one[-1 - at] == last[0][-1 - at] for one in last):
        at += 1
    shared = last[0][len(last[0]) - at :].lstrip("办级型类性") if at >= 2 else ""
    return shared or (found.group() if found and many > 2 else "")


_AREA = re.compile("规划(?:用地|建设)?(?=面积$)")
_BUILT = re.compile("^(?:新|已|累计)?(?:建成|竣工|建设)(?=.{2,})")


def done(deed: str, subject: str, sort: Sort) -> str:
    """Return an area at another stage: 规划面积, 建成 is 建成面积; 建成厂房, 入驻 is 厂房入驻."""
    if not deed or sort != Sort.MEASURE:
        return subject
    if _AREA.search(subject):
        return _AREA.sub(deed, subject)
    return _BUILT.sub("", subject) + deed if deed == "入驻" and _BUILT.match(subject) else subject


def unlike(state: State) -> str:
    """Return 合计 for the sum of several with nothing in common: 低保金、补贴, 合计."""
    return "合计" if len(set(state.recent[-2:])) > 1 else ""


def unshared(state: State) -> str:
    """Return the subject carried on, of a share its part: 占总库容的62%,增长5% is of it."""
    shared = state.share and state.subject.startswith(f"{state.share}占")
    return state.share if shared else state.subject


# 签约项目开工44个,竣工17个; 棚户区改造开工3200套,完成投资26亿元
STAGED_END = re.compile("(?<=项目|改造|建设|工程|住房|小区)(?:开工|竣工|投产|落地|入库|建成)$")


def topic(place: Place, state: State) -> str:
    """Return what a bare measure belongs to: 总投资20亿元的汽车产业园; 新签约项目29个,总投资…"""
    if place.tail.startswith("的"):
        tail = naming.of_tail(place.tail, several=True)
        if tail:
            state.topic, state.topic_sentence = tail, place.sentence
            return tail
    head = re.match(r"(?P<noun>[^,]{2,24}?)(?:是|作为|成为)", place.before)
    if head:
        state.topic, state.topic_sentence = naming.listed(head["noun"]), place.sentence
    if state.topic_sentence != place.sentence or _HOLDS_NONE.search(state.topic):
        return ""
    return STAGED_END.sub("", state.topic)


_HOLDS_NONE = re.compile(  # 消除易涝点13处,完成投资1.9亿元: no investment of theirs
    "(?:点|隐患|问题|案件|诉求|线索|事项|居民|群众|党员|干部|学生|教师|老人|儿童|患者|游客|观众|人员|人才|毕业生|矛盾|纠纷|事故)$"
)
