"""The subject of a figure: named by its lead or tail, or carried on from the figure before."""

from __future__ import annotations

import re

from greenlight.kernel.facts import based, carrying, counting, kinds, naming, phrases, rating
from greenlight.kernel.facts.carrying import Subject
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
    "(?:稳|跃|位|名|并|双双|均|仍|分别|继续|保持){0,2}(?:(?<![安宜定旅])居(?![民住家])|分?(?<![系序队陈班并])列(?![入车])|(?<!安)排(?![放水污名]))"
    "(?:在|于|全|各|同|[一二三四五六七八九十]{1,2}个)[^,]{0,14}$"
)
_BUILT = re.compile("(?:建设|工作|创建)$")
_PEER = re.compile(
    r".*?(?:比|较|高于|低于|快于|慢于|优于)?(全[国省市区县州]|同类[^,]{0,4}?)(?:平均|平均水平"
    r"|增速|水平|均值)*\(?"
)
_WHOLE_SIZE = frozenset(words("总规模 总容量 总装机 总里程"))
_DAY_GRADE = re.compile("[、和]?(?:其中)?[、和]?([优良差])(?:级|等)?")  # 其中优146天、良165天
_CAPACITY = re.compile("[年日]产$")
_LAST_YEAR = re.compile("(上年同期|去年同期|上年|去年)的?$")
_PLANNED = re.compile("(?:年度?|概算|预算)?(?:计划总?投资|总投资)$")


def of(place: Place, lead: str, kind: Kind, state: State, named: str) -> Subject:
    """Return the subject of a figure; remembers it for the figures that follow."""
    if named:
        state.subject = named if place.figure.sort != Sort.POINTS else state.subject
        subject = Subject(named)
    elif before := based.of(place, lead, kind, state):
        state.subject = before
        subject = Subject(before)
    else:
        subject = (
            _bare_gap(lead, state) or _compared(place, lead, kind, state) or _alone(place, lead, kind, state)
        )
    beside = _PEER_TOLD.fullmatch(place.lead)
    state.peer = beside["peer"] if beside else ""
    based.remember(place, kind, subject.name, state)
    return subject


_PEER_TOLD = re.compile(
    r"[ ,、(]*(?:而|同期)?(?P<peer>全[国省市州])(?:平均|同期|水平)*(?:增长|下降|增速|为|是|达到?)*"
)
_BARE_GAP = re.compile(  # 全市为5.5%,高出3.2个百分点
    "[ ,、)]*(?:我|全|本)?[省市县区园州]?(?:还|则|也)?"
    "(?P<way>高出|低出|快出|高|低|快|慢|多|少)(?:了|出)?[约近]?"
)


def _bare_gap(lead: str, state: State) -> Subject | None:
    """Return the subject of a difference from the peer told just before."""
    found = _BARE_GAP.fullmatch(lead) if state.peer and state.subject else None
    if not found:
        return None
    way = "低于" if found["way"][0] in "低慢少" else "高于"
    return Subject(f"{state.subject}{way}{state.peer}", state.peer)


def _alone(place: Place, lead: str, kind: Kind, state: State) -> Subject:
    """Return the subject of a figure that is beside no other."""
    if place.figure.sort == Sort.COUNT and kind == Kind.COUNT:
        return counting.count(place, lead, state)
    return _BY_KIND.get(kind, _other)(place, lead, state)


def _compared(place: Place, lead: str, kind: Kind, state: State) -> Subject | None:
    """Return the subject of a figure by what it stands beside: a peer, a plan, the clause before."""
    peer = _PEER.fullmatch(lead) if place.bracketed and place.figure.sort != Sort.POINTS else None
    if peer:
        return Subject(peer.group(1) + state.subject, peer.group(1))
    if place.bracketed and kind in _RATIOS and state.subject and (aim := phrases.aim(lead)):
        return Subject(state.subject + aim)
    return _said_of(place, lead, kind, state)


def _said_of(place: Place, lead: str, kind: Kind, state: State) -> Subject | None:
    """Return the subject of a figure by what the words before it say of another."""
    if only_is(lead) and place.before and (name := _said_before(place.before)):
        state.subject = state.whole = name
        return Subject(name)
    if state.aim and state.subject:
        return Subject(state.subject + ("" if kind in _RATIOS else state.aim))
    if days := _reckoned(place, lead):
        return Subject(days)
    plain = place.figure.sort not in (Sort.POINTS, Sort.COUNT)
    other = phrases.beside(lead) if place.bracketed and plain and state.subject else ""
    if other:
        return Subject(_measured(other, state.subject), other)
    moved = kinds.moves(place.figure, lead)
    if moved and (ranked := state.last_ranked(place)):
        return Subject(ranked + ("" if ranked.endswith(("排名", "位次", "名次")) else "排名") + moved)
    if phrases.gap(lead) and state.subject:
        return Subject(f"{state.subject}与目标之差")
    return None


