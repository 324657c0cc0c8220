"""The thing a count is of: the noun after or before it, else the thing counted before, at another stage."""

from __future__ import annotations

import re

from greenlight.kernel.facts import based, carrying, naming, phrases
from greenlight.kernel.facts.carrying import Subject
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.edges import is_empty
from greenlight.kernel.facts.state import State
from greenlight.kernel.facts.words.choice import words

_STAGES = frozenset(
    words(
        "竣工投产 建成投产 开工 新开工 竣工 完工 投产 新投产 签约 新签约 入库 新入库 落地 新落地 "
        "达产 在建 续建 新建 停工"
    )
)
_REACHED = frozenset(words("竣工投产 建成投产 开工 竣工 完工 投产 签约 入库 落地 达产"))
_LEFT = frozenset(words("退库 退规 注销 清退 退出 淘汰 关停 流失 报废 迁出 迁入 停业 停产 改建 扩建"))
_SERVES = re.compile("惠及(?:居民|群众|住户|业主)?$")  # 改造老旧小区38个,惠及居民9120户
_TOTAL_OF = re.compile("[ ,、]*(?:总数|总量|数量)")  # 撤并应用系统,总数由146个减到89个
_THAN = re.compile(  # 博士412名,比上年的318名多94名: of what was told in the unit before
    "[ ,、和]*(?:(?:比|较)[^,]{0,10}|同比|的)?(?:增加|增长|减少|下降|多|少|增|减|多出)[了约近]?"
)
_OTHER_STAGE = re.compile("在建|续建|新开工|储备|在谈")
_OWNED = re.compile(
    "[公民国集]办|[公民国私]有|[公民国私]营|[外内合独]资|社区办|企业办|集体|个体|港澳台资|政府办"
)
_FIELD = re.compile("(?P<own>[^,]{2,10})(?:领域|方面|环节)")
_ALIKE = frozenset(
    words(
        "存栏 出栏 进口 出口 上行 下行 入境 出境 入院 出院 招生 毕业 投放 回收 迁入 迁出 进港 出港 转入 转出"
    )
)
_OTHER_DEED = re.compile(f"(?:{'|'.join(sorted(_ALIKE))})$")
_BEFELL = re.compile(
    "死亡|受伤|轻伤|重伤|失联|失踪|获救|脱贫|治愈|出院|确诊|获奖|晋级|破产|重整|停业|关停|退出|落榜|缺席|请假|弃权|赞成|反对"
)
# 监测对象684户,其中597户已消除风险; 8个断面中,6个达到Ⅱ类标准
_BECAME = re.compile(
    "(?:(?:均|全部)?已经?(?:完成|实现)?|完成|实现|(?=达到|达))(?P<what>[一-龥ⅠⅡⅢⅣⅤ]{4,12})(?=[,。;]|$)"
)
_SHORT = re.compile(
    "(?:新增|接续|储备|供给)?(?:不足|偏弱|偏少|不多|不够|乏力)$"
)  # 限上单位新增不足,仅新增9家
_WITHIN = re.compile("[、,和及 ]*(?P<where>[县市省区州][内外])")  # 其中省外4.9万人、县内1.8万人
_BESIDE = re.compile("[比较]|同比|环比")
_PLANNED = re.compile("(?:任务|目标|计划)数?$")
_LAST = frozenset("车园校院站馆厂店船")  # 公交车92辆,新能源车64辆 is of 新能源公交车
_HEADS = frozenset(words("项目 企业 单位 机构 平台"))


def count(place: Place, lead: str, state: State) -> Subject:
    """Return what is counted: the noun right after the number, else before, else the one carried on."""
    state.served = bool(_FOR.search(lead))
    beside = _beside(lead, state)
    if beside:
        return beside
    name = _named(place, lead)
    deed = _deed_told(place, lead, state) if not name else ""
    if deed:
        return Subject(deed)
    if not name and state.part and (became := _BECAME.match(place.tail)):
        state.subject = became["what"]
        return Subject(state.subject)
    if not name:
        state.subject = _same_unit(lead, place.figure.unit, state) or _counted_on(
            lead, place.figure.unit, state
        )
        return Subject(state.subject)
    name, field = _as_part(name, state, place.figure.unit)
    if _is_deed(name, lead, place.figure.unit, state):
        state.subject = name
        return Subject(name)
    if not (state.part or state.listing or field or name.startswith("未")):
        state.whole, state.whole_unit = name, place.figure.unit
    if place.figure.unit not in carrying.PEOPLE and (
        naming.ends_counted(name) or not name.startswith("新") or state.topic_sentence != place.sentence
    ):
        state.topic, state.topic_sentence = name, place.sentence
    state.subject, state.unit, state.things = name, place.figure.unit, name
    return Subject(name)


