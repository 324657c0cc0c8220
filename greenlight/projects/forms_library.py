"""What is typed on the pages of the node library: a node, what it waits for, why a version is published."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from greenlight.base.refusals import Refused
from greenlight.kernel import stages
from greenlight.projects.editing.checks import CLOCK_WORDS, LINK_WORDS, Wait
from greenlight.projects.forms import choose, text
from greenlight.projects.models import Condition, TemplateNode

LONGEST_BASE = 8000
KEYS = ("name", "phase", "department", "duration", "clock", "condition", "evidence", "gates_stage", "basis")


class NodeForm(forms.Form):
    """One node of the library as a zone edits it; `base` is what its editor saw."""

    name = text("节点", 120, required=True)
    phase = text("环节", 40)
    department = text("责任部门", 200, help_text="多个用“、”分开，第一个牵头")
    duration = forms.IntegerField(label="工期（天）", min_value=0, max_value=3650)
    clock = forms.ChoiceField(label="按", choices=list(CLOCK_WORDS.items()))
    condition = forms.ChoiceField(
        label="哪些项目有这个节点", choices=[("always", "都有"), *Condition.choices]
    )
    gates_stage = forms.ChoiceField(
        label="把哪一关", required=False, help_text="资料审过了，项目才能进入这个阶段"
    )
    evidence = text("印证资料", 1500, rows=4, help_text="一行写一份")
    basis = text("依据", 1000, rows=4, help_text="工期和资料从哪个文件来")
    base = forms.CharField(required=False, max_length=LONGEST_BASE, widget=forms.HiddenInput)

    def __init__(self, kind: str, node: TemplateNode | None, *args: Any, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"clock": "workday", "condition": "always"}
        if node is not None:
            initial = {name: getattr(node, name) for name in KEYS} | {"base": based(node)}
            initial["evidence"] = "\n".join(node.evidence)
        super().__init__(*args, **{"initial": initial} | kwargs)
        chain = [(one.code, f"进入“{one.word}”之前") for one in stages.CHAINS[kind]]
        choose(self, "gates_stage", [("", "不是关口"), *chain[1:]])

    def values(self) -> dict[str, Any]:
        """Return the node's values, the papers one by one; an empty 环节 says nothing."""
        found = {name: self.cleaned_data[name] for name in KEYS}
        lines = (one.strip() for one in found["evidence"].splitlines())
        found["evidence"] = list(dict.fromkeys(one for one in lines if one))
        return found if found["phase"] else {name: found[name] for name in KEYS if name != "phase"}

    def seen(self) -> dict[str, Any] | None:
        """Return the values its editor saw; None when the page did not say."""
        try:
            found = json.loads(self.cleaned_data["base"] or "null")
        except ValueError:
            return None
        return found if isinstance(found, dict) else None

    def renew(self, node: TemplateNode) -> None:
        """Keep what was typed, and take what stands now as seen: its reader has been told."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["base"] = based(node)
        self.data = data


def based(node: TemplateNode) -> str:
    """Return a node's values as its page carries them."""
    return json.dumps({name: getattr(node, name) for name in KEYS}, ensure_ascii=False)


class PublishForm(forms.Form):
    """Why the draft becomes the next version, and how many steps of it were looked at."""

    kind = forms.ChoiceField(choices=list(stages.KIND_WORDS.items()), widget=forms.HiddenInput)
    edits = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    reason = text("为什么改", 500, required=True, rows=2, help_text="例如：环评改为告知承诺制，工期缩短")


def waits(data: QueryDict) -> list[Wait]:
    """Read the rows of links: one for each predecessor chosen. Raises Refused for a lag that is no number."""
    columns = [data.getlist(name) for name in ("pred", "link", "lag", "lag_clock")]
    found = []
    for pred, link, lag, clock in zip(*columns, strict=False):
        if not pred:
            continue
        if not lag.strip().lstrip("-").isdecimal() or len(lag) > 6:
            raise Refused(f"间隔“{lag[:20]}”不是天数，请填整数，提前的填负数，例如 -5。", status=400)
        found.append(Wait(pred[:20], link, int(lag), clock))
    return found


def told(rows: Sequence[Wait]) -> str:
    """Return links as their page carries them."""
    return json.dumps([[one.pred, one.kind, one.lag, one.clock] for one in rows])


def heard(said: str) -> list[Wait] | None:
    """Return the links a page carried; None when it did not say."""
    try:
        found = json.loads(said[:LONGEST_BASE] or "null")
        return None if found is None else [Wait(str(a), str(b), int(c), str(d)) for a, b, c, d in found]
    except (ValueError, TypeError):
        return None


def link_rows(rows: Sequence[Wait], names: Mapping[str, str], spare: int = 2) -> list[dict[str, Any]]:
    """Return what the page of a node shows of its links, and empty rows to add some."""
    shown = [{"wait": one, "name": names.get(one.pred, one.pred)} for one in rows]
    return shown + [{"wait": Wait(""), "name": ""}] * spare


LINK_CHOICES = list(LINK_WORDS.items())
CLOCK_CHOICES = list(CLOCK_WORDS.items())