_RECKONED = re.compile("(?:来|全部|统一)?(?:折?算|计算|测算|推算|计(?![划入数]))")
_LEFT_OF_YEAR = re.compile("(?:下半年|上半年|全年|余下|剩余|剩下|后|还有)的?$")
_SPELL = ("月", "天", "工作日", "周", "季度")


def _reckoned(place: Place, lead: str) -> str:
    """Return the name of the days a mean is reckoned by: 按250个工作日折算, 下半年6个月每月要完成."""
    unit = place.figure.unit.removeprefix("个")
    by = lead.endswith("按") and _RECKONED.match(place.tail)
    rest = unit in _SPELL and _LEFT_OF_YEAR.search(lead)
    return unit + ("数" if len(unit) == 1 else "") if by or rest else ""


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
    told = _RATED.search(place.lead)
    if told and not _RATED.search(lead):
        lead = told.group()
    lead = _AMID.sub("", lead)
    name = naming.of_lead(_PLACED.sub("", _RUN.sub("", lead)), ranked=True)
    if name in carrying.SIZE:
        name = ""
    name = name or naming.of_lead(state.contest) or state.contest or state.last_ranked(place)
    state.ranked, state.ranked_sentence = name or state.subject, place.sentence
    return Subject(name or state.subject, scope[-1] if scope else "")


_AMID = re.compile(  # 体量在各分会场中排第一
    "(?<=.{2})在(?!建|册|校|岗|编)[^,、]{1,12}[中里内](?=[排列居位]?[于在]?$)"
)
_RATED = re.compile(
    "[一-龥]{2,12}(?:评价|考核|考评|评估|测评)(?=(?:结果)?[中里][列居位排])"
)  # 58个园区亩均评价中列第11位


def _other(place: Place, lead: str, state: State) -> Subject:
    """Return the subject of an amount, a growth, a run of years: by its phrase, else its noun."""
    by_phrase = _by_phrase(place, lead, state) or _mean(place, lead, state)
    if by_phrase:
        return by_phrase
    name = _amount_name(place, lead)
    less = _LESS.search(lead) if state.subject else None
    if less:
        whole = state.main if state.main and state.subject in less["less"] else state.subject
        return Subject(less["less"] + whole)
    if state.subject and name in _WHOLE_SIZE:
        state.subject = carrying.NEWLY.sub("", state.subject).removesuffix("新增")
        return Subject(state.subject)
    name = _of_served(lead, name, place, state)
    if not name or name in carrying.SIZE or (name in carrying.TOTALS and state.subject):
        return Subject(_sort_of(place, lead, state) or _carried(place, lead, state))
    people = state.unit in carrying.PEOPLE and not place.tail.startswith("的")
    if naming.of_topic(name) and place.figure.sort in (Sort.MONEY, Sort.MEASURE) and not people:
        name = carrying.topic(place, state) + name
    name = state.subject = _of_the_same(name, state.subject)
    state.main = state.main if state.part else name
    if place.figure.sort == Sort.MEASURE:
        state.measured[place.figure.unit] = name
    if place.figure.sort == Sort.MONEY:
        state.money = name.removesuffix("额度").removesuffix("总额")
    return Subject(name)


_EACH_ONE = re.compile("(?:平均|单个|每个)+(?:每个)?(?:项目|单体)?(?:投资)?|平均每个")
_INVESTED = re.compile("(?:协议|计划|合同|总)*投资额?$")


def _mean(place: Place, lead: str, state: State) -> Subject | None:
    """Return the name of what one project costs: 签约项目58个,总投资243.6亿元,平均每个项目4.2亿元."""
    each = place.figure.sort == Sort.MONEY and _EACH_ONE.fullmatch(_amount_name(place, lead))
    told = each and _INVESTED.search(state.money) and state.things.endswith("项目")
    return Subject(state.things.removeprefix("新") + "平均投资") if told else None


def _of_the_same(name: str, before: str) -> str:
    """Return a bare 支出 with the fund whose 收入 was told: 医保基金收入12亿元,支出11亿元."""
    fund = before.removesuffix("收入") if name == "支出" else before
    return fund + name if fund != before else name


def _of_served(lead: str, name: str, place: Place, state: State) -> str:
    """Return what was done for those just counted: 为812户企业放款18.6亿元 is of 放款."""
    served = place.joined and state.served and state.things and lead.startswith(state.things)
    rest = lead[len(state.things) :] if served else ""
    return naming.of_lead(rest) or naming.deed(rest) or name if rest else name


_LESS = re.compile(  # 固定资产投资增长4%,扣除房地产后增长9% is of 扣除房地产固定资产投资
    "(?:^|[,、 ])(?P<less>(?:扣除|剔除|不含)(?!价格|物价|通胀|留抵|基数|汇率|不可比|[^,]{0,8}因素)"
    "[^,]{2,10}?)(?:后|以后|之后|外)?,?(?:同比|实际|可比)?(?:增长|下降|增速为?|达)?$"
)
_RUN_OF = re.compile("(?:未发生|无|零|丰收|获评?|荣获|入选|跻身|被评|上榜|位居|蝉联)[^,;。]{0,16}")


