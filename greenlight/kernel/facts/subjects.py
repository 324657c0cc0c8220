"""The subject of a figure: named by its lead or tail, or carried on from the figure before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from greenlight.kernel.facts import naming, phrases
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.state import State
from greenlight.kernel.facts.words.choice import words

_RATIOS = (Kind.YOY_GROWTH, Kind.SHARE, Kind.RATE)
_PER_HEAD = re.compile("人均(?:可支配收入|消费支出)$")
_SCOPE = re.compile(r"全[国省市区县州盟]|同类[^,]{0,6}|市内|省内")
_RUN = re.compile(r"(?:已)?连续(?:第)?$")
_PLACED = re.compile(
    "(?:稳|跃|位|名|并|双双|均|仍|分别|继续|保持){0,2}(?:(?<![安宜定旅])居(?![民住家])|(?<![系序队陈班并])列(?![入车])|(?<!安)排(?![放水污名]))"
    "(?:在|于|全|各|同)[^,]{0,14}$"
)
_BUILT = re.compile("(?:建设|工作|创建)$")
_PEER = re.compile(
    r".*?(?:比|较|高于|低于|快于|慢于|优于)?(全[国省市区县州]|同类[^,]{0,4}?)(?:平均|平均水平"
    r"|增速|水平|均值)*\(?"
)
_SIZE = frozenset(words("总量 增速 增幅 规模 名次 位次 排名 总值 体量 指标"))
_WHOLE_SIZE = frozenset(words("总规模 总容量 总装机 总里程"))
_GDP = frozenset(("地区生产总值", "生产总值", "GDP"))
_DONE_RATE = re.compile("(?!年度|全年|总体|目标|任务|计划|平均|其中)[一-龥]{2}完成率")
_GDP_OF = re.compile("GDP|生产总值")
_RATIO_END = re.compile("(?:率|比重|比例|占比|份额|程度|满意度|面|强度)$")
_MULTIPLE = re.compile(r"^(.*?)(?:是|为|相当于|达到?)([^,]{2,16}?)的(?:约|近|超)?$")
_CAPACITY = re.compile("[年日]产$")
_LAST_YEAR = re.compile("(上年同期|去年同期|上年|去年)的?$")
_STAGES = frozenset(
    words("开工 新开工 竣工 完工 投产 新投产 签约 新签约 入库 新入库 落地 新落地 达产 在建 续建 新建 停工")
)
_REACHED = frozenset(words("开工 竣工 完工 投产 签约 入库 落地 达产"))
_LEFT = frozenset(words("注销 清退 退出 淘汰 关停 流失 报废 迁出 迁入 停业 停产 改建 扩建"))
_OTHER_STAGE = re.compile("在建|续建|新开工|储备|在谈")
_OWNED = re.compile(
    "[公民国集]办|[公民国私]有|[公民国私]营|[外内合独]资|社区办|企业办|集体|个体|港澳台资|政府办"
)
_FIELD = re.compile("(?P<own>[^,]{2,10})(?:领域|方面|环节)")
_HEADS = frozenset(words("项目 企业 单位 机构 平台"))
_PLANNED = re.compile("(?:年度?)?(?:计划总?投资|总投资)$")


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of a fact and what narrows it."""

    name: str
    scope: str = ""


def of(place: Place, lead: str, kind: Kind, state: State, named: str) -> Subject:
    """Return the subject of a figure; remembers it for the figures that follow."""
    if named:
        state.subject = named
        return Subject(named)
    peer = _PEER.fullmatch(lead) if place.bracketed else None
    if peer:
        return Subject(peer.group(1) + state.subject, peer.group(1))
    if only_is(lead) and place.before and (name := _said_before(place.before)):
        state.subject = state.whole = name
        return Subject(name)
    if state.aim and state.subject:
        return Subject(state.subject + ("" if kind in _RATIOS else state.aim))
    other = phrases.beside(lead) if place.bracketed and kind != Kind.COUNT and state.subject else ""
    if other:
        return Subject(_measured(other, state.subject), other)
    if phrases.gap(lead) and state.subject:
        return Subject(f"{state.subject}与目标之差")
    if place.figure.sort == Sort.COUNT and kind == Kind.COUNT:
        return _count(place, lead, state)
    return _BY_KIND.get(kind, _other)(place, lead, state)


