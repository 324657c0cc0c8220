"""Targets and results: 力争, 计划, 年任务 against 已完成; 预计 for a year still running or just ended."""

from __future__ import annotations

import re

from greenlight.kernel.facts.words import cues
from greenlight.kernel.facts.words.choice import one_of

_PLANNED = re.compile(
    r"(?:(?<![一-龥”])|(?<=全年)|(?<=今年)|(?<=明年)|(?<=年内)|(?<=[年度区市县园司团期底前共还]))计划(?"
    r"!内|外|的|项目|单列|投资|总投资|完成率)|"
    + rf"(?:{one_of(cues.PLANNED)})(?!近|来|军|领|乐|[^,。]{{0,4}}(?:完成率|兑现))"
)
_NOT_PLAN = re.compile(
    "[列纳]入[^,。;]{0,10}计划|计划的|(?:省|市|县|区)(?:、[省市县区])?计划|规划的|计划(?=项目"
    "|盘子|名单|数)|规划建设|规划(?!总投资|到|新建|投资)|目标(?!是|为|定|到|:|,)|主要|重要"
    "|需要|必要|纲要|要求|要素|要件|要点|摘要|概要|显要|首要|要闻|要害|要道|将军|将近|计划单列"
    "|规划面积|规划区|总体规划|规划建设用地|五年规划|规划编制|目标考核|目标责任|"
    "要算|要说|要问|要感谢|要归功|要数|要看到|要清醒|要正视|既定目标|目标任务完成|计划执行|行动计划|计划生育|计划外|对标|目标完成|任务完成|年度计划的"
    "|年计划的|即将|还要|规划总|[稳强超]预期|预期性|要警惕|要资金|要效益|要市场|(?:锚定|紧扣|聚焦)[^,。;]{0,16}目标,|"
    "(?:[全我][省市县区州园]|共|累计)争取新增(?=专项|政府|一般债|地方)|"
    "(?:占|为|完成|超额?|超过|达到|高于|低于|快于|相当于|完成了)[^,。;]{0,6}(?:计划|目标|任务|预期)"
)
_ACHIEVED = re.compile(rf"(?:{one_of(cues.ACHIEVED)})(?<!实际(?=使用|利用|到账|到位|外资))")
_NOUN = re.compile(
    rf"(?<![才动展策业作学])(?<![列纳]入)(?:{one_of(cues.TARGET_NOUNS)})(?:为|是|约|数|值"
    rf"|分别|总|共|投入|资金|完成|达|达到|近)*$"
)
_SECTION = re.compile(
    r"工作(?:计划|思路|打算|安排|目标|重点|举措|设想|谋划)|下一步|下步|发展目标|思路(?:及"
    r"|和)?目标|主要目标|目标任务|明年|今后|重点任务|主要任务|奋斗目标|下半年工作|重点工作安排"
    r"|(?:计划|工作安排|工作要点)(?:\([^)]{1,8}\))?$"
)
_REVIEW = re.compile(r"总结|回顾|完成情况|成效|亮点|执行情况|运行情况|进展|情况|盘点|问题|不足|成绩|特点")


def cue(words: str, lead: str = "") -> bool | None:
    """Return True after a word of planning, False after a word of achievement, None without either.

    A noun of planning right before the number (年计划投资) speaks of that number only.
    """
    noun = _NOUN.search(lead)
    words = words[: len(words) - len(noun.group())] if noun else words
    plain = _NOT_PLAN.sub(lambda found: "\x02" * len(found.group()), words)
    plans = [found.end() for found in _PLANNED.finditer(plain)]
    done = [found.end() for found in _ACHIEVED.finditer(plain)]
    if not plans and not done:
        return None
    return max(plans, default=-1) > max(done, default=-1)


def by_noun(lead: str, bracketed: bool = False) -> bool:
    """Tell whether the noun before the number makes it a plan: 为年任务75亿元."""
    if bracketed and _BESIDE.search(lead):
        return True
    if _OF_PLAN.search(lead):
        return True
    return bool(_NOUN.search(lead)) and (bracketed or not _BEYOND.search(lead))


