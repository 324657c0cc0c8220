"""What is new, in the words of those who use it; the newest first. The CHANGELOG tells developers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """One release as a clerk reads it."""

    version: str
    title: str
    points: tuple[str, ...]


NOTES: tuple[Note, ...] = (
    Note(
        "0.3", "灯亮了有人管，报告先核再发",
        (
            "核数：报告发出去以前放进来核一遍，分项加不起来、前后说法不一的地方都会问您。",
            "一日一现场：在手机上拍照、点部位、报百分比，六下送出；没有网也不丢。",
            "督办单：从红灯直接发，计划要批、办完要凭据，谁该动一眼看到；单位自己也有灯。",
            "投资情况：计划、月报、付款、凭证、资金、入统都在一页；和现场对不上会问。",
            "预警：每条都有从哪天起、谁来办；可以豁免到某天；换规则以前先试算。",
            "一月一汇总：页面、Word、Excel 是同一份数；一项目一清单随时能打印。",
            "作战图上墙：排成 A0 的 PDF，扫码看实时。",
            "通知：站内、钉钉群、企业微信群，工作日早上八点半有日报。",
        ),
    ),
    Note(
        "0.2", "台账比 Excel 顺手",
        (
            "台账：列随便选、随便排，任何一列都能筛，可以分组看小计；常用的看法存成视图，发给同事就是同一张表。",
            "在表里直接改：选中格子按 e，回车存下并往下走；从 Excel 复制一块直接粘贴，先看再生效。",
            "两个人同时改一行：改的不是同一格，两个都算数；是同一格，两个值都给您看。",
            "搜索：两个字、拼音、首字母、项目代码写错一位，都找得到。",
            "挂图：所有项目一张图；两次计划对着看，打印成周变化表。",
            "驾驶舱：15 秒自己更新，可以用配对码放到大屏上，不用登录。",
            "工作台按角色排：领导看红灯和没人动会怎样，责任单位看自己的期限，联络员看该去哪个现场。",
            "园区设置：单位、人员名单、放假通知，一步一步来；新用户有十步导览。",
        ),
    ),
    Note(
        "0.1", "第一次见面",
        (
            "一份台账拖进来，就有项目、计划和灯；每个灯都说得出依据。",
            "承诺的日期改了要批，原来的日期一直看得到。",
            "导出的表和科室发出去的一样，再导回来不变。",
        ),
    ),
)  # fmt: skip


def newest() -> str:
    """Return the newest version there are notes of."""
    return NOTES[0].version