_ONLY_IS = re.compile("(?:分别)?(?:为|达到?|有|是|共|已达|约)(?:约|近|到)?")
_MOST = re.compile(
    "(?:增[速幅长]|占比|比重|增势|规模|数量|总量)?(?:最|应[一-龥]尽|稳居|领跑|居首|实现零)[^,]{0,8}$"
)


def only_is(lead: str) -> bool:
    """Tell whether a lead only says 为 or 达, so that the clause before names the figure."""
    return bool(_ONLY_IS.fullmatch(lead))


def _said_before(before: str) -> str:
    """Return what the clause before tells of, when it praises it: 科技支出增幅最高,为23.6%."""
    found = _MOST.search(before)
    if not found:
        return ""
    return naming.of_lead(before[: found.start()].removesuffix("的"))


def _measured(whom: str, subject: str) -> str:
    """Return the same measure of another: 城镇居民 beside 农村居民人均可支配收入."""
    own = _PER_HEAD.search(subject)
    return whom + own.group() if own and whom.endswith(("居民", "农民")) else whom


def _rank(place: Place, lead: str, state: State) -> Subject:
    """Return what is ranked: the noun before, else the contest (在考核中), else the subject carried on."""
    scope = _SCOPE.findall(lead)
    name = naming.of_lead(_PLACED.sub("", _RUN.sub("", lead)), ranked=True)
    if name in _SIZE:
        name = ""
    name = name or naming.of_lead(state.contest) or state.contest
    return Subject(name or state.subject, scope[-1] if scope else "")


def _share(place: Place, lead: str, state: State) -> Subject:
    found = phrases.share(lead)
    if not found:
        name = re.sub("(?:数|额|量)?占比$", "", naming.of_lead(lead)) or naming.of_tail(place.tail)
        state.subject = name or state.subject
        state.share = state.subject
        return Subject(state.subject)
    own, whole = found
    if own and naming.is_bare(own):
        own = _topic(place, state) + own
    if not own and _TOGETHER_OF.match(lead):
        own = _in_common(state)
    if not own:
        own = _topic(place, state) if state.topic and state.subject.startswith(state.topic) else state.subject
    state.share = "" if _GDP_OF.search(whole) else own
    state.subject = f"{own}占{whole}"
    return Subject(state.subject)


def _rate(place: Place, lead: str, state: State) -> Subject:
    found = phrases.difference(lead)
    if found:
        own, way, whom = found
        if own and own not in _SIZE:
            state.subject = own
        elif state.kind == Kind.SHARE and state.share:
            return Subject(f"{state.share}{'' if own else '占比'}{way}{whom}", whom)
        return Subject(f"{state.subject}{way}{whom}", whom)
    multiple = _MULTIPLE.match(lead) if place.figure.sort == Sort.TIMES else None
    if multiple:
        return Subject(naming.of_lead(multiple.group(1)) or state.subject, multiple.group(2))
    pull = phrases.pull(lead)
    if pull:
        own = naming.entity(pull[0] or state.subject)
        return Subject(f"{'' if state.subject in _GDP else own}拉动{pull[1]}增长")
    give = phrases.contribution(lead)
    if give:
        return Subject(f"{naming.entity(give[0] or state.subject)}贡献率")
    return _plain_rate(place, lead, state)


def _plain_rate(place: Place, lead: str, state: State) -> Subject:
    own = phrases.plan_rate(lead) if place.figure.sort == Sort.PERCENT else None
    if own is not None:
        return Subject(f"{_unplanned(own or state.subject)}完成率")
    name = naming.of_lead(lead)
    if name in _SIZE:
        name = ""
    own_rate = _DONE_RATE.search(lead) if name == "完成率" else None
    if name == "完成率" and state.subject and not own_rate:
        return Subject(_unplanned(state.subject) + name)
    name = own_rate.group() if own_rate else name
    if name:
        state.subject = name
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