_OF_PLAN = re.compile("(?:为|占|完成)(?:计划|(?:变动|年)?预算)$")  # 为计划18万亩的, 只完成预算24亿元的
_SAID_SO = re.compile(r"(?:计划|工作安排|工作要点|实施方案)(?:\([^)]{1,8}\))?(?:提出|明确)[:,]")


def said_so(words: str) -> bool:
    """Tell whether a plan is quoted from here on: 2025年工作安排提出:."""
    return bool(_SAID_SO.search(words))


_AIMED_AFTER = re.compile(
    "(?:的)?(?:(?:全年|年度|年初|今年|既定|预定|总体|[省市县区]定|预期|约束性|工作|考核|增长)){0,3}"
    "(?P<word>目标任务|任务(?!书|单)|目标(?!任务)|控制线|控制目标|预算(?!收入|支出|内|外|资金))(?:数|值|量)?(?!完成|的?[一-龥]{2,4}率)"
)


def after(tail: str) -> str:
    """Return the word of planning right after a number: 6000万美元年度目标的 → 目标; empty without one."""
    found = _AIMED_AFTER.match(tail)
    return found.group().removeprefix("的") if found else ""


_BESIDE = re.compile(  # 比计划(50部)多13部, 高于省定目标(90%)
    "(?:[比较]|[高低快慢优好]于|超[过出]|达到)(?:年度|全年|年初|既定|[国省市县区]家?定)?的?(?:计划|任务|目标|目标任务)[数值]?$"
)
_BEYOND = re.compile(r"(?:超(?:额|过|出)?|高于|低于|高出|多于|少于|快于|比|较|距)[^,]{0,8}$")


def of_heading(heading: str) -> bool | None:
    """Return whether a heading opens plans (2024年工作计划) or a review (工作总结); None for both or none."""
    plans, review = bool(_SECTION.search(heading)), bool(_REVIEW.search(heading))
    return None if plans == review else plans


_BY = re.compile(r"(?<![截直至])到((?:19|20)\d\d)年(?:底|末)?,")


_OPENED = re.compile(r"(?:^|[。;!?\n])(?:\s|展望|面向|进入){0,2}(?:(20\d\d)年(?:全年)?|下半年),")
_HALF = re.compile(r"上半年|(?<!\d)1月?(?:—|-|~|至|到){1,2}6月")


def half(whole: str) -> bool:
    """Tell whether a text is of the first half of a year, so that its 下半年 is ahead."""
    found = _PART_YEAR.search(whole)
    return bool(found and _HALF.search(whole[max(0, found.start() - 1) : found.end() + 2]))


def ahead(words: str, base: int | None, running: bool, half: bool = False) -> bool:
    """Tell whether 到2025年底, looks ahead of the time a text tells of: its year still runs."""
    opened = _OPENED.search(words)
    if opened and (half if not opened.group(1) else base is not None and int(opened.group(1)) > base):
        return True
    found = _BY.search(words)
    if not found or base is None:
        return False
    return int(found.group(1)) > base or (running and int(found.group(1)) == base)


_EXPECTED = re.compile("预计")
_PART_YEAR = re.compile(
    r"(?:1|一)(?:月)?(?:—|-|~|至|到){1,2}(?:1[01]|[2-9])月|上半年|前三季度|[一三]季度|前\d{1,2}个?月"
    r"|截至(?:1[01]|[1-9])月"
)
_AHEAD = re.compile(
    r"预计(?:到|可|能|将|今后|未来|明年|投产|达产|建成|实现年|年产|年内)|(?:投产|达产|建成)后[^,。]{0,6}预计"
)


def partly(whole: str) -> bool:
    """Tell whether a text tells of a part of a year (1—11月), so that its 预计全年 is still running."""
    return bool(_PART_YEAR.search(whole))


def expected(words: str, running: bool) -> bool | None:
    """Return whether 预计 is of a time still running (True) or just ended (False), None without 预计.

    A text that tells of 1—11月 expects a year that still runs; a review of the whole year reports it.
    """
    if not _EXPECTED.search(words):
        return None
    return running or bool(_AHEAD.search(words))
