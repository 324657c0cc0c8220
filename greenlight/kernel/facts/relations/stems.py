"""A rate told with its act: 排查隐患1234处，整改1200处，整改率97.2%; 358家企业中，完成312家，覆盖面87.2%."""

from __future__ import annotations

import re
from itertools import zip_longest

from greenlight.kernel.facts.relations.amounts import alike, is_quantity
from greenlight.kernel.facts.relations.names import same_name
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.share_words import CLAUSE, PLAN, ShareWords
from greenlight.kernel.facts.relations.steps import FROM, INTO, in_brackets
from greenlight.kernel.facts.relations.wholes import OF_WHICH, in_sentence_before, is_part

NO_ACTS = re.compile(
    "不良|贷款|入住|知晓|失业|出勤|毛利|周转|时间|序时|形象|工程|负债|上座|渗透|普及|费用|债务|杠杆"
)
TOLD_SO = frozenset({"入住", "出勤"})  # 公寓2150套，已入住1978套，入住率92%, but no hotel's 入住率
GENERAL = frozenset({"完成", "使用", "到位"})
COMMON = set("资金项目企业个数的")
DONE = re.compile("已|其中")
NESTED = re.compile("以上|以下")
LOADS = frozenset({"负荷", "利用", "蓄水", "满负"})
CAPACITY = re.compile("设计|核定|能力|产能|规模|容量|库容|仓容")
SAID = frozenset({"满意", "回复"})
ALL_OF = frozenset({"覆盖", "达标", "合格", "优良", "完成", "建成", "达成"})
AMONG_THEM = re.compile("^[^，,；;。]{0,12}(?:中|当中|里)[，,有]")
Pair = tuple[Told, Told]


def of_those(page: Page, told: Told, words: ShareWords) -> Pair | None:
    """358家企业中，完成改造312家，覆盖面87.2%: the whole opens the sentence, the part stands just before."""
    part = page.told[told.at - 1] if told.at else told
    if part.sentence != told.sentence or not is_quantity(part.fact) or NO_ACTS.match(words.stem):
        return None
    face = told.before.rstrip("为达到约近是的 ").endswith("面")
    if words.stem and not face and words.stem not in ALL_OF and not set(words.stem) & _own_letters(part):
        return None
    for one in in_sentence_before(page, part):
        if one.amount.unit == part.amount.unit:
            inside = page.body[one.fact.end : part.fact.start]
            return (part, one) if AMONG_THEM.match(inside) else None
    return None


def of_stem(page: Page, told: Told, words: ShareWords) -> tuple[list[Pair], list[Pair]]:
    """排查隐患1234处，整改1200处，整改率97.2%: the part's own words hold the stem of the rate."""
    last = page.told[told.at - 1] if told.at else told
    if NO_ACTS.match(words.stem) and not (words.stem in TOLD_SO and last.clause.endswith(words.stem)):
        return [], []
    near = list(in_sentence_before(page, told))[:6]
    doing = words.subject[-2:] if words.stem in GENERAL else ""
    letters = set(doing + words.stem + "已") - COMMON
    part = next((one for one in near if letters & _own_letters(one) and not _is_goal(one)), None)
    goal = near and (_is_goal(near[0]) or (is_plan_for(near[0]) and in_brackets(near[0])))
    if words.stem == "完成" and len(near) > 1 and goal and near[0].at == told.at - 1:
        done = near[1] if near[1].amount.unit == near[0].amount.unit else None
        return ([(done, near[0])] if done else []), []
    planned = [one for one in in_brackets_after(page, told) if is_plan_for(one)]
    if words.stem in GENERAL and near and planned and near[0].at == told.at - 1:
        return ([(near[0], planned[0])] if near[0].amount.unit == planned[0].amount.unit else []), []
    if words.stem in LOADS and near and near[0].at == told.at - 1:
        return _of_capacity(page, near[0])
    if words.stem in SAID and part and words.stem not in part.clause:
        return [], []  # 满意率 is of those asked, unless 满意4520件 is told
    if part is None or re.search(f"[不未]{words.stem}", part.clause):
        return [], []
    if base := _bracketed(page, told, part):
        return [(part, base)], []
    around = [one for one in page.earlier(part) if is_quantity(one.fact)]
    pairs = [(part, one) for one in around if same_counter(one, part)]
    pairs += [(one, other) for one in near for other in near if one is not other and same_counter(one, other)]
    whole = _stem_whole(page, part, words, [one for one in near if one.at < part.at]) or _topic(
        part, words, around
    )
    told_of = whole is not None and _told_of(words.subject, part, whole) and not _only_new(part, whole)
    return ([(part, whole)] if whole and told_of else []), pairs


def _bracketed(page: Page, told: Told, part: Told) -> Told | None:
    """上线2143人，上线率62.5%（报考3429人）: the whole stands in brackets after the rate."""
    after = [one for one in in_brackets_after(page, told) if same_counter(one, part)]
    return after[0] if after else None


