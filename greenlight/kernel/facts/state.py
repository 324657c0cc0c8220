"""What a reader keeps in mind from figure to figure: subject, topic, period, whether plans are told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from greenlight.kernel.facts import periods, targets
from greenlight.kernel.facts.clauses import Place
from greenlight.kernel.facts.fact import Kind
from greenlight.kernel.facts.figure import Sort
from greenlight.kernel.facts.periods import Period

_CONTEST = re.compile(
    r"(?<![一-龥])(?:在|据|根据)(?P<what>[^,;。]{2,40}?(?:榜单?|考核|考评|评价|评选|评估"
    r"|排名|测评|竞赛|比拼|大赛|评定|监测|通报|排行榜"
    r"|赛马))(?:结果|评选|名单)?(?:中|上|里|内|显示)?[,:]"
)


_FROM = re.compile("[由从](?:上年|去年|年初|上年末|目前|现在|现有|原来|原先|以往)?的?$")  # 由68%提高到75%
_LISTING = re.compile("(?:以上|左右)?[::][^,;:]{2,20}")  # 四上单位653家:规上工业248家
_SINCE = re.compile("(?:比|较)(?:年初|期初|月初)[^,;]{0,8}$")
_OPENS = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))(?P<head>[^,。;]{2,20})[。:]"
)
_NEXT_STEP = re.compile(
    "(?:^|[。;\n])(?:下一?步|下一?阶段|今后一个时期)|要(?:重点)?[抓做办]好以下|重点[抓办][^,。;]{0,4}[件项]"
)  # for the rest of its paragraph
_PAST_YEAR = re.compile(r"[由从比较](?:上年|去年|20\d\d年)(?:同期|实际[^,]{0,4})?的?$")
_LAST = re.compile("[由从比较](?:上年|去年)(?:同期)?的?$")
_SAVED = re.compile("(?:压缩|缩短|压减)(?:幅度|比例)?[了近约达]?")  # 由上年的34小时压缩到28小时,压缩17%
_WITH_GAIN = re.compile("、?(?:增长|增幅|下降|降幅)(?:为|达|约)?")
_PART = re.compile("其中|包括")
_SORTED = re.compile("(?:分|从|按)[^,。;]{1,6}[看分],")  # 分产业看,新材料项目12个


def _with_gain(place: Place) -> bool:
    """Tell whether a growth stands in the clause of the gain before it."""
    return bool(_WITH_GAIN.fullmatch(place.lead))


def contest(words: str) -> str:
    """Return the contest a rank is won in: 在年度综合考核中, → 年度综合考核; empty without one."""
    found = list(_CONTEST.finditer(words))
    return found[-1]["what"] if found else ""


_AMONG_MANY = re.compile(  # 在全市18个县区营商环境评价中, 在全省38家省级经开区综合考评中
    r"在[^,;。]{0,8}\d+[个家]"
    r"(?:县市区|市县区|区县|县区|市区|县市|设区市|[一-龥]{0,3}[县区市]|[^,;。]{0,8}?(?:开发区|经开区|高新区|园区|乡镇|街道|企业|单位|部门))"
    r"(?P<what>[^,;。\d]{2,16}?(?:考核|考评|评价|评选|评估|测评|竞赛|评比|排名))(?:结果)?[中里],[^,;。\d]{0,6}$"
)


def _contest_of(words: str) -> str:
    """Return the contest of so many: 在全市18个县区营商环境评价中,我区列 → 营商环境评价."""
    found = _AMONG_MANY.search(words)
    return found["what"] if found else ""


@dataclass(slots=True)
class State:
    """The reader's memory.

    `base` is the year of the report, `running` whether it tells of a part of it, `own` the place it is of,
    `whole` what 其中 is part of.
    """

    base: int | None
    running: bool
    own: str = ""
    whole: str = ""
    whole_unit: str = ""
    part: bool = False
    sorted: bool = False
    subject: str = ""
    topic: str = ""
    unit: str = ""
    topic_sentence: int = -1
    parent: str = ""
    group: list[str] = field(default_factory=list)
    recent: list[str] = field(default_factory=list)
    kind: Kind | None = None
    period: Period = field(default_factory=Period)
    section: Period = field(default_factory=Period)
    plans: bool | None = None
    aimed: bool | None = None
    sentence: int = -1
    read_to: int = 0
    noun_aimed: bool = False
    aim: str = ""
    together: str = ""
    share: str = ""
    money: str = ""
    things: str = ""
    measured: dict[str, str] = field(default_factory=dict)
    in_unit: dict[str, str] = field(default_factory=dict)
    past: bool = False
    percent: Kind | None = None
    rates: list[str] = field(default_factory=list)
    outer: tuple[str, str, str, str, Kind | None] | None = None
    listing: bool = False
    half: bool = False
    contest: str = ""
    prefix: str = ""
    opening: bool = True
    since: int = -1
    compared: int = -1
    done: int = -1
    ranked: str = ""
    ranked_sentence: int = -1
    served: bool = False
    main: str = ""
    peer: str = ""
    next_step: bool = False
    place: str = ""

    def open_line(self, line: str, title: bool) -> None:
        """Begin a line: a heading sets period and plans for what follows; other lines start afresh."""
        if title:
            plans = targets.of_heading(line)
            self.plans = plans if plans is not None else self.plans
            if plans is not None or len(re.findall(r"(?:19|20)\d\d年", line)) < 2:
                self.section = periods.said(line, Period(self.base), self.base)
        elif opened := _OPENS.match(line):  # 一、2024年工作回顾。全年…
            plans = targets.of_heading(opened["head"])
            self.plans = plans if plans is not None else self.plans
        self.period = Period(self.section.year or self.base, self.section.part, self.section.whole)
        self.subject = self.topic = self.parent = self.contest = self.whole = ""
        self.together = self.share = self.money = self.things = ""
        self.part = self.listing = self.sorted = self.next_step = False
        self.opening = True
        self.group, self.recent, self.kind, self.aimed = [], [], None, None
        self.rates, self.outer, self.measured = [], None, {}
        self.in_unit, self.past = {}, False

    def hear(self, prose: str, place: Place) -> None:
        """Take in the words since the last figure: periods, cues of plans and of results."""
        self._look_ahead(prose, place)
        if place.sentence != self.sentence:
            self.sentence, self.aimed, self.percent = place.sentence, None, None
            self.read_to = max(self.read_to, place.sentence)
        if place.hard and not place.joined:
            self.part = self.listing = False
        start = max(self.read_to, place.figure.start - 400)
        words = prose[start : place.figure.start]
        self.read_to = max(self.read_to, place.figure.end)
        self._brackets(words, place)
        self.period = periods.said(words, self.period, self.base)
        if self.opening and periods.opens(words):
            self.section = Period(self.period.year, self.period.part, self.period.whole)
        self.opening = False
        self.part = self.part or bool(_PART.search(words))
        self.sorted = self.part or bool(_SORTED.search(words)) or (self.sorted and not place.hard)
        self.listing = place.figure.sort == Sort.COUNT and (self.listing or bool(_LISTING.fullmatch(words)))
        cue = targets.cue(words, place.lead)
        cue = True if cue is None and targets.ahead(words, self.base, self.running, self.half) else cue
        self.aimed = self.aimed if cue is None else cue
        told = targets.expected(words, self.running)
        self.aimed = self.aimed if told is None else told
        if place.lead not in ("、", "和", "及", "与"):
            may_be = place.figure.sort != Sort.PERCENT or place.bracketed
            self.noun_aimed = may_be and targets.by_noun(place.lead, place.bracketed)
        self.aim = targets.after(place.tail)
        self.plans = True if ":" in words and targets.said_so(words) else self.plans
        since = max(place.sentence, place.figure.start - 120)
        self.contest = contest(words) or _contest_of(prose[since : place.figure.start]) or self.contest

    def _look_ahead(self, prose: str, place: Place) -> None:
        """Take in that the rest of a paragraph is of the next step, told in a sentence without figures."""
        if not self.next_step and place.sentence != self.sentence:
            heard = prose[max(self.read_to, place.figure.start - 200) : place.figure.start]
            self.next_step = bool(_NEXT_STEP.search(heard.rpartition("\n")[2]))

    def _brackets(self, words: str, place: Place) -> None:
        """Go back to what was told before a bracket once it closes: 收入18亿元(税收12亿元),增长5%."""
        if self.outer and ")" in words:
            self.subject, self.topic, self.whole, self.share, self.kind = self.outer
            self.outer = None
        if place.bracketed and "(" in words:
            self.outer = (self.subject, self.topic, self.whole, self.share, self.kind)

    def since_start(self, place: Place, kind: Kind) -> Kind:
        """Return the kind of a growth told with a gain, 较年初增加98.4亿元、增长8.5%: a rate."""
        if kind == Kind.YOY_GROWTH and self.since == place.sentence and _with_gain(place):
            kind = Kind.RATE
        if _SAVED.fullmatch(place.lead) and kind == Kind.RATE and self.compared == place.sentence:
            kind = Kind.YOY_GROWTH
        if _LAST.search(place.lead):
            self.compared = place.sentence
        self.since = place.sentence if _SINCE.search(place.lead) else -1
        return kind

    def last_ranked(self, place: Place) -> str:
        """Return what was ranked before in the sentence: 由第9位升至第6位 is of one ranking."""
        return self.ranked if self.ranked_sentence == place.sentence else ""

    def is_target(self, place: Place, kind: Kind) -> bool:
        """Tell whether the figure just heard is aimed at rather than achieved."""
        if self.noun_aimed or self.aim:
            return True
        if _FROM.search(place.lead) or _PAST_YEAR.search(place.lead):
            return False
        if self.aimed is not None:
            return self.aimed
        before = (self.period.year or 0) < (self.section.year or 0)  # 2025年工作要点, 2024年…
        return bool(self.next_step or (self.plans and not before))