def _count(place: Place, lead: str, state: State) -> Subject:
    """Return what is counted: the noun right after the number, else before, else the one carried on."""
    task = phrases.task(lead) if state.noun_aimed and state.subject else None
    if task and not task[0]:
        return Subject(state.subject + task[1])
    tail = naming.of_tail(place.tail)
    name = tail if tail and not naming.is_bare(tail) and not naming.is_measure(tail) else naming.of_lead(lead)
    if not name:
        return Subject(_counted_on(lead, place.figure.unit, state))
    if state.part and _GRADE.fullmatch(name) and state.whole:
        name += _OF_GRADE.sub("", state.whole)
    end = naming.counted_end(state.whole) or (state.whole if len(state.whole) <= 4 else "")
    field = _FIELD.fullmatch(name) if end else None
    name = field["own"] + end if field else name
    if (state.part or state.listing) and state.whole and _OWNED.fullmatch(name):
        name += _core(state.whole)
    if state.part and end in _HEADS and not naming.ends_counted(name):
        name += end
    if not (state.part or state.listing or field):
        state.whole = name
    state.topic, state.topic_sentence, state.subject, state.unit = (
        name,
        place.sentence,
        name,
        place.figure.unit,
    )
    return Subject(name)


def _counted_on(lead: str, unit: str, state: State) -> str:
    """Return the thing counted before, with the deed said of it: 竣工35个 after 在建项目 is 竣工项目."""
    carried = state.whole or state.topic or state.subject
    if _TOGETHER.search(lead):
        state.subject = _in_common(state) or carried
        return state.subject
    if _IN_ALL.search(lead):
        carried = _NEWLY.sub("", carried)
    deed = naming.deed(lead)
    carried = _core(carried) if deed or lead.strip("、, —-~至到和及") else carried
    if deed and state.unit and unit != state.unit:
        return deed
    return _staged(deed, carried, state.part) if deed in _STAGES or deed in _LEFT else carried


def _core(whole: str) -> str:
    """Return a thing counted without what was done with it: 新登记民宿 → 民宿, 现有托育机构 → 托育机构."""
    return re.sub("^(?:现有|在册|在库|在业|存量|登记在册)(?=.{2,})", "", _NEWLY.sub("", whole))


def _staged(deed: str, carried: str, part: bool) -> str:
    """Return the stage of things counted: 其中新建50套 is 新建安置房; 已开工9个 is 项目开工."""
    core = _core(carried)
    if core == naming.counted_end(core) or _OTHER_STAGE.match(carried):
        return deed + naming.counted_end(core)
    return core + deed if deed in _REACHED and not part else deed + core


def _other(place: Place, lead: str, state: State) -> Subject:
    """Return the subject of an amount, a growth, a run of years: by its phrase, else its noun."""
    by_phrase = _by_phrase(place, lead, state)
    if by_phrase:
        return by_phrase
    name = _amount_name(place, lead)
    lasted = _RUN_OF.match(place.tail) if place.figure.sort == Sort.RUN and not name else None
    if lasted:
        return Subject(lasted.group())
    if state.subject and name in _WHOLE_SIZE:
        state.subject = _NEWLY.sub("", state.subject).removesuffix("新增")
        return Subject(state.subject)
    if not name or name in _SIZE:
        return Subject(_carried(place, lead, state))
    if naming.of_topic(name) and place.figure.sort in (Sort.MONEY, Sort.MEASURE):
        name = _topic(place, state) + name
    state.subject = name
    return Subject(name)


_RUN_OF = re.compile("(?:未发生|无|零|丰收|获评?|荣获|入选|跻身|被评|上榜|位居|蝉联)[^,;。]{0,16}")


