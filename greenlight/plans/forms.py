"""Forms of the room's deeds; what was typed comes back when something is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from greenlight.people.models import Unit
from greenlight.plans.actions.deed import LONGEST_REASON
from greenlight.plans.drafting import BACKWARD, CONDITION_WORDS, FORWARD, Wish, finish_choices
from greenlight.plans.models import Milestone, Slip
from greenlight.projects.models import Project

MODES = ((BACKWARD, "从承诺日倒排"), (FORWARD, "从开始日顺排"))
CAUSES = [("", "请选"), *((one.value, one.label) for one in Slip.Reason if one != Slip.Reason.UNSTATED)]


def day_field(label: str, *, required: bool = False, help_text: str = "") -> forms.DateField:
    """Return a field of one day."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def reason_field(*, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return a field for a reason."""
    return forms.CharField(
        label="原因", required=required, max_length=LONGEST_REASON, help_text=help_text,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip


class DeedForm(forms.Form):
    """A deed on one milestone; `version` guards against a change made meanwhile."""

    prefix_id = "deed"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.prefix_id}_%s"} | kwargs)


class ReportForm(DeedForm):
    """What was done."""

    prefix_id = "report"
    started_on = day_field("实际开始")
    done_on = day_field("实际完成", help_text="没完成就空着")
    percent = forms.DecimalField(
        label="进度", required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )


class WithdrawForm(DeedForm):
    """Take the last report back."""

    prefix_id = "withdraw"
    why = forms.CharField(label="为什么撤回", required=False, max_length=LONGEST_REASON)


class SlipForm(DeedForm):
    """Ask for a later date."""

    prefix_id = "slip"
    to_due = day_field("改到", required=True)
    reason_class = forms.ChoiceField(label="原因类别", choices=CAUSES)
    reason = reason_field(help_text="写清楚卡在哪里、谁来办")


class DecideForm(DeedForm):
    """Approve or refuse."""

    prefix_id = "decide"
    approve = forms.ChoiceField(choices=(("yes", "同意"), ("no", "不同意")), label="决定")
    note = forms.CharField(label="意见", required=False, max_length=LONGEST_REASON, help_text="不同意时必填")


class EditForm(DeedForm):
    """Change the date or the owner."""

    prefix_id = "edit"
    due = day_field("计划完成", help_text="提前马上生效；推后要写原因，等领导批")
    owner = forms.ModelChoiceField(label="责任单位", queryset=Unit.objects.none(), required=False)
    reason_class = forms.ChoiceField(label="推后原因类别", choices=CAUSES, required=False)
    reason = reason_field(required=False, help_text="推后时必填")

    def __init__(self, *args: Any, milestone: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = Unit.objects.filter(zone_id=milestone.zone_id).order_by("name")
        owner.label_from_instance = lambda unit: unit.name


class ManyForm(forms.Form):
    """How many projects are planned at once."""

    mode = forms.ChoiceField(label="怎么排", choices=MODES, initial=BACKWARD)
    day = day_field("开始日", help_text="顺排用，空着从今天起；倒排用各项目自己的承诺日")
    keep_passed = forms.BooleanField(label="已过阶段的节点也排上", required=False)

    def wish(self, today: date) -> Wish:
        """Return what was asked for."""
        own = self.cleaned_data
        day = own["day"] if own["mode"] == FORWARD else None
        return Wish(own["mode"], day, skip_passed=not own["keep_passed"])


class PlanForm(forms.Form):
    """How one project is planned."""

    mode = forms.ChoiceField(label="怎么排", choices=MODES, initial=BACKWARD)
    day = day_field("日期", help_text="倒排填承诺日，顺排填开始日；空着用批准过的承诺日或今天")
    target = forms.ChoiceField(label="承诺的是", required=False)
    on = forms.MultipleChoiceField(
        label="适用的条件", required=False, choices=tuple(CONDITION_WORDS.items()),
        widget=forms.CheckboxSelectMultiple, help_text="不勾的条件下的节点跳过",
    )  # fmt: skip
    keep_passed = forms.BooleanField(label="已过阶段的节点也排上", required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "plan_%s"} | kwargs)
        target: Any = self.fields["target"]
        target.choices = [("", "批准过的那个"), *finish_choices(project.kind)]

    def wish(self) -> Wish:
        """Return what was asked for."""
        own = self.cleaned_data
        off = tuple(one for one in CONDITION_WORDS if one not in own["on"])
        return Wish(own["mode"], own["day"], own["target"], off, skip_passed=not own["keep_passed"])


class SaveForm(forms.Form):
    """Whether a plan is approved or waits as a draft, and why approved dates move later, if some do."""

    APPROVED, DRAFT = "approved", "draft"
    reason_class = forms.ChoiceField(label="推后原因类别", choices=CAUSES, required=False)
    reason = reason_field(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    save_as = forms.ChoiceField(choices=((APPROVED, "批准"), (DRAFT, "存为草稿")), required=False)


class DraftForm(forms.Form):
    """What becomes of a draft."""

    APPROVE, DISCARD = "approve", "discard"
    decide = forms.ChoiceField(label="决定", choices=((APPROVE, "批准"), (DISCARD, "撤掉草稿")))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ArrangeForm(forms.Form):
    """What was dragged, as the page holds it, the facts it was drawn from, and why days are later."""

    collided = False
    changes = forms.CharField(widget=forms.HiddenInput, max_length=400_000)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=400_000)
    reason_class = forms.ChoiceField(label="推后原因类别", choices=CAUSES, required=False)
    reason = reason_field(required=False, help_text="写清楚卡在哪里、谁来办")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "arrange_%s"} | kwargs)


class UpdateForm(forms.Form):
    """Whether a plan takes the newer version of the node library, and why approved dates move later."""

    TAKE, LEAVE = "take", "leave"
    decide = forms.ChoiceField(label="决定", choices=((TAKE, "更新"), (LEAVE, "不更新")))
    template = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    mode = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason_class = forms.ChoiceField(label="推后原因类别", choices=CAUSES, required=False)
    reason = reason_field(required=False)
