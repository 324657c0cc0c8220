"""An average is the whole divided by the number: 在保余额19.6亿元，在保户数1120户，户均175万元.

Tolerance: what the printed digits explain, and one in a hundred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from greenlight.kernel.facts.fact import Conflict, Kind
from greenlight.kernel.facts.relations import asking
from greenlight.kernel.facts.relations.amounts import is_quantity, plain, printed, scale
from greenlight.kernel.facts.relations.page import Page, Told
from greenlight.kernel.facts.relations.slips import digits, slipped
from greenlight.kernel.facts.relations.wholes import in_sentence_before, is_part

EACH = {
    "户均": ("户", "家", "个"),
    "亩均": ("平方米",),
    "村均": ("个", "村"),
    "次均": ("人次", "次"),
    "人均": ("人", "名", "人次"),
    "日均": ("天", "日"),
    "月均": ("个月", "月"),
    "家均": ("家", "户"),
    "企均": ("家", "户"),
    "件均": ("件",),
    "案均": ("件", "起", "宗"),
    "场均": ("场",),
    "平均每户": ("户",),
    "平均每家": ("家",),
    "平均每个": ("个",),
    "平均每项": ("项",),
    "平均每件": ("件",),
    "平均每起": ("起", "件"),
    "平均每场": ("场", "场次"),
    "平均每人": ("人", "名", "人次"),
    "平均每次": ("次", "人次"),
    "平均每例": ("例", "人", "台"),
    "平均每宗": ("宗",),
    "例均": ("例", "人", "人次"),
    "项目平均": ("个", "项"),
    "每个项目平均": ("个", "项"),
    "平均单体": ("个",),
    "每亩": ("平方米",),
    "每平方公里": ("平方米",),
}
EACH |= {f"{word}均": (word,) for word in "宗台套辆栋所校班批笔株只头"}
EACH |= {f"平均每{word}": (word,) for word in "宗台套辆栋所批笔株只头名条座处村镇期班届趟列艘校店亭站"}
EACH |= {"宗均": ("宗", "个", "块"), "笔均": ("笔", "件"), "单均": ("单", "件"), "平均每亩": ("平方米",)}
EACH |= {"平均每名": ("名", "人"), "平均每位": ("位", "名", "人")}
YIELDS = ("亩产", "单产")
KILOS = {"公斤": 1000, "斤": 2000, "吨": 1}
EACH |= dict.fromkeys(YIELDS, ("平方米",))
WORD = re.compile("|".join(sorted(EACH, key=len, reverse=True)))
OWN = re.compile("人均(?:地区|GDP|可支配|生活|公园|绿地|预期|住房|体育)|平均工资|平均利率")
PER = {
    "亩均": Decimal(10_000) / 15,
    "每亩": Decimal(10_000) / 15,
    "平均每亩": Decimal(10_000) / 15,
    "亩产": Decimal(10_000) / 15,
    "单产": Decimal(10_000) / 15,
    "每平方公里": Decimal(1_000_000),
}
GAIN = re.compile("增收|增产|增加(?!值)|减少|减负|节约|节省|提高|增长|下降")  # 户均增收 is of no sales
WHOM = re.compile("单[个项宗]|带动|实现|帮助|促进|其中|平均|全年|每年|预计|[、的，年]")
FACE = re.compile("面(?:为|达)?$")
LEFT_ALONE = Decimal("0.01")
VALUES = re.compile("增加值|税收|产值|营业?收入|利润|投资|用电")  # 亩均增加值 is not of 税收49.1亿元
LONG = 40
SHARP, FAR, MUCH = 3, 16, 12
STEP_MORE = re.compile("(?:比|较)[^，,；;。]*(?:多|少|增加|减少)$")
PER_TIME = re.compile("[每月年日天]")  # 人均每月669元


def means(page: Page) -> Iterator[Conflict]:
    """Ask where the whole and the number stand in the sentence and do not give the average."""
    for told in page.told:
        clause = told.clause
        found = WORD.search(clause)
        if not found or OWN.search(told.before) or told.fact.kind in (Kind.YOY_GROWTH, Kind.RANK):
            continue
        pairs = _pairs(page, told, found[0]) or _of_paragraph(page, told, found[0])
        pairs = pairs or _just_before(page, told, found[0])
        if PER_TIME.match(clause[found.end() :]):
            continue
        fits = any(_fits(told, *pair, found[0]) for pair in [*pairs, *_wider(page, told, found[0])])
        pairs = [pair for pair in pairs if not of_a_face(page, pair[1])]
        if pairs and not fits and _plausible(told, pairs[0], found[0]):
            yield ask_about(told, *pairs[0], found[0])


def may_be_divided(one: Told, told: Told) -> bool:
    """新开工项目94个，计划总投资153.7亿元，平均每个1.64亿元: what is planned for what is there."""
    beside = one.at >= told.at - 2 and one.clause.endswith("总投资")
    return one.fact.is_target == told.fact.is_target or not one.fact.is_target or beside


def _pairs(page: Page, told: Told, word: str) -> list[tuple[Told, Told]]:
    """Whole and number near before: the average's own unit for the whole, the word's for the number."""
    unit = _unit(told, word)
    value = VALUES.match(told.clause[told.clause.find(word) + len(word) :])
    back = [one for one in list(in_sentence_before(page, told))[:8] if may_be_divided(one, told)]
    near = back[:4]
    near = [one for one in near if one.at >= told.at - 4 or told.clause.startswith(word)]
    tops = [one for one in near if _divided(one, unit, word) and not re.search("均|每", one.before)]
    tops = [one for one in tops if not value or not VALUES.search(one.clause) or value[0] in one.clause]
    bottoms = [one for one in near if one.amount.unit in EACH[word] and not STEP_MORE.search(one.clause)]
    bottoms = _with_whole(page, bottoms, back)
    pairs = [(top, bottom) for top in tops for bottom in bottoms if top is not bottom and bottom.amount.value]
    whom = WHOM.sub("", told.clause[: told.clause.find(word)])[-2:]
    around = "，".join(one.words + re.split("[，,]", one.after)[0] for one in back)
    if len(whom) == 2 and whom not in around:
        return []  # 带动村民人均增收3200元 is no mean of the tourists told before
    pairs = [
        pair for pair in pairs if pair[0].amount.unit != pair[1].amount.unit or _told_so(told, *pair, word)
    ]
    gain = GAIN.search(told.clause[told.clause.find(word) :])
    return [pair for pair in pairs if pair[0] in near[:3] and not (gain and gain[0] not in pair[0].clause)]


def _wider(page: Page, told: Told, word: str) -> list[tuple[Told, Told]]:
    """接待68.4万人次，日均8.55万人次；收入3.97亿元，人均消费580元: of any two of the sentence."""
    near = list(in_sentence_before(page, told))[:FAR]
    tops = [one for one in near if _divided(one, _unit(told, word), word)]
    bottoms = [one for one in near if one.amount.unit in EACH[word] and one.amount.value]
    return [(top, bottom) for top in tops for bottom in bottoms]


def _plausible(told: Told, pair: tuple[Told, Told], word: str) -> bool:
    """More than ten times the average is of other things, unless its own slip explains it."""
    mean = _mean(told, *pair, word)
    if not told.amount.value or not mean:
        return False
    near = told.amount.value / MUCH <= mean <= told.amount.value * MUCH
    return near or slipped(told, mean)


def _told_so(told: Told, top: Told, bottom: Told, word: str) -> bool:
    """平均每名教师负担学生15.7人: of two numbers of people the words name both."""
    words = told.clause[told.clause.find(word) + len(word) :]
    return words[:2] in bottom.clause and words[-2:] in top.words


def _of_paragraph(page: Page, told: Told, word: str) -> list[tuple[Told, Told]]:
    """协议引资284.6亿元。96个项目里…。平均每个项目2.96亿元: asked only where its own slip is."""
    noun = re.split("[0-9，,]", told.clause[told.clause.find(word) + len(word) :])[0].strip("约为达的")
    if len(noun) < 2 or digits(told) < SHARP:
        return []
    near = [one for one in page.earlier(told, FAR) if is_quantity(one.fact) and not one.fact.is_target]
    tops = [
        one for one in near if one.amount.unit == _unit(told, word) and not re.search("均|每", one.before)
    ]
    bottoms = [
        one
        for one in near
        if one.amount.unit in EACH[word] and (noun in one.clause or one.after.startswith(noun))
    ]
    pairs = [(top, bottom) for top in tops for bottom in bottoms if bottom.amount.value]
    if any(_fits(told, *pair, word) for pair in pairs):
        return []
    return [pair for pair in pairs if slipped(told, _mean(told, *pair, word))]


def _just_before(page: Page, told: Told, word: str) -> list[tuple[Told, Told]]:
    """在孵企业214家。…从业人员3852人，平均每家18人: the number told somewhere before."""
    top = page.told[told.at - 1] if told.at else told
    beside = (
        top.sentence == told.sentence and top.amount.unit == told.amount.unit and told.clause.strip() == word
    )
    if not beside or not is_quantity(top.fact) or digits(top) < SHARP or digits(told) < 2:
        return []
    before = page.back(top, LONG)
    pairs = [(top, one) for one in before if one.amount.unit in EACH[word] and one.amount.value]
    if any(_fits(told, *pair, word) for pair in pairs):
        return []
    return [pair for pair in pairs if digits(pair[1]) >= 2 and slipped(told, _rounded(told, *pair, word))]


def _rounded(told: Told, top: Told, bottom: Told, word: str) -> Decimal:
    return _mean(told, top, bottom, word).quantize(told.amount.step)


def of_a_face(page: Page, one: Told) -> bool:
    """亏损企业103家，亏损面25%…平均每家企业200人: of all firms, not of those."""
    behind = page.told[one.at + 1 : one.at + 2]
    return bool(behind) and behind[0].fact.kind is Kind.SHARE and bool(FACE.search(behind[0].clause))


def _with_whole(page: Page, bottoms: list[Told], back: list[Told]) -> list[Told]:
    """58个，其中省级12个、市级20个，…项目平均: all of them before their parts."""
    if not bottoms or not is_part(page, bottoms[0]):
        return bottoms
    wholes = [one for one in back if one.amount.unit == bottoms[0].amount.unit and not is_part(page, one)]
    return [*wholes, *bottoms]


def _unit(told: Told, word: str) -> str:
    """The unit of what is divided: 亩产458.3公斤 is of 万吨."""
    unit = told.amount.unit.split("/")[0].split("每")[0]
    return "吨" if word in YIELDS and unit in KILOS else unit


def _divided(told: Told, unit: str, word: str) -> bool:
    """Is it of what is divided: the unit of the average, by weight for 亩产836斤?"""
    return told.amount.unit == unit or (word in YIELDS and unit == "吨" and told.amount.unit in KILOS)


def _mean(told: Told, top: Told, bottom: Told, word: str) -> Decimal:
    mine, its = KILOS.get(told.amount.unit.split("/")[0]), KILOS.get(top.amount.unit)
    kilos = Decimal(mine) / its if word in YIELDS and mine and its else 1
    return top.amount.value / bottom.amount.value * PER.get(word, Decimal(1)) * kilos


def _slack(told: Told, top: Told, bottom: Told, word: str) -> Decimal:
    mean = _mean(told, top, bottom, word)
    relative = top.amount.half / top.amount.value + bottom.amount.half / bottom.amount.value
    return told.amount.half + mean * max(relative, LEFT_ALONE)


def _fits(told: Told, top: Told, bottom: Told, word: str) -> bool:
    if not top.amount.value:
        return True
    gap = abs(_mean(told, top, bottom, word) - told.amount.value)
    return gap <= _slack(told, top, bottom, word)


def ask_about(told: Told, top: Told, bottom: Told, word: str) -> Conflict:
    factor, _ = scale(told.fact.unit.split("/")[0])
    computed = _mean(told, top, bottom, word) / factor
    result = f"{plain(computed, 2)}{told.fact.unit}"
    return asking.asked(
        asking.Finding(
            rule="mean",
            relation="平均数与总数、个数",
            facts=(told, top, bottom),
            computed=computed,
            tolerance=_slack(told, top, bottom, word) / factor,
            worked=f"{printed(top.fact)} ÷ {printed(bottom.fact)} = {result}",
            question=f"按{printed(top.fact)}和{printed(bottom.fact)}算，{word}为{result}，"
            f"文中写{printed(told.fact)}，以哪个为准？",
            answers=(asking.BASE, asking.SCOPE, asking.ROUNDED),
        )
    )
