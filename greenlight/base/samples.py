"""What the sample page shows: every part once, with invented figures that agree with each other."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator

TODAY = date(2026, 11, 20)
AS_OF = datetime(2026, 11, 20, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

RAIL = [
    {"url": "#", "icon": "home", "label": "工作台"},
    {"url": "#", "icon": "table", "label": "项目", "active": True},
    {"url": "#", "icon": "trend", "label": "投资"},
    {"url": "#", "icon": "bell", "label": "预警", "badge": 7},
    {"url": "#", "icon": "screen", "label": "驾驶舱"},
    {"url": "#", "icon": "settings", "label": "设置", "foot": True},
]

PROJECTS: list[dict[str, Any]] = [
    {
        "no": 1,
        "name": "示例碳材料项目",
        "stage": "开工",
        "colour": "red",
        "days": 49,
        "reason": "低于序时 34.8 个百分点",
        "total_wan": Decimal("186000"),
        "plan_wan": Decimal("62000"),
        "done_wan": Decimal("30100"),
        "percent": Decimal("48.5"),
        "next": "设备订购与到货",
        "due": date(2026, 10, 5),
        "unit": "经济发展科",
        "liaison": "吴一",
    },
    {
        "no": 2,
        "name": "示例年产二十万吨高精密汽车结构件项目",
        "stage": "开工",
        "colour": "yellow",
        "days": 18,
        "reason": "低于序时 15.8 个百分点",
        "total_wan": Decimal("309000"),
        "plan_wan": Decimal("86000"),
        "done_wan": Decimal("58050"),
        "percent": Decimal("67.5"),
        "next": "屋面与外立面完成",
        "due": date(2026, 11, 30),
        "unit": "经济发展科",
        "liaison": "周二",
    },
    {
        "no": 3,
        "name": "示例变压器项目",
        "stage": "开工",
        "colour": "green",
        "days": None,
        "reason": "超序时 1.3 个百分点",
        "total_wan": Decimal("98000"),
        "plan_wan": Decimal("24000"),
        "done_wan": Decimal("20300"),
        "percent": Decimal("84.6"),
        "next": "设备安装调试",
        "due": date(2026, 12, 24),
        "unit": "经济发展科",
        "liaison": "吴一",
    },
    {
        "no": 4,
        "name": "示例互感器工厂",
        "stage": "投产",
        "colour": "blue",
        "days": None,
        "reason": "2026-06-18 投产",
        "total_wan": Decimal("106000"),
        "plan_wan": Decimal("8000"),
        "done_wan": Decimal("8000"),
        "percent": Decimal("100"),
        "next": "升规入统",
        "due": date(2027, 1, 20),
        "unit": "经信局",
        "liaison": "郑三",
    },
    {
        "no": 5,
        "name": "示例新材料项目",
        "stage": "供地",
        "colour": "grey",
        "days": None,
        "reason": "首个节点 12-15 才到期",
        "total_wan": Decimal("1000000"),
        "plan_wan": None,
        "done_wan": None,
        "percent": None,
        "next": "签订土地出让合同",
        "due": date(2026, 12, 15),
        "unit": "资规分局",
        "liaison": "郑三",
    },
]

STAGES = [
    {"label": "线索", "note": "23-02", "state": "past"},
    {"label": "谋划储备", "note": "23-04", "state": "past"},
    {"label": "在谈", "note": "23-06", "state": "past"},
    {"label": "签约", "note": "23-09", "state": "past"},
    {"label": "立项", "note": "23-11", "state": "past"},
    {"label": "供地", "note": "24-11", "state": "past"},
    {"label": "开工", "note": "25-04", "state": "now"},
    {"label": "竣工", "note": "计划 27-03", "state": "later"},
    {"label": "投产", "note": "承诺 27-06", "state": "later"},
    {"label": "达产", "note": "约定 29-06", "state": "later"},
    {"label": "履约评价", "note": "", "state": "later"},
]

WHY = {
    "colour": "yellow",
    "title": "为什么是黄灯",
    "since": "11-02 起，第 18 天",
    "verdict": "低于序时 15.8 个百分点，落在 10—30 之间",
    "sum": "58,050 ÷ 86,000 = 67.5%　序时 10 ÷ 12 = 83.3%　67.5 − 83.3 = −15.8",
    "rule": "银川 2025 年亮灯规则第 2 条，2026-01-01 起用",
    "data": "投资月报 1—10 月，周二 11-02 填，吴一 11-03 审",
    "told": "周二 11-02 已读　经济发展科 11-03 已读",
    "next": "12-02 仍是黄灯，按「连黄两月转红」升级，发督办单给经济发展科",
    "links": [{"href": "#", "label": "换个规则包看"}, {"href": "#", "label": "看某一天的灯"}],
}

QUESTIONS = [
    {
        "key": "q1",
        "title": "单位是万元还是亿元？",
        "place": "F11",
        "text": "「示例宿舍楼」填 5700，表头写亿元，系统里是 0.57 亿元。",
        "answers": [
            {"value": "wan", "label": "5,700 万元（0.57 亿元）"},
            {"value": "yi", "label": "确实是 5,700 亿元"},
        ],
    },
    {
        "key": "q2",
        "title": "累计比上月少了 260，是核减吗？",
        "place": "K26",
        "text": "「示例小微园」9 月累计 2,365 万元，这次 2,105 万元。",
        "answers": [
            {"value": "cut", "label": "是核减，理由：审计核减签证"},
            {"value": "wrong", "label": "填错了，退回这一格"},
        ],
        "chosen": "cut",
    },
]

CHANGES = [
    {"row": 9, "name": "示例变压器项目", "column": "1—10 月累计（万元）", "old": "18,120",
     "new": "20,300", "delta": "+2,180", "more": True},
    {"row": "", "name": "", "column": "工程形象", "old": "主体结构结顶", "new": "设备进场"},
    {"row": 12, "name": "示例汽车结构件项目", "column": "计划竣工", "old": "2026-12-31",
     "new": "2027-06-30", "note": "推后，要理由"},
]  # fmt: skip


class SampleForm(forms.Form):
    """A form with every kind of field, one of them wrong."""

    name = forms.CharField(label="项目名称", initial="示例光电项目")
    total = forms.DecimalField(label="总投资", help_text="按协议填写")
    start = forms.CharField(label="计划开工")
    reason = forms.ChoiceField(label="推后的理由", choices=[("", "选一类理由"), ("land", "用地")])
    listed = forms.BooleanField(label="列入省重点", required=False)

    def clean_start(self) -> str:
        """Refuse as the product does: which, why, an example that passes."""
        raise forms.ValidationError("没有 2 月 30 日，例：2026-02-28")


class PlainForm(forms.Form):
    """A short form nobody has filled in yet."""

    name = forms.CharField(label="项目名称", help_text="和协议上的一样")
    remark = forms.CharField(label="备注", required=False, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class Told:
    """A message as Django hands it to the page."""

    text: str
    tags: str
    extra_tags: str = ""

    def __str__(self) -> str:
        return self.text


TOLD = (
    Told("已把 12 项的联络员改为 周二", "success", "undo:#"),
    Told("3 行没有改：他们不归您的单位管。", "warning"),
    Told("没有保存。填的都还在，请再按一次保存。", "error", "no:7f3a-20"),
)
TERM = {"word": "序时", "said": "到这一天，全年时间过去了多少；投资完成率跟它比。", "source": "示例"}


def sample_context() -> dict[str, Any]:
    """Return the context of `base/components.html`; no database is asked."""
    form = SampleForm({"name": "示例光电项目", "total": "12.00", "start": "2022.2.30", "reason": ""})
    return {
        "rail": RAIL,
        "nav": {"home": "#", "search": "#", "help": "#", "signout": "#", "unit": "经济发展科"},
        "zone": {"name": "示例经济开发区", "is_example": True},
        "today": TODAY,
        "as_of": AS_OF,
        "projects": PROJECTS,
        "sums": sums(),
        "lights": {"red": 7, "yellow": 13, "green": 57, "blue": 23, "grey": 12},
        "stages": STAGES,
        "next": {"title": "下一关：竣工", "text": "还缺 3 个节点、5 份资料", "href": "#"},
        "why": WHY,
        "questions": QUESTIONS,
        "changes": CHANGES,
        "plain": PlainForm(),
        "told": TOLD,
        "term": TERM,
        "page": Paginator(range(512), 50).get_page(4),
        "form": form,
        "job": {"pk": 1, "label": "正在导出 112 项", "state": "running", "done": 47, "total": 112},
        "tabs": tabs(),
        "applied": [{"label": "红灯、黄灯", "off": "#"}],
        "usual": [
            {"label": "本月到期", "href": "#", "count": 14},
            {"label": "超期 30 天以上", "href": "#", "count": 5},
            {"label": "应开工未开工", "href": "#", "count": 8},
        ],
    }


def tabs() -> list[dict[str, Any]]:
    """Return the saved views of the sample ledger."""
    return [
        {"label": "全部", "href": "#", "count": 112, "active": True},
        {"label": "我负责的", "href": "#", "count": 18},
        {"label": "红灯黄灯", "href": "#", "count": 20, "colour": "yellow"},
        {"label": "周一例会", "href": "#", "count": None, "shared": True},
    ]


def sums() -> dict[str, Decimal]:
    """Add up the sample projects, as the 合计 row does."""
    total = sum((p["total_wan"] for p in PROJECTS), Decimal(0))
    plan = sum((p["plan_wan"] or Decimal(0) for p in PROJECTS), Decimal(0))
    done = sum((p["done_wan"] or Decimal(0) for p in PROJECTS), Decimal(0))
    return {"total_wan": total, "plan_wan": plan, "done_wan": done, "percent": done * 100 / plan}