_FOR = re.compile("(?:为|对|向|给|帮|帮助)$")  # 为812户企业放款
_ACT = re.compile("[、和及](?P<what>[^总达共其另累,、]{4,6})")  # 火灾扑救532起、抢险救援618起
_THOSE = re.compile("[ ,;、]*(?P<what>(?:减|增|停|复|限|转|扩|满|亏|持)[一-龥]{1,2})的")  # 减产的8家
_SAYS_HAS = re.compile("[ ,、]*(?:其中)?(?:已|已有|均|有)?")
_SINCE = re.compile("(?:已经?|均已|都已|现已|重新)?(?P<deed>[一-龥]{2})(?=[,。;]|$)")


def _deed_told(place: Place, lead: str, state: State) -> str:
    """Return what a count is of when only a deed is told of it."""
    act = _ACT.fullmatch(lead)
    if act and is_empty(act["what"]):
        return act["what"]
    befell = _BEFELL.match(place.tail)
    those = _THOSE.fullmatch(lead)
    if those and state.whole and not _REST.search(lead):
        return those["what"]
    return _became(place, state) or (befell.group() if befell else "")


def _became(place: Place, state: State) -> str:
    """Return what became of some of those just named: 4家停产企业中,3家已经复产 is of 复产企业."""
    found = None if place.hard or not _SAYS_HAS.fullmatch(place.lead) else _SINCE.match(place.tail)
    end = naming.counted_end(state.whole or state.topic)
    return found["deed"] + end if found and end and is_empty(found["deed"]) else ""


def _beside(lead: str, state: State) -> Subject | None:
    """Return the subject of a count by what it stands beside: a plan, a base, a place of the whole."""
    if state.things.endswith("老旧小区") and _SERVES.search(lead):
        state.subject = "老旧小区改造惠及"
        return Subject(state.subject)
    aimed = state.noun_aimed or "超额完成" in lead
    task = phrases.task(lead) if aimed and state.subject else None
    if task and not task[0]:
        return Subject(state.subject + task[1])
    found = phrases.difference(lead) if state.subject else None
    if found and not found[0]:
        way = "超" if found[1] == "高于" and _PLANNED.search(found[2]) else found[1]
        return Subject(f"{state.subject}{way}{found[2]}", found[2])
    within = _WITHIN.fullmatch(lead) if state.part else None
    if within:
        state.subject = within["where"]
        return Subject(state.subject)
    return None


def _named(place: Place, lead: str) -> str:
    """Return the noun after the number or before it, else of the clause that says it is too few."""
    tail = naming.of_tail(place.tail)
    if tail and _REST.search(lead) and not naming.ends_counted(tail):
        tail = ""  # 剩余18条限期整改
    if tail and not naming.is_bare(tail) and not naming.is_measure(tail):
        return tail
    name = naming.among(lead) or _uncounted(naming.of_lead(lead))
    name = "" if name in carrying.TOTALS and "占" not in lead else name
    if not name and _TOTAL_OF.match(lead) and naming.ends_counted(told := naming.of_lead(place.before)):
        return told
    short = None if name else _SHORT.search(place.before)
    return naming.of_lead(place.before[: short.start()]) if short else name


def _is_deed(name: str, lead: str, unit: str, state: State) -> bool:
    """Tell whether a name is a deed of the things counted before: 信访事项326件,上年结转12件,办结318件."""
    short = len(name) == 2 and lead.endswith(name) and not naming.ends_counted(name)
    return short and not state.part and bool(state.whole) and unit == state.whole_unit


_HOW_MANY = re.compile("(?<=[一-龥]{2})(?:总数|总量|保有量)$")


def _uncounted(name: str) -> str:
    """Return the thing counted without 总数: 床位总数达1580张 is of 床位."""
    return _HOW_MANY.sub("", name)


