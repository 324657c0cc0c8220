"""Names of shares and rates: 占…的, 高于…, 拉动…, 完成率, 占比提高."""

from __future__ import annotations

import re

from greenlight.kernel.facts import carrying, naming, phrases, wholes
from greenlight.kernel.facts.carrying import Subject
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.state import State

_GDP = frozenset(("地区生产总值", "生产总值", "GDP"))
_DONE_RATE = re.compile("(?!年度|全年|总体|目标|任务|计划|平均|其中)[一-龥]{2}完成率")
_QUARTER = re.compile("[一二三四]季度|[上下]半年")
_GDP_OF = re.compile("GDP|生产总值")
_RATIO_END = re.compile("(?:率|比重|比例|占比|份额|程度|满意度|面|强度)$")
_TOWN = re.compile("[ ,、]*(?:全[市县区省])?城镇居民(?:人均)?(?:可支配)?收入")
_LAND = re.compile("农村(?:居民)?(?:人均)?(?:可支配)?(?:收入)?")
_MULTIPLE = re.compile(r"^(.*?)(?:是|为|相当于|达到?)([^,]{2,16}?)的(?:约|近|超)?$")


_AMONG = re.compile("(?<=企业|项目|人员|居民|学生|职工|家庭|农户|单位|机构)中(?=[一-龥]{2,12}的占?$)")


def share(place: Place, lead: str, state: State) -> Subject:
    found = phrases.share(lead)
    if not found:
        lead = _AMONG.sub("", lead)
        name = re.sub("(?:数|(?<!班)额|量)?占比$", "", naming.of_lead(lead)) or naming.of_tail(place.tail)
        name = {"税": "税收", "": name}.get(name, name + "占比" if len(name) == 1 else name)
        name = _of_all(lead, name, state)
        state.subject = name or state.subject
        state.share = state.subject if name or "占" not in state.subject else state.share
        return Subject(state.subject)
    own, whole = found[0], wholes.plain(found[1])
    if own and naming.is_bare(own):
        own = carrying.topic(place, state) + own
    if not own and carrying.TOGETHER_OF.match(lead):
        own = carrying.in_common(state, lead)
    quarter = _QUARTER.match(lead)
    if not own and quarter:
        own = next((one for one in state.group if one.startswith(quarter.group())), "")
    if not own:
        own = (
            carrying.topic(place, state)
            if state.topic and state.subject.startswith(state.topic)
            else state.subject
        )
    if own.endswith(whole) and own != whole and whole in ("签约项目", "开工项目"):
        own = own.removesuffix(whole) + "项目"
    state.share = "" if _GDP_OF.search(whole) else own
    state.subject = f"{own}占{whole}"
    return Subject(wholes.of(own, whole, found[1]))


def _of_all(lead: str, name: str, state: State) -> str:
    """Return the name of a share of several together, or of a face: 加起来占63.5%, 增长面67.7%."""
    if carrying.TOGETHER_OF.match(lead) and state.together:
        return state.together
    return _faced(state) + name if name in _FACES else name


_FACES = frozenset(("增长面", "亏损面", "盈利面"))


def _faced(state: State) -> str:
    """Return whose 增长面 it is: 31个行业大类中21个增长, 增长面67.7% is of 行业."""
    told = state.things or state.topic
    return "行业" if "行业" in told else "企业" if "企业" in told or state.unit in ("家", "户") else ""


def named(kind: Kind, name: str) -> str:
    """Return a ratio as one speaks of its moves: 公办园在园幼儿, a share, is 公办园在园幼儿占比."""
    plain = kind == Kind.SHARE and "占" not in name and not _RATIO_END.search(name)
    return name + "占比" if plain else name


def rate(place: Place, lead: str, state: State) -> Subject:
    apart = _apart(place, lead, state)
    if apart:
        return apart
    multiple = _MULTIPLE.match(lead) if place.figure.sort == Sort.TIMES else None
    if multiple:
        if _TOWN.match(multiple.group(1)) and _LAND.match(multiple.group(2)):
            state.subject = "城乡居民收入比"
            return Subject(state.subject)
        return Subject(_times_of(naming.of_lead(multiple.group(1)), state), multiple.group(2))
    pull = phrases.pull(lead)
    if pull:
        own = naming.entity(pull[0] or carrying.unshared(state))
        return Subject(f"{'' if state.subject in _GDP else own}拉动{pull[1]}增长")
    give = phrases.contribution(lead)
    if give:
        return Subject(f"{naming.entity(give[0] or state.subject)}贡献率")
    return _plain_rate(place, lead, state)


