"""The history of a record: single deeds, bulk deeds and imports told in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from greenlight.base import keeping
from greenlight.base.models import ImportRow, JournalItem, JournalRow
from greenlight.kernel import stages
from greenlight.kernel.parse.numbers import plain
from greenlight.projects.models import Condition, Evidence, Nature

VERBS = {
    "project.create": "新建项目",
    "project.edit": "改数据",
    "project.amount": "登记金额",
    "project.assign": "指派",
    "project.unassign": "结束指派",
    "project.list": "列入名录",
    "project.unlist": "移出名录",
    "project.group": "建项目群",
    "project.phase": "归入项目群",
    "project.code": "登记项目代码",
    "project.site": "报形象进度",
    "site.log": "记现场",
    "site.correct": "更正现场",
    "site.retract": "撤回现场",
    "site.parts": "分部位",
    "site.fence": "划工地范围",
    "site.photo": "交现场照片",
    "site.photo_original": "补传照片原图",
    "site.photo_retract": "撤回现场照片",
    "site.explain": "说明现场照片",
    "site.reflag": "按新范围重查照片",
    "site.original": "看照片原件",
    "project.advance": "推进阶段",
    "project.record_stage": "补录阶段",
    "project.correct_stage": "更正阶段",
    "project.halt": "暂停或终止",
    "project.resume": "恢复推进",
    "evidence.hand_in": "交资料",
    "evidence.accepted": "审过资料",
    "evidence.sent_back": "退回资料",
    "plan.make": "排计划",
    "plan.make_many": "批量排计划",
    "plan.arrange": "拖动排计划",
    "plan.draft": "存计划草稿",
    "plan.approve": "批准计划草稿",
    "plan.discard": "撤掉计划草稿",
    "plan.actual": "报节点实际",
    "plan.withdraw": "撤回节点实际",
    "plan.slip": "申请改期",
    "plan.slip_withdraw": "撤回改期申请",
    "plan.decide": "批复改期",
    "plan.edit": "改节点",
    "investment.report": "报投资",
    "investment.year_plan": "定年度计划",
    "investment.composition": "填构成",
    "investment.close": "封账",
    "investment.rule": "启用或停用核对规则",
    "investment.limits": "改核对的界限",
    "voucher.add": "登记凭证",
    "voucher.prove": "改凭证佐证的数",
    "voucher.withdraw": "撤下凭证",
    "fund.add": "登记资金来源",
    "fund.book": "记资金到位或支出",
    "fund.end": "停用资金来源",
    "stat.register": "登记入统",
    "check.explained": "说明交叉核对",
    "check.confirmed": "确认交叉核对",
    "check.open": "重新打开交叉核对",
    "warning.nudge": "催办",
    "nudge": "催办",
    "nudge.answer": "答复催办",
    "order.issued": "发督办单",
    "order.received": "签收督办单",
    "order.plan": "报整改计划",
    "order.plan_approved": "同意整改计划",
    "order.plan_returned": "退回整改计划",
    "order.progress": "报督办进展",
    "order.closed_asked": "申请销号",
    "order.closed": "同意销号",
    "order.sent_back": "不同意销号",
    "order.extended_asked": "申请督办延期",
    "order.extended": "同意督办延期",
    "order.extension_refused": "不同意督办延期",
    "order.talked": "约谈",
    "order.withdrawn": "撤销督办单",
    "order.drafted": "拟督办",
    "order.set_aside": "暂不督办",
    "ladder.set": "改督办阶梯",
    "units.limits": "定单位灯的界限",
    "rules.packs": "换规则包",
    "rules.set": "改规则",
    "library.edit": "改节点库",
    "library.units": "定部门对应的单位",
    "ledger.edit": "改台账",
    "ledger.paste": "粘贴",
    "ledger.bulk": "批量改",
    "undo": "撤销",
    "import.apply": "导入台账",
    "import.undo": "撤销导入",
}
LABELS = {
    "name": "项目名称",
    "nature": "建设性质",
    "industry": "行业",
    "location": "建设地点",
    "scale": "建设内容及规模",
    "land_area_mu": "用地面积（亩）",
    "issue": "存在问题",
    "next_step": "下步工作",
    "remark": "备注",
    "total_wan": "总投资（万元）",
    "site_progress": "形象进度",
    "site_percent": "形象进度（%）",
    "site_updated_on": "现场日期",
    "conditions": "适用的情形",
    "group": "所属项目群",
    "listing": "名录",
    "planned_new": "计划新开工",
    "on": "日期",
    "stage": "阶段",
    "halt": "推进状态",
    "kind": "类别",
    "amount_wan": "金额（万元）",
    "code": "项目代码",
    "paper": "资料",
    "node": "节点",
    "year": "年度",
    "way": "怎么分月",
    "voucher": "凭证",
    "proves": "佐证的数",
    "fund": "资金",
    "source": "来源",
    "entry": "到位或支出",
    "stat_code": "统计代码",
    "check": "核对",
    "hit": "核对编号",
    "construction_wan": "建筑工程（万元）",
    "installation_wan": "安装工程（万元）",
    "equipment_wan": "设备工器具购置（万元）",
    "other_wan": "其他费用（万元）",
    "land_wan": "土地购置费（万元）",
    "old_buildings_wan": "旧建筑物购置费（万元）",
    "closed_to": "封账到",
    "due": "到期",
    "done_on": "完成",
    "started_on": "开始",
    "owner": "责任单位",
    "month": "月份",
    "ytd_wan": "累计（万元）",
    "reason": "原因",
    "milestone": "节点",
    "from": "原日期",
    "to": "新日期",
    "unit": "单位",
    "answer_by": "答复期限",
    "message": "内容",
    "percent": "百分比",
    "state": "状态",
    "version": "版本",
    "answer": "答复",
    "n": "计划版本",
    "origin": "怎么排的",
    "anchor": "承诺日或开始日",
    "nodes": "节点数",
    "finish": "全部完成",
    "slips": "改期申请",
    "count": "个数",
    "packs": "规则包",
    "rule": "规则",
    "params": "规则的数",
    "is_on": "启用",
    "valid_from": "起用日期",
    "yellow": "黄灯（件）",
    "red": "红灯（件）",
    "phase": "环节",
    "department": "责任部门",
    "duration": "时限（天）",
    "clock": "时限的算法",
    "evidence": "印证资料",
    "is_gate": "关口",
    "gates_stage": "把住的阶段",
    "condition": "适用条件",
    "basis": "依据",
    # of the site
    "log": "现场记录",
    "day": "哪一天",
    "words": "干到哪了",
    "workers": "工人（人）",
    "machines": "机械（台）",
    "parts": "部位",
    "problem": "问题",
    "problem_kind": "问题类别",
    "fence": "工地范围",
    "photo": "照片",
    "flags": "照片提示",
    "explained": "说明",
    "withdrawn": "已撤回",
    "original": "原图（SHA-256）",
    "sha256": "照片（SHA-256）",
    "outside": "范围外的照片（张）",
    "photos": "重查的照片（张）",
}
OF_A_PHOTO = {"code": "核验码"}  # where a word means another thing in a row that tells of a photo
# Kept for taking a deed back, said by another field in words.
KEPT = frozenset({"name_norm", "shares", "voucher_pk"})
CHOICES: dict[str, dict[str, str]] = {
    "kind": dict(stages.KIND_WORDS),
    "nature": dict(zip(Nature.values, Nature.labels, strict=True)),
    "halt": stages.HALT_WORDS,
    "conditions": dict(zip(Condition.values, Condition.labels, strict=True)),
    "state": dict(zip(Evidence.State.values, Evidence.State.labels, strict=True)),
    "way": {"even": "按月平均", "nodes": "按计划节点", "hand": "手工"},
    "source": {"bond": "专项债", "budget": "财政预算", "loan": "银行贷款", "own": "企业自筹"},
    "clock": {"workday": "工作日", "calendar": "自然日"},
    "flags": {
        "outside_fence": "范围外", "no_position": "没有位置", "time_drift": "时间对不上",
        "same_picture": "用过的照片", "like_picture": "几乎一样", "original_differs": "原图不像",
    },
    "problem_kind": {
        "material": "缺材料", "people": "缺人", "weather": "天气", "papers": "手续", "other": "其他",
    },
    # Of room plans, above.
    "origin": {
        "ledger": "台账日期", "forward": "从开始日顺排", "backward": "从承诺日倒排", "slip": "改期批准",
        "edited": "改日期",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    actor: str
    what: str
    changes: tuple[tuple[str, str, str], ...]
    why: str = ""
    source: str = ""


def merged(
    rows: Iterable[JournalRow], items: Iterable[JournalItem], imported: Iterable[ImportRow], kind: str = ""
) -> list[Entry]:
    """Tell all three in one list, newest first; `kind` of the project gives its stages their words."""
    found = [
        Entry(one.at, one.actor_name, verb(one.verb), changes(one.before, one.after, kind), one.why)
        for one in rows
    ]
    found += [
        Entry(one.row.at, one.row.actor_name, verb(one.row.verb), changes(one.before, one.after, kind),
              one.row.why)
        for one in items
    ]  # fmt: skip
    found += [_imported(one, kind) for one in imported]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _imported(one: ImportRow, kind: str) -> Entry:
    batch = one.batch
    told = "导入台账（已撤销）" if batch.undone_at else "导入台账"
    return Entry(
        batch.applied_at or batch.created_at, batch.actor_name, told, changes(one.before, one.after, kind),
        source=f"{batch.file.name} {one.sheet} 第 {one.row} 行",
    )  # fmt: skip


def verb(name: str) -> str:
    """Say a deed in the clerk's words."""
    return VERBS.get(name, name)


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], kind: str = ""
) -> tuple[tuple[str, str, str], ...]:
    """Return (what, old, new) of every field that differs, in words."""
    names = dict.fromkeys([*before, *after])
    own = OF_A_PHOTO if "photo" in names else {}
    return tuple(
        (
            own.get(name) or label(name),
            shown(before.get(name), name, kind),
            shown(after.get(name), name, kind),
        )
        for name in names
        if name not in KEPT and before.get(name) != after.get(name)
    )


