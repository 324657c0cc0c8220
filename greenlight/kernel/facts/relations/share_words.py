"""What a percentage says it is a share of: 占限额以上零售额的, 为年任务…的, 占比, 整改率."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LEAD = re.compile(
    r"(?:分别)?(?:约?为|约占|高达|达到?了?|仅|只有|已|约|近|超过?|不到|逾|是|的|到|在|了|：|:|\s|（|\()*$"
)
OF = re.compile(
    "^(?P<subject>.*?)(?:约|仅|只|均|共|已)?占(?:了|到)?(?P<base>.*?)"
    "(?:的)?(?:比重|比例|份额|比率|比)?(?:约|提高|提升|上升|下降)?$"
)
AS_MUCH = re.compile(
    "^(?P<subject>.*?)(?:相当于|完成了?|为|是|达到?|达)(?P<base>.*(?:计划|任务|目标|预算).*?)的?$"
)
PLAIN = re.compile("^(?P<subject>.*?)(?P<word>占比|比重|比例|份额)$")
RATE = re.compile("^(?P<subject>.*?)(?P<stem>[\u4e00-\u9fff]{2})(?:率|面|进度)$")
CLAUSE = re.compile(r"[，,；;：:。（(]")
PLAN = re.compile("计划|任务|目标|预算(?!收入|支出)")
WHOLE = re.compile("^(?:经济总量|总量|总数|全部|总额|总计|总体|整体|其|总|总的|全部总量|)$")
NOT_A_SHARE = re.compile(
    "(?:压减|压缩|缩短|精简|提速)(?:比例|比|率)|(?:占比|比重|比例|率|面)分别|分别占|各占|存贷比|提高|提升|上升|下降|降低|回落|增长率|增速|增幅|税率|利率|失业|毛利|利润率|贡献率|参保|知晓|收益"
)


@dataclass(frozen=True, slots=True)
class ShareWords:
    """`base` names the whole (empty: the one at hand), `subject` the part (empty: the number before)."""

    subject: str
    base: str
    stem: str = ""

    @property
    def of_plan(self) -> bool:
        return bool(PLAN.search(self.base))

    @property
    def of_whole(self) -> bool:
        return bool(WHOLE.match(self.base))


@lru_cache(maxsize=1024)
def share_words(before: str) -> ShareWords | None:
    """Read the words before a percentage, from the last comma on; None when they tell no share."""
    clause = CLAUSE.split(LEAD.sub("", before))[-1].strip().removeprefix("、")
    if NOT_A_SHARE.search(CLAUSE.split(before)[-1]):
        return None
    if found := OF.match(clause):
        return ShareWords(clean(found["subject"]), clean(found["base"]))
    if found := PLAIN.match(clause):
        return ShareWords(clean(found["subject"]), "")
    if found := AS_MUCH.match(clause):
        return ShareWords(clean(found["subject"]), found["base"])
    if found := RATE.match(clause):
        return ShareWords(clean(found["subject"]), "", found["stem"])
    return None


def clean(words: str) -> str:
    """Without 其中, 数量, 金额 and the like, which name nothing of their own."""
    return re.sub(
        "^(?:其中|总量|金额|数量|投资额|面积|规模|总值|的|全部|该项|两者|约|合计)+|的$", "", words.strip()
    )