def _only_new(part: Told, whole: Told) -> bool:
    """新发现126处，复查1840处，复查率100%: what is new is less than what there is."""
    new = "新" in whole.clause and "新" not in part.clause and not is_plan_for(whole)
    return new and whole.amount.value < part.amount.value


def _told_of(subject: str, part: Told, whole: Told) -> bool:
    """Are the two numbers of whom the rate is: 毕业生就业率 is not of 失业人员再就业1485人?"""
    pairs = [subject[at : at + 2] for at in range(len(subject) - 1)]
    around = "".join(f"{one.words}，{CLAUSE.split(one.after)[0][:12]}，" for one in (part, whole))
    return sum(pair in around for pair in pairs) * 2 >= len(pairs)


def _own_letters(told: Told) -> set[str]:
    """Letters around the number up to the next mark: 270项完成, 已整改2047个."""
    return set(told.clause + CLAUSE.split(told.after)[0][:6])


def _stem_whole(page: Page, part: Told, words: ShareWords, near: list[Told]) -> Told | None:
    """The whole in the sentence: named by the rate (竣工项目投产率), or the nearest not itself done."""
    wholes = [one for one in near if one.amount.unit == part.amount.unit]
    for one in wholes:
        if words.subject and about(words.subject, one):
            return one
    wholes = [one for one in wholes if one.at >= part.at - 3 or not _noun(part, words)]
    wholes = [one for one in wholes if not DONE.search(one.clause)] or wholes
    if words.stem == "完成" and not words.subject:  # 完成率 alone is of a plan
        wholes = [one for one in wholes if is_plan_for(one) and "；" not in part.before]
    own = [one for one in wholes if not is_part(page, one) or is_part(page, part)]
    return next(iter(own or wholes), None)


def _topic(part: Told, words: ShareWords, around: list[Told]) -> Told | None:
    """The whole told a sentence before: 安排重点项目86个。…已开工79个; 规上工业企业412家。亏损企业62家."""
    noun = _noun(part, words)
    for one, before in zip_longest(around, around[1:]):
        if one.sentence < part.sentence - 1:
            opens = before is None or before.sentence != one.sentence
            told = (
                opens and one.amount.unit == part.amount.unit and not noun and not OF_WHICH.search(one.before)
            )
            if one.sentence < part.sentence - 2 or told:
                return one if told and one.sentence == part.sentence - 2 else None
            continue
        same = one.amount.unit == part.amount.unit and one.sentence == part.sentence - 1
        named_so = not noun or (len(noun) >= 2 and one.clause.endswith(noun))
        if same and named_so and not OF_WHICH.search(one.before) and not NESTED.search(one.clause):
            return one
    return None


def _noun(part: Told, words: ShareWords) -> str:
    """What is left of the part's own words: 签约项目 of 签约项目中已注册, nothing of 已开工."""
    return re.sub(f"{words.stem}|其中|已|累计|共|目前|中|有|实现|完成", "", part.clause).strip()


def same_counter(one: Told, other: Told) -> bool:
    """893个 and 852个, 300项 and 270项; 个 stands for any counter of things."""
    units = {one.amount.unit, other.amount.unit}
    return len(units) == 1 or ("个" in units and alike(one.fact, other.fact))


def _of_capacity(page: Page, part: Told) -> tuple[list[Pair], list[Pair]]:
    """日处理能力由6万吨提高到9万吨；日均处理7.4万吨，负荷率82.2%: of what could be done."""
    earlier = [one for one in page.earlier(part, 8) if is_quantity(one.fact) and not FROM.search(one.before)]
    wholes = [one for one in earlier if one.amount.unit == part.amount.unit and _is_capacity(page, one)]
    return [(part, one) for one in wholes[:1]], [(part, one) for one in wholes[1:]]


def _is_capacity(page: Page, told: Told) -> bool:
    before = page.told[told.at - 1] if told.at else told
    reached = INTO.search(told.before) and before.sentence == told.sentence
    return bool(CAPACITY.search(told.clause) or (reached and CAPACITY.search(before.clause)))


def _is_goal(told: Told) -> bool:
    """提前完成全年7000人的目标: the number is what was to be reached."""
    return bool(re.match("^[\u4e00-\u9fff]{0,3}的?(?:年度|全年)?(?:目标|任务|计划)", told.after))


def in_brackets_after(page: Page, told: Told) -> list[Told]:
    """完成年初预算的52.8%（年初预算35.5亿元）."""
    after = page.told[told.at + 1 : told.at + 2]
    return [one for one in after if one.before.lstrip()[:1] in ("（", "(") and is_quantity(one.fact)]


def is_plan_for(told: Told) -> bool:
    return told.fact.is_target or bool(PLAN.search(told.fact.indicator + told.before))


def about(subject: str, told: Told) -> bool:
    """Does the subject of 占 mean the number before it: 完成投资, 增长面, or its own name?"""
    name, mine = same_name(told.fact.indicator), same_name(subject)
    return bool(mine) and (mine in name or name in mine or mine in same_name(told.before))
