"""Which stage a ledger's row shows, and whether its words say that the works are finished: pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from greenlight.kernel import stages

# A phrase counts unless what stands before it in its clause says that it is still to come.
_NOT_YET = re.compile("未|没|拟|预计|计划|力争|争取|准备|即将|等待|待|筹备|将于|目标|确保|申请|前$")
_FULL = re.compile("(?:已|全面|正式|实现|完成)达产")
_PRODUCING = re.compile(
    "(?:已|正式|全面|部分|建成|竣工|顺利|实现)投产|投产(?:运营|运行)|试生产|投入(?:生产|运营)"
)
_COMPLETED = re.compile(
    "(?:已|全部|全面|完成|通过|顺利|项目|工程|整体)(?:竣工|完工|建成|交工)|竣工验收(?:合格|完成|通过)|^(?:竣工|完工|建成)"
    "|(?:已|完成|通过)(?:综合|联合)?验收|(?:交付|投入)使用|(?:已|建成)通车"
)
_AFTER = re.compile("^(?:前|准备|资料|手续|筹备|申请)")
_CLAUSE = re.compile("[，,。；;、\n]+")
WORDS = ((_FULL, "full_capacity"), (_PRODUCING, "in_production"), (_COMPLETED, "completed"))


@lru_cache(maxsize=4096)
def finished(site_progress: str | None) -> str:
    """Return full_capacity, in_production or completed when the words say so, else ""."""
    clauses = [piece.strip() for piece in _CLAUSE.split(site_progress or "")]
    return next((stage for word, stage in WORDS if any(_says(word, one) for one in clauses)), "")


def _says(word: re.Pattern[str], clause: str) -> bool:
    found = word.search(clause)
    if found is None or _AFTER.match(clause[found.end() :]):
        return False
    return _NOT_YET.search(clause[: found.start()]) is None


def stage_of(kind: str, values: Mapping[str, Any]) -> str:
    """Return the stage a row shows in the chain of its kind, the furthest of its facts."""
    words = finished(values.get("site_progress"))
    facts = (
        (words == "full_capacity", "full_capacity"),
        (words in ("full_capacity", "in_production"), "in_production"),
        (bool(words), "completed"),
        (bool(values.get("started") or values.get("actual_start")), "groundbreaking"),
        (bool(values.get("project_code")), "registration"),
        (kind == stages.ATTRACTION, "signed"),
        (True, "pipeline_reserve"),
    )
    chain = {one.code for one in stages.CHAINS[kind]}
    return next(stage for holds, stage in facts if holds and stage in chain)


def kind_of(word: str | None, name: str) -> str:
    """Return the kind of project behind 项目类别 and name: 技改 is told from other industry by name."""
    if word == "government":
        return stages.GOVERNMENT
    upgraded = "技改" in name or "技术改造" in name
    return stages.TECHNICAL_UPGRADE if upgraded else stages.ATTRACTION


def is_ahead(kind: str, now: str, then: str) -> bool:
    """Tell whether `then` lies ahead of `now` in the chain; an unknown stage is behind all."""
    order = [one.code for one in stages.CHAINS.get(kind, ())]
    return then in order and (now not in order or order.index(then) > order.index(now))


def has_started(kind: str, stage: str) -> bool:
    """Tell whether a project at this stage has broken ground."""
    order = [one.code for one in stages.CHAINS.get(kind, ())]
    return stage in order and order.index(stage) >= order.index("groundbreaking")