def _by_phrase(place: Place, lead: str, state: State) -> Subject | None:
    """Return the subject of 高于任务数0.17万亩, 为年任务75亿元, 上年同期的19亿元, 年产10万吨锂盐."""
    found = phrases.difference(lead) if state.subject and place.figure.sort != Sort.PERCENT else None
    if found and found[0] in ("", *_SIZE):
        return Subject(f"{state.subject}{found[1]}{found[2]}", found[2])
    task = phrases.task(lead) if state.noun_aimed else None
    if task:
        return Subject((task[0] or state.subject) + task[1])
    last = _LAST_YEAR.search(lead)
    if last and state.subject and not naming.of_lead(lead):
        return Subject(last.group(1) + state.subject)
    if not _CAPACITY.search(lead):
        return None
    state.subject = naming.of_tail(place.tail) or naming.of_lead(_CAPACITY.sub("", lead)) or "年产能"
    return Subject(state.subject)


def _amount_name(place: Place, lead: str) -> str:
    run = _RUN.search(lead)
    name = naming.of_lead(_BUILT.sub("", lead[: run.start()]) if run else lead)
    if place.figure.sort == Sort.MEASURE and lead.endswith("等"):
        name = naming.of_tail(place.tail) or name
    if not name and not run and place.figure.sort in (Sort.MONEY, Sort.MEASURE, Sort.SPAN):
        name = naming.of_tail(place.tail) or _deed_named(lead, place)
    return name


def _deed_named(lead: str, place: Place) -> str:
    """Return the deed that names an area by itself: 供地1870亩, 造林2.3万亩."""
    deed = naming.deed(lead)
    return deed if place.figure.sort == Sort.MEASURE and deed in _AREAS else ""


_TOGETHER = re.compile("^[ 、,]*(?:两项|两者|三项|三者)?(?:合计|总计|共计)(?:为|达到?|约)?$")
_TOGETHER_OF = re.compile("[ 、,]*(?:[两二三四五六]项|[两二三四五六]者)?(?:合计|总计|共计|合起来|加起来)占")
_IN_ALL = re.compile("(?:累计|总数|总量|总计|总规模)[^,]{0,6}$")
_NEWLY = re.compile(
    "^新(?:增|建成?|认定|培育|设立?|上|开[工办业]?|登记|注册|招引|引进|签约|发展|建立|成立|入库|获批|购|购置)(?=.{2,})"
)
_GRADE = re.compile("(?:国家|省|市|县|区)级")
_OF_GRADE = re.compile("^(?:国家|省|市|县|区)级(?:及?以上)?的?")


def _in_common(state: State) -> str:
    """Return what two names told last end with, for their sum: 普通高中招生、职业学校招生, 合计 is 招生."""
    if state.together:
        return state.together
    one, other = [*state.recent[-2:], "", ""][:2]
    at = 0
    while at < min(len(one), len(other)) and one[-1 - at] == other[-1 - at]:
        at += 1
    return one[len(one) - at :].lstrip("办级型类性") if at >= 2 else ""


_AREAS = frozenset(words("供地 征地 收储 征收 造林 绿化 复垦 复绿 腾退 盘活 拆迁 征迁 拆除 出让 治理"))


def _carried(place: Place, lead: str, state: State) -> str:
    """Return the subject carried on; 计划投资10亿元,完成3亿元 is of 完成投资."""
    if _TOGETHER.search(lead):
        state.subject = _in_common(state) or state.subject
        return state.subject
    if place.figure.sort == Sort.MONEY and "完成" in lead and _PLANNED.search(state.subject):
        state.subject = _PLANNED.sub("完成投资", state.subject)
    elif _IN_ALL.search(lead):
        return _NEWLY.sub("", state.subject)
    return state.subject


def _topic(place: Place, state: State) -> str:
    """Return what a bare measure belongs to: 总投资20亿元的汽车产业园; 新签约项目29个,总投资…"""
    if place.tail.startswith("的"):
        tail = naming.of_tail(place.tail, several=True)
        if tail:
            state.topic, state.topic_sentence = tail, place.sentence
            return tail
    head = re.match(r"(?P<noun>[^,]{2,24}?)(?:是|作为|成为)", place.before)
    if head:
        state.topic, state.topic_sentence = naming.listed(head["noun"]), place.sentence
    return state.topic if state.topic_sentence == place.sentence else ""


_BY_KIND = {Kind.RANK: _rank, Kind.SHARE: _share, Kind.RATE: _rate}
