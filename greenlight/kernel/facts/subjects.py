"""The subject of a figure: named by its lead or tail, or carried on from the figure before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenlight.kernel.facts import naming, phrases
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.state import State

_SCOPE = re.compile(r"全[国省市区县州盟]|同类[^,]{0,6}|市内|省内")
_CONTEST = re.compile(
    r"在?(?P<what>[^,]{2,40}?(?:榜单?|考核|考评|评价|评选|评估|排名|测评|竞赛|比拼|大赛|评定|监测|通报|考核评价|排行榜))(?:结果|评选)?(?:中|上|里|内|,)?$"
)
_RUN = re.compile(r"连续$|已连续$|连续第?$")
_GDP = ("地区生产总值", "生产总值", "GDP")


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of a fact and what narrows it."""

    name: str
    scope: str = ""


def of(place: Place, lead: str, kind: Kind, state: State, named: str) -> Subject:
    """Return the subject of a figure; remembers it for the figures that follow."""
    if named:
        return _keep(state, named)
    if kind == Kind.RANK:
        return _rank(place, lead, state)
    if kind == Kind.SHARE:
        return _share(place, lead, state)
    if kind == Kind.RATE:
        return _rate(place, lead, state)
    if place.figure.sort == Sort.COUNT and kind == Kind.COUNT:
        return _count(place, lead, state)
    return _other(place, lead, kind, state)


def _keep(state: State, name: str) -> Subject:
    state.subject = name
    return Subject(name)


def _rank(place: Place, lead: str, state: State) -> Subject:
    scope = _SCOPE.findall(lead)
    contest = _CONTEST.search(place.before)
    name = naming.of_lead(lead)
    if not name and contest:
        name = naming.of_lead(contest["what"]) or contest["what"]
    return Subject(name or state.subject, scope[-1] if scope else "")


def _share(place: Place, lead: str, state: State) -> Subject:
    found = phrases.share(lead)
    if not found:
        name = naming.of_lead(lead) or naming.of_tail(place.tail)
        return Subject(name or state.subject)
    own, whole = found
    own = own or _topic(place, state) or state.subject
    state.subject = f"{own}占{whole}"
    return Subject(state.subject)


def _rate(place: Place, lead: str, state: State) -> Subject:
    found = phrases.difference(lead)
    if found:
        own, way, whom = found
        return Subject(f"{own or state.subject}{way}{whom}")
    pull = phrases.pull(lead)
    if pull:
        own = naming.entity(pull[0] or state.subject)
        return Subject(f"{'' if state.subject in _GDP else own}拉动{pull[1]}增长")
    give = phrases.contribution(lead)
    if give and not naming.of_lead(give[0]):
        return Subject(f"{naming.entity(state.subject)}{give[1]}贡献率")
    return _plain_rate(place, lead, state)


def _plain_rate(place: Place, lead: str, state: State) -> Subject:
    own = phrases.plan_rate(lead) if place.figure.sort == Sort.PERCENT else None
    if own is not None:
        return Subject(f"{_unplanned(own or state.subject)}完成率")
    name = naming.of_lead(lead)
    if name:
        state.subject = name
    move = phrases.movement(lead)
    tail = move if move and (place.figure.sort == Sort.POINTS) else ""
    return Subject((name or state.subject) + tail)


def _unplanned(name: str) -> str:
    return re.sub("年?度?(?:任务|目标|计划(?!投资))", "", name)


def _count(place: Place, lead: str, state: State) -> Subject:
    tail = naming.of_tail(place.tail)
    name = tail if tail and not naming.is_bare(tail) else naming.of_lead(lead)
    if not name:
        return Subject(state.topic or state.subject)
    state.topic, state.topic_sentence, state.subject = name, place.sentence, name
    return Subject(name)


def _other(place: Place, lead: str, kind: Kind, state: State) -> Subject:
    name = naming.of_lead(_RUN.sub("", lead))
    if not name and kind in (Kind.LEVEL,) and not _RUN.search(lead):
        name = naming.of_tail(place.tail)
    if not name:
        return Subject(state.subject)
    if naming.is_bare(name) and kind == Kind.LEVEL:
        name = (_topic(place, state) or "") + name
    return _keep(state, name)


def _topic(place: Place, state: State) -> str:
    """Return what a bare measure belongs to: 总投资20亿元的汽车产业园; 新签约项目29个,总投资…"""
    if place.tail.startswith("的"):
        tail = naming.of_tail(place.tail)
        if tail:
            state.topic, state.topic_sentence = tail, place.sentence
            return tail
    head = re.match(r"(?P<noun>[^,]{2,24}?)(?:是|作为|成为)", place.before)
    if head:
        state.topic, state.topic_sentence = naming.listed(head["noun"]), place.sentence
    return state.topic if state.topic_sentence == place.sentence else ""
