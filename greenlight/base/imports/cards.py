"""Questions of a batch as cards: one card a question, one card for many of a sort, one for all slips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from greenlight.base.imports.deciding import SKIP, Asked

TOGETHER = 8  # more questions of one sort than this are asked as one
ITEMS = 40  # moved dates listed one by one on their card
SLIP_WORDS = (
    ("unstated", "表里没写，待补"),
    ("land", "土地与征迁"),
    ("approval", "审批手续"),
    ("funds", "资金"),
    ("owner", "企业自身"),
    ("design", "设计变更"),
    ("weather", "天气与不可抗力"),
)
_MANY = {
    "unit": ("{n} 格的单位像是填错了，怎么办？", [(SKIP, "这些格都不收")]),
    "fell": ("{n} 处累计比上期少，是核减吗？", [("yes", "都是核减"), (SKIP, "都退回")]),
    "start": ("{n} 行写“否”又有实际开工日期", [("not", "都算没有开工"), ("started", "都算已开工")]),
    "same": ("{n} 行的名称和系统里的相近", [("new", "都是新项目"), (SKIP, "这些行先不导入")]),
    "dup": ("{n} 个名称各写了两行，用哪一行？", [("first", "都用前一行"), (SKIP, "都先不导入")]),
    "twice": ("{n} 行和别的行写的是同一个项目", [("first", "都用前一行"), (SKIP, "这些项目先不导入")]),
}


def cards(questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """Return the cards in the order of the file; slips come last."""
    made: list[dict[str, Any]] = []
    sorts: dict[str, list[Asked]] = {}
    for one in questions:
        sorts.setdefault(one.family, []).append(one)
    for family, asked in sorts.items():
        if family == "slip":
            continue
        if len(asked) > TOGETHER and family in _MANY:
            made.append(_together(family, asked))
        else:
            made += [one.stored() for one in asked]
    made.sort(key=lambda card: (card["sheet"], card["row"]))
    return made + ([_slips(sorts["slip"])] if sorts.get("slip") else [])


def _together(family: str, asked: Sequence[Asked]) -> dict[str, Any]:
    title, options = _MANY[family]
    names = "；".join(one.text for one in asked[:3])
    card = Asked(
        f"{family}:*", family, title.format(n=len(asked)), f"{len(asked)} 处", f"{names} ……", [],
        asked[0].row, asked[0].sheet,
    ).stored()  # fmt: skip
    wants = {"yes": "理由"} if family == "fell" else {}
    card["options"] = [
        {"value": value, "label": label, "wants": wants.get(value, "")} for value, label in options
    ]
    return card


def _slips(asked: Sequence[Asked]) -> dict[str, Any]:
    items = [{"key": one.key, "place": one.place, "text": one.text} for one in asked[:ITEMS]]
    title = f"{len(asked)} 个日期推后，什么原因？"
    card = Asked("slip:*", "slip", title, "", "推后要批准；批准以前，灯按原日期亮。", [],
                 asked[0].row, asked[0].sheet).stored()  # fmt: skip
    card["items"], card["more"] = items, max(0, len(asked) - ITEMS)
    card["options"] = [{"value": value, "label": label, "wants": ""} for value, label in SLIP_WORDS]
    return card
