"""The words of the field as a page explains them in place: short, exact, with where they come from.

One word, one explanation, used by `{% explain "序时" %}` and by the help page; GLOSSARY has the terms.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, what it means here, and its source."""

    word: str
    said: str
    source: str = ""


TERMS: tuple[Term, ...] = (
    Term(
        "灯", "一个项目在四个场景里最差的那盏灯；灰灯和蓝灯不参加比较。点灯旁的原因看是哪条规则、用了哪些数。"
    ),
    Term("序时", "到这个月为止，时间走过了全年的几分之几：10 月底是 10÷12 = 83.3%。", "按月均摊的通行算法"),
    Term("欠序时", "投资完成率减去序时，单位是百分点。−6.1 就是比时间慢了 6.1 个百分点。"),
    Term("投资完成率", "年初到本月的累计完成投资 ÷ 年度计划投资。两边都只算有年度计划的项目。"),
    Term("累计完成", "从 1 月到这个月的合计，不是当月数。当月数由相邻两个月的累计相减得出。"),
    Term(
        "已佐证",
        "有发票、银行回单或三方盖章的形象进度确认单证明的累计完成 ÷ 累计完成。"
        "合同不算；同一笔钱有几种凭证只算一次。",
        "“合同—发票—银行回单”依据链的做法",
    ),
    Term("开工率", "已开工的项目数 ÷ 分母。分母可以是全部在册项目，也可以只算今年计划新开工的，两种都标明。"),
    Term("承诺日期", "第一次批准的计划里的日期，以后怎么改都保留，永远可以对照。"),
    Term("改期", "把已批准的日期往后挪，要写原因、由领导批。没批之前灯按原日期判，原日期一直看得到。"),
    Term("节点", "项目要走的一步：谁负责、要几天、要交什么印证资料、和前后哪一步相连。"),
    Term("关口", "不交齐印证资料就过不去的节点。台账补录的阶段可以先走，欠的资料一直列着。"),
    Term("关键线路", "一天也不能拖的那一串节点：拖一天，最后的承诺就晚一天。"),
    Term("总时差", "一个节点最多能拖几天而不影响最后的承诺。"),
    Term("倒排工期", "从承诺日往回推每一步最晚什么时候要办完。"),
    Term(
        "工作日",
        "按国务院放假安排数，调休上班的周末也算；还没公布的年份先暂估并注明。",
        "民法典第 201—203 条",
    ),
    Term("暂估", "日期落在放假安排还没公布的年份，公布以后会自动重算。"),
    Term("印证资料", "证明一步真的办完了的文件：备案证、合同、许可证、照片。"),
    Term("形象进度", "工程看得见的进度，用一句话和一个百分数说，例如 主体结构施工，40%。"),
    Term("应开工未开工", "批准的计划开工日已过，项目还没有开工。"),
    Term("催办", "提醒责任单位在某天前答复；谁、哪天、答复了没有，都记着。"),
    Term("规则包", "一套亮灯的界限，注明出自哪个地方的哪份文件、从哪天起用。"),
    Term("总投资", "备案或批复的总投资；没有备案的用协议数，记录里写明是哪一种。"),
    Term("年度计划投资", "今年打算完成的投资，改过的每一版都留着，按最后批准的算。"),
)
BY_WORD = {one.word: one for one in TERMS}


def term(word: str) -> Term:
    """Return the explanation of a word; KeyError for one nobody has explained."""
    return BY_WORD[word]