def _as_part(name: str, state: State, unit: str) -> tuple[str, bool]:
    """Return the name of a part with the noun of its whole: 国家级 of 孵化器, 道路运输领域 of 事故."""
    if state.part and _GRADE.fullmatch(name) and state.whole:
        name += _OF_GRADE.sub("", state.whole)
    end = naming.counted_end(state.whole) or (state.whole if len(state.whole) <= 4 else "")
    field = _FIELD.fullmatch(name) if end else None
    if field:
        name = field["own"] + end if end == state.whole else name + carrying.core(state.whole)
    if (state.part or state.listing) and state.whole and _OWNED.fullmatch(name):
        name += carrying.core(state.whole)
    alike = unit == (state.whole_unit or unit)  # 城建项目64个,其中…打通断头路5条 is of no project
    last = name[-1:]
    if (
        len(name) >= 3
        and alike
        and last in _LAST
        and state.whole.endswith(last)
        and name[:-1] not in state.whole
        and not naming.ends_counted(name)
        and len(state.whole) <= 5
    ):
        name = name[:-1] + carrying.core(state.whole)
    told = "项目" in name
    if state.part and alike and end in _HEADS and not naming.ends_counted(name):
        name += end
    stages = _STAGE_OF if told else _STAGE_OF_ALL
    if state.sorted and alike and (stage := stages.search(state.whole)) and _PLAIN.search(name):
        name = name.removesuffix("项目") + stage.group()
    return name, bool(field)


def _same_unit(lead: str, unit: str, state: State) -> str:
    """Return what was told in the unit before, when a count is how many more or fewer."""
    return state.in_unit.get(unit, "") if _THAN.fullmatch(lead) else ""


def _counted_on(lead: str, unit: str, state: State) -> str:
    """Return the thing counted before, with the deed said of it: 竣工35个 after 在建项目."""
    carried = based.no_ratio(state.whole or state.topic or state.subject, unit, state)
    if carrying.TOGETHER.search(lead):
        state.subject = state.whole = carrying.in_common(state, lead) or carried
        return state.subject
    if carrying.IN_ALL.search(lead):
        carried = carrying.NEWLY.sub("", carried)
    if not carried:
        return first_deed(lead)
    if _REST.search(lead):
        done = _DONE_END.sub("", carrying.core(carried))
        return f"未{done}" if done and done == naming.deed(done) else done
    deed = naming.deed(lead)
    other = _OTHER_DEED.search(carried) if deed else None
    if other and other.group() != deed and deed in _ALIKE:
        return carried[: other.start()] + deed
    if deed or not (_BESIDE.search(lead) or not lead.strip("、, —-~至到和及")):
        carried = carrying.core(carried)
    another = carried == naming.deed(carried) and deed not in _STAGES  # 结转4件,办结88件
    if deed and ((state.unit and unit != state.unit) or deed in _WHOLE_DEEDS or another):
        return deed
    staged = deed in _STAGES or deed in _LEFT or (deed == "建成" and carrying.STAGED_END.search(carried))
    return _staged(deed, carried, state.part) if staged else carried


# 信访件已办结44件,其余2件 is of 信访件
_REST = re.compile("(?:其余|余下|剩余|剩下|尚有|还有|仍有|尚余)(?:的|约)?$")
_DONE_END = re.compile("(?<=[一-龥]{2})(?:完成)?(?:办结|销号|整改|化解|处置|交付|验收|注册|完工|竣工|退出)$")


def first_deed(lead: str) -> str:
    """Return the deed that names a figure before anything was told: 已处置103宗, 剩余61宗."""
    rest = _REST.search(lead)
    return rest.group().rstrip("的约") if rest else naming.deed(lead.rstrip("的").removeprefix("已经"))


# Deeds that hold the thing done: 处置线索842件,立案317件 is of 立案.
_WHOLE_DEEDS = frozenset(
    words("立案 结案 收案 破案 办证 发证 出警 接处警 接诊 义诊 就诊 体检 献血 约谈 问责")
)


def _staged(deed: str, carried: str, part: bool) -> str:
    """Return the stage of things counted: 其中新建50套 is 新建安置房; 已开工9个 is 项目开工."""
    core = carrying.STAGED_END.sub("", carrying.core(carried))
    if core == naming.counted_end(core) or _OTHER_STAGE.match(carried):
        return deed + naming.counted_end(core)
    return core + deed if (deed in _REACHED or deed == "建成") and not part else deed + core


_STAGE_OF = re.compile("(?<!新)(?:签约|开工)项目$")  # 签约项目72个,其中新材料项目28个
_STAGE_OF_ALL = re.compile("(?:签约|(?<!新)开工)项目$")  # 新签约项目29个,其中亿元以上的23个
_PLAIN = re.compile(
    "(?<!签约)(?<!开工)(?<!建)(?<!竣工)(?<!投产)(?<!在谈)(?<!落地)(?<=[一-龥]{2})项目$|元以上$"
)
_GRADE = re.compile("(?:(?:国家|省|市|县|区)级|[1-5]?A级|[一二三四五]星级|[甲乙丙丁]级)(?:及?以上)?")
_OF_GRADE = re.compile("^(?:设?[一二三四]级|(?:国家|省|市|县|区)级|[1-5]?A级|[甲乙]级|星级)(?:及?以上)?的?")