def _apart(place: Place, lead: str, state: State) -> Subject | None:
    """Return the subject of a difference: 比全市高, 增速高于各项贷款, 快于时间进度."""
    found = phrases.difference(lead)
    if not found:
        return None
    own, way, whom = found
    incomes = _incomes(own or state.subject, lead, whom)
    if incomes:
        return Subject(incomes, whom)
    speed = bool(_SPEED.search(lead))
    if own and own not in carrying.SIZE:
        state.subject = own
    elif state.kind == Kind.SHARE and state.share and not speed:
        return Subject(f"{state.share if own else named(Kind.SHARE, state.share)}{way}{whom}", whom)
    subject = carrying.unshared(state).removesuffix("余额") if speed else state.subject
    if _TIME.search(whom) and way != "超" and state.done == place.sentence:
        subject += "完成率"
    return Subject(f"{subject}{way}{whom}", whom)


def _times_of(own: str, state: State) -> str:
    """Return what is so many times another: 规模是上年的2.3倍 is of the subject, 前者 of the first told."""
    if own in ("前者", "后者"):
        two = state.group if len(state.group) == 2 else state.recent[-2:]
        incomes = len(two) == 2 and _TOWN.match(two[0]) and _LAND.match(two[1])
        return "城乡居民收入比" if incomes else two[own == "后者"] if len(two) == 2 else own
    return state.subject if own in carrying.SIZE or not own else own


_SPEED = re.compile("增速|增幅|增长|快于|慢于")  # 占27.9%,增速高于各项贷款 tells of no share
_TIME = re.compile("时间进度|序时进度|序时|进度$")


_WEIGHT = frozenset(("比重", "占比", "份额"))  # 占出口总值的29.4%,比重提升2.1个百分点


def _incomes(own: str, lead: str, whom: str) -> str:
    """Return the short name of one income growing faster than the other: 农村居民收入快于城镇."""
    mine, theirs = re.match("农村|城镇", own), re.fullmatch("(农村|城镇)(?:居民)?(?:收入)?", whom)
    if not mine or not theirs or mine.group() == theirs.group(1):
        return ""
    way = "快于" if "快" in lead else "低于" if re.search("低|慢", lead) else "高于"
    return f"{mine.group()}居民收入{way}{theirs.group(1)}"


def _plain_rate(place: Place, lead: str, state: State) -> Subject:
    own = phrases.plan_rate(lead) if place.figure.sort == Sort.PERCENT else None
    if own is not None:
        state.done = place.sentence
        whole = _unplanned(own or state.subject)
        return Subject(whole + ("预算完成率" if phrases.of_budget(lead) else "完成率"))
    name = naming.of_lead(lead)
    if name in _WEIGHT and "占" in state.subject:
        return Subject(f"{state.subject}比重{phrases.movement(lead)}")
    if name in carrying.SIZE or (name in _WEIGHT and state.share):
        name = ""
    own_rate = _DONE_RATE.search(lead) if name == "完成率" else None
    if name == "完成率" and state.subject and not own_rate:
        return Subject(_unplanned(state.subject) + name)
    name = own_rate.group() if own_rate else name
    if name:
        state.subject = name
    elif place.figure.sort == Sort.PERCENT:
        state.subject = carrying.unshared(state)
    elif state.kind == Kind.SHARE and state.share and place.figure.sort == Sort.POINTS:
        rate = "" if _RATIO_END.search(state.share) else "占比"
        return Subject(state.share + rate + phrases.movement(lead))
    return Subject((name or state.subject) + _moved(place, lead, name or state.subject))


def _moved(place: Place, lead: str, name: str) -> str:
    """Return what is said of a ratio that moved: 提高; 比重提高 after 占GDP."""
    move = phrases.movement(lead)
    if not move or not (place.figure.sort == Sort.POINTS or _RATIO_END.search(name)):
        return ""
    return ("比重" if "占" in name and not _RATIO_END.search(name) else "") + move


def _unplanned(name: str) -> str:
    return re.sub("年?度?(?:任务|目标|计划(?!投资))", "", name)
