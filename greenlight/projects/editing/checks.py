"""What a version of the node library must hold: readable values, links without a circle, its stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlight.base.calendars import china
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.kernel import schedule as network
from greenlight.kernel import stages
from greenlight.kernel.workdays import Clock
from greenlight.projects import may
from greenlight.projects.models import Template, TemplateLink, TemplateNode

MOST_PAPERS, LONGEST_PAPER = 20, 120
MOST_NODES, MOST_LINKS, LONGEST_LAG = 300, 30, 3650
LINK_WORDS = {"FS": "完成后开始", "SS": "同时开始", "FF": "同时完成", "SF": "开始后完成"}
CLOCK_WORDS = {"workday": "工作日", "calendar": "自然日"}


@dataclass(frozen=True)
class Wait:
    """A link as its node asks for it: what it waits for, how, and how many days between."""

    pred: str
    kind: str = "FS"
    lag: int = 0
    clock: str = "workday"

    @property
    def told(self) -> str:
        """Return the link in words, the node apart."""
        days = f"，隔 {self.lag} 个{CLOCK_WORDS[self.clock]}" if self.lag else ""
        return f"{LINK_WORDS[self.kind]}{days}"


def allowed(by: By, zone_id: int) -> None:
    """Raise NotAllowed unless somebody edits the ledgers of the zone."""
    if by.user is None or not may.create(by.user, zone_id):
        raise NotAllowed("只有本区科室和领导能改节点库。")


def checked(kind: str, node: TemplateNode, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a node's values as stored: a gate names its stage and asks for a paper at least."""
    found = dict(values)
    stage = found.get("gates_stage", node.gates_stage)
    if stage and all(one.code != stage for one in stages.CHAINS[kind]):
        raise Refused("把关的阶段不属于这类项目，请重选。", status=400)
    papers = found.get("evidence", node.evidence)
    if stage and not papers:
        raise Refused("关口至少要一份印证资料，不然谁也过不去。", status=400)
    if len(papers) > MOST_PAPERS or any(len(one) > LONGEST_PAPER for one in papers):
        raise Refused(f"印证资料最多 {MOST_PAPERS} 份，每份名称最多 {LONGEST_PAPER} 字。", status=400)
    if "gates_stage" in found:
        found["is_gate"] = bool(stage)
    return found


def own_stage(kind: str, code: str) -> str:
    """Return the word of the stage a node itself is (正式开工 is 开工); empty for the others."""
    found = next((stage for stage, own in stages.STAGE_NODE[kind].items() if own == code), "")
    return stages.word(kind, found) if found else ""


def checked_waits(code: str, waits: Sequence[Wait], known: Mapping[str, TemplateNode]) -> list[Wait]:
    """Return the links of a node; Refused for one to itself, to a node that is not there, or twice."""
    if len(waits) > MOST_LINKS:
        raise Refused(f"一个节点最多等 {MOST_LINKS} 个前置节点。", status=400)
    for one in waits:
        if one.pred == code:
            raise Refused(f"“{known[code].name}”不能等自己，请去掉这条前后关系。", status=400)
        if one.pred not in known:
            raise Refused(f"前置节点“{one.pred}”不在节点库里，可能刚被取消，请重选。", status=400)
        if one.kind not in LINK_WORDS or one.clock not in CLOCK_WORDS or abs(one.lag) > LONGEST_LAG:
            raise Refused(f"和“{known[one.pred].name}”的关系不对：间隔最多 {LONGEST_LAG} 天。", status=400)
    twice = {one.pred for one in waits if sum(one.pred == other.pred for other in waits) > 1}
    if twice:
        raise Refused(f"“{known[min(twice)].name}”写了两次，请只留一条。", status=400)
    return list(waits)


def runs(template: Template) -> None:
    """Refuse a version whose links go round in a circle, naming the nodes in it; two queries."""
    nodes = {one.code: one for one in template.nodes.all()}
    activities = [
        network.Activity(one.code, one.duration, Clock(one.clock), one.name) for one in nodes.values()
    ]
    links = [
        network.Link(one.pred.code, one.succ.code, network.LinkType(one.kind), one.lag, Clock(one.clock))
        for one in template.links.select_related("pred", "succ")
    ]
    try:
        network.Network.build(activities, links, china())
    except network.Cycle as cycle:
        raise Refused(
            f"这样前后关系绕成了圈：{_circle(cycle.members, nodes)}。请断开其中一条。", status=400
        ) from None
    except network.NetworkError as error:
        name = nodes[error.node].name if error.node in nodes else error.node
        raise Refused(f"“{name}”：{error.why}。", status=400) from None


def _circle(members: Sequence[str], nodes: Mapping[str, TemplateNode]) -> str:
    names = [nodes[code].name for code in members]
    return " → ".join([*names, names[0]])


def complete(template: Template, nodes: Iterable[TemplateNode]) -> None:
    """Refuse a version in which a stage has lost its node, or a gate its papers."""
    found = {one.code: one for one in nodes}
    for stage, code in stages.STAGE_NODE[template.kind].items():
        if code not in found:
            word = stages.word(template.kind, stage)
            raise Refused(f"“{word}”这个阶段没有节点了（{code}），请把它放回来。")
    for one in found.values():
        checked(template.kind, one, {"gates_stage": one.gates_stage, "evidence": one.evidence})


def waits_of(links: Iterable[TemplateLink]) -> dict[str, dict[str, Wait]]:
    """Return {node: {what it waits for: how}} of a version's links."""
    found: dict[str, dict[str, Wait]] = {}
    for one in links:
        wait = Wait(one.pred.code, one.kind, one.lag, one.clock)
        found.setdefault(one.succ.code, {})[one.pred.code] = wait
    return found