def label(name: str) -> str:
    """Say a field: one of the ledger's headers, with its month, or a word of ours."""
    field, _, month = name.partition("@")
    columns = {one.field: one.header for one in keeping.binding("projects").ledger.columns}
    said = LABELS.get(field) or columns.get(field) or field
    return f"{month} {said}" if month else said


def shown(value: Any, name: str = "", kind: str = "") -> str:
    """Say the value of a field; nothing is （空）."""
    if value is None or value in ([], {}) or (value == "" and name != "halt"):
        return "（空）"
    if name in SAYINGS:
        return SAYINGS[name](value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list):
        return "、".join(shown(one, name, kind) for one in value)
    if isinstance(value, Mapping):
        return "；".join(f"{label(key)} {shown(one, key)}" for key, one in value.items())
    return words(name, kind).get(str(value), str(value))


def _parts(value: Any) -> str:
    """Say parts: with their weights, or how far each is."""
    if isinstance(value, Mapping):
        return "、".join(f"{name} {percent}%" for name, percent in value.items())
    return "、".join(f"{one['name']}（权重 {one['weight']}%）" for one in value)


def _fence(value: Mapping[str, Any]) -> str:
    """Say where a site is: a border, or a centre and how far around it."""
    if value.get("polygon"):
        return f"边界 {len(value['polygon'])} 个点"
    return f"中心 {value['lat']}，{value['lon']}，半径 {value['radius_m']} 米"


# structured values of the site
SAYINGS: Mapping[str, Callable[[Any], str]] = {
    "parts": _parts,
    "fence": _fence,
    "explained": lambda value: str(value["words"]),
    "log": lambda value: f"第 {value} 号",
    "photo": lambda value: f"第 {value} 号",
}


def words(name: str, kind: str) -> Mapping[str, str]:
    """Return the words of a field's codes: registration is 立项, for 技改 it is 备案."""
    if name == "stage":
        return {one.code: one.word for one in stages.CHAINS.get(kind, ())}
    return CHOICES.get(name, {})
