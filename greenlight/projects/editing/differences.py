"""What one version of the node library says otherwise than another, node by node. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from greenlight.kernel import stages
from greenlight.projects.editing.checks import CLOCK_WORDS, Wait
from greenlight.projects.models import Condition, TemplateNode

FIELDS = {
    "name": "名称", "phase": "环节", "department": "责任部门", "duration": "工期", "clock": "按",
    "condition": "情形", "evidence": "印证资料", "gates_stage": "关口", "basis": "依据",
}  # fmt: skip
KINDS = {"added": "新增", "retired": "取消", "changed": "改动", "moved": "换位置"}
CONDITIONS = {"always": "都有"} | dict(Condition.choices)
Waits = Mapping[str, Mapping[str, Wait]]


@dataclass(frozen=True)
class Field:
    """One value that differs, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """One node that differs."""

    code: str
    name: str
    kind: str
    fields: tuple[Field, ...] = ()

    @property
    def word(self) -> str:
        """Return the kind in words."""
        return KINDS[self.kind]


def differences(
    kind: str, old: Sequence[TemplateNode], old_waits: Waits, new: Sequence[TemplateNode], new_waits: Waits
) -> list[Difference]:
    """Return what `new` says otherwise than `old`, in the order of the new version, the retired last."""
    before, after = {one.code: one for one in old}, {one.code: one for one in new}
    names = {one.code: one.name for one in [*old, *new]}
    moved = _moved(
        [one.code for one in old if one.code in after], [one.code for one in new if one.code in before]
    )
    found = []
    for code, one in after.items():
        if code not in before:
            given = _fields(kind, None, one) + _waits(names, {}, new_waits.get(code, {}))
            found.append(Difference(code, one.name, "added", given))
            continue
        fields = _fields(kind, before[code], one)
        fields += _waits(names, old_waits.get(code, {}), new_waits.get(code, {}))
        if fields or code in moved:
            found.append(Difference(code, one.name, "changed" if fields else "moved", fields))
    gone = [Difference(code, one.name, "retired") for code, one in before.items() if code not in after]
    return found + gone


def _fields(kind: str, old: TemplateNode | None, new: TemplateNode) -> tuple[Field, ...]:
    found = []
    for name, label in FIELDS.items():
        was = said(kind, name, getattr(old, name)) if old else ""
        now = said(kind, name, getattr(new, name))
        usual = old is None and (name == "name" or getattr(new, name) == "always")
        if was != now and not usual:
            found.append(Field(label, was, now))
    return tuple(found)


def said(kind: str, name: str, value: Any) -> str:
    """Return a value of a node in the words of the page."""
    if name == "duration":
        return f"{value} 天"
    if name == "clock":
        return CLOCK_WORDS.get(str(value), str(value))
    if name == "condition":
        return CONDITIONS.get(value, str(value))
    if name == "evidence":
        return "、".join(value)
    if name == "gates_stage" and value:
        return f"进入“{stages.word(kind, value)}”之前"
    return str(value)


def _waits(names: Mapping[str, str], old: Mapping[str, Wait], new: Mapping[str, Wait]) -> tuple[Field, ...]:
    found = []
    for code in dict.fromkeys([*old, *new]):
        was, now = old.get(code), new.get(code)
        if was != now:
            label = f"等“{names.get(code, code)}”"
            found.append(Field(label, was.told if was else "", now.told if now else ""))
    return tuple(found)


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the nodes that changed places: all but a longest run that kept its order."""
    place = {code: at for at, code in enumerate(old)}
    best: list[list[str]] = []
    for code in new:
        longest: list[str] = []
        for run in best:
            if place[run[-1]] < place[code] and len(run) > len(longest):
                longest = run
        best.append([*longest, code])
    kept = {code for run in sorted(best, key=lambda run: len(run))[-1:] for code in run}
    return {code for code in new if code not in kept}