_LIMIT = re.compile(
    "(?:控制在|不超过|低于)[^,]{0,8}?(?P<what>限额|上限|红线)(?:指标)?$"
)  # 控制在核定限额71.9亿元以内


def _by_phrase(place: Place, lead: str, state: State) -> Subject | None:
    """Return the subject of 高于任务数0.17万亩, 为年任务75亿元, 上年同期的19亿元, 年产10万吨锂盐."""
    found = phrases.difference(lead) if state.subject and place.figure.sort != Sort.PERCENT else None
    if found and found[0] in ("", *carrying.SIZE):
        return Subject(f"{state.subject}{found[1]}{found[2]}", found[2])
    task = phrases.task(lead) if state.noun_aimed else None
    if task:
        return Subject((task[0] or state.subject) + task[1])
    day = _of_days(place, lead)
    if day:
        return Subject(day)
    limit = _LIMIT.search(lead) if state.subject and place.figure.sort != Sort.PERCENT else None
    if limit:
        return Subject(state.subject.removesuffix("余额") + limit["what"])
    last = _LAST_YEAR.search(lead)
    if last and state.subject and not naming.of_lead(lead):
        return Subject(last.group(1) + state.subject)
    if not _CAPACITY.search(lead):
        return None
    state.subject = naming.of_tail(place.tail) or naming.of_lead(_CAPACITY.sub("", lead)) or "年产能"
    return Subject(state.subject)


def _of_days(place: Place, lead: str) -> str:
    """Return the name of days by their grade (优146天), of years by what lasted (连续6年未发生事故)."""
    grade = _DAY_GRADE.fullmatch(lead)
    if grade and place.figure.unit == "天":
        return f"{grade.group(1)}天数"
    lasted = _RUN_OF.match(place.tail) if place.figure.sort == Sort.RUN else None
    return lasted.group() if lasted and not _amount_name(place, lead) else ""


_ACTED_ON = re.compile("对(?P<what>[^,]{3,14}?)(?:开展|进行|实施|全面)")  # 对闲置用地开展清理,摸排1126亩
_DEED_ALONE = re.compile(
    "(?:共|累计|已|全面)*(?:摸排|清理|排查|清查|核查|整治|收回|登记|建档|处置|盘活|回收){1,3}(?:出|了|约)?"
)


def _amount_name(place: Place, lead: str) -> str:
    run = _RUN.search(lead)
    acted = _ACTED_ON.match(place.before)
    if acted and place.figure.sort == Sort.MEASURE and _DEED_ALONE.fullmatch(lead):
        return acted["what"]
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


_AREAS = frozenset(words("供地 征地 收储 征收 造林 绿化 复垦 复绿 腾退 盘活 拆迁 征迁 拆除 出让 治理"))


_SORT_OF = re.compile(  # 渔业产量8.6万吨,其中养殖6.9万吨、捕捞1.7万吨
    "[ ,、和及]*(?:其中[:,]?)?(?P<deed>(?![新净]增|增加|建成|完成|竣工|达到|实际|累计|供应|落实)[一-龥]{2})"
)


def _sort_of(place: Place, lead: str, state: State) -> str:
    """Return the deed a part of an amount is of."""
    found = _SORT_OF.fullmatch(lead) if place.figure.sort == Sort.MEASURE and state.part else None
    return naming.deed(found["deed"]) if found else ""


def _carried(place: Place, lead: str, state: State) -> str:
    """Return the subject carried on; 计划投资10亿元,完成3亿元 is of 完成投资."""
    if carrying.TOGETHER.search(lead):
        state.subject = carrying.in_common(state, lead) or carrying.unlike(state) or state.subject
        return state.subject
    if place.figure.sort in (Sort.MONEY, Sort.MEASURE):
        state.subject = based.no_ratio(state.subject, place.figure.unit, state)
    if not state.subject and place.figure.sort == Sort.MEASURE:
        state.subject = counting.first_deed(lead)
        return state.subject
    if state.subject == state.things and place.figure.unit in state.measured:
        return state.measured[place.figure.unit]
    if (
        place.figure.sort == Sort.MONEY
        and state.money
        and state.subject == state.things
        and naming.deed(lead)
    ):
        state.subject = state.money
        return state.subject
    if place.figure.sort == Sort.MONEY and "完成" in lead and _PLANNED.search(state.subject):
        state.subject = _PLANNED.sub("完成投资", state.subject)
    elif carrying.IN_ALL.search(lead):
        state.subject = carrying.core(state.subject)
        return state.subject
    state.subject = carrying.done(naming.deed(lead), carrying.unshared(state), place.figure.sort)
    return state.subject


_BY_KIND = {Kind.RANK: _rank, Kind.SHARE: rating.share, Kind.RATE: rating.rate}
