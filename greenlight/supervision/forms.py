"""Forms of orders: what is typed, checked for shape; the deeds check the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from greenlight.base.calendars import china
from greenlight.kernel.ladder import Step
from greenlight.kernel.league import Limits
from greenlight.kernel.workdays import OutOfRange
from greenlight.people.models import Unit
from greenlight.supervision.actions.deed import LONGEST, LONGEST_REASON
from greenlight.supervision.actions.limiting import MOST
from greenlight.supervision.actions.raising import LONGEST_SUBJECT, successor
from greenlight.supervision.models import Order, Urgency
from greenlight.supervision.units import handled

MOST_FILES = 9
WORKDAY = date(2026, 1, 5)
REPLY, END = timedelta(days=3), timedelta(days=30)


class Many(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Some files; cleans to a list."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, widget=Many({"multiple": True}), max_length=255, **more)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Check each of them."""
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"一次最多 {MOST_FILES} 个文件，请分几次交。")
        found: list[UploadedFile[bytes]] = [super(Files, self).clean(one, initial) for one in given]
        return found if found or not self.required else super().clean(None, initial)


def day(label: str, **more: Any) -> forms.DateField:
    """Return a date field with the browser's picker."""
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


def words(label: str, most: int = LONGEST, **more: Any) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea({"rows": 3}), **more)


def working(day: date, label: str) -> date:
    """Return a day that is a workday; else a ValidationError that names the next one.

    A year whose 放假通知 has not come out is taken by its weekends.
    """
    try:
        found = china().roll_forward(day)
    except OutOfRange:
        return day
    if found == day:
        return day
    raise forms.ValidationError(f"{label} {day} 是休息日，单位没有人上班，请改到 {found}。")


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit by its name; one that is gone stays among the choices, so that it can be refused in words.

    One without people can be chosen: a clerk writes down for it what it says.
    """

    today: date

    def label_from_instance(self, obj: Any) -> str:
        """Show the name, and that it is gone."""
        if obj.dissolved_on and obj.dissolved_on <= self.today:
            return f"{obj.name}（已撤并）"
        return str(obj.name) if obj.has_people else f"{obj.name}（还没有经办人）"


class OrderForm(forms.Form):
    """发督办单."""

    unit = UnitField(label="主送单位", queryset=Unit.objects.none(), empty_label="请选单位")
    subject = forms.CharField(label="事由", max_length=LONGEST_SUBJECT, help_text="例如：净地移交滞后")
    demand = words("督办要求", help_text="要办成什么、到什么程度，例如：12 月 10 日前完成净地移交")
    urgency = forms.ChoiceField(label="紧急程度", choices=Urgency.choices, initial=Urgency.PLAIN)
    reply_by = day("答复期限", help_text="在这天前报整改计划")
    due = day("整改期限", help_text="在这天前办完、申请销号")

    def __init__(self, *args: Any, zone_id: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "order_%s"} | kwargs)
        field: Any = self.fields["unit"]
        field.today = today
        recent = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=today - timedelta(days=3 * 366))
        units = Unit.objects.filter(recent, zone_id=zone_id).annotate(has_people=handled(today))
        field.queryset = units.order_by("name")
        self.today = today

    def clean_unit(self) -> Unit:
        """Refuse a unit that was dissolved, naming the one that follows it."""
        unit: Unit = self.cleaned_data["unit"]
        if unit.dissolved_on and unit.dissolved_on <= self.today:
            now = successor(unit, self.today)
            way = f"请改送{now.name}。" if now else "请改送现在承担这项工作的单位。"
            raise forms.ValidationError(f"{unit.name}已于 {unit.dissolved_on} 撤并，不能再发督办单。{way}")
        return unit

    def clean(self) -> dict[str, Any]:
        """Let the days of a plain order fall on workdays; an urgent one may be due on any day."""
        own = super().clean() or self.cleaned_data
        if own.get("urgency") == Urgency.PLAIN:
            for name in ("reply_by", "due"):
                try:
                    working(own.get(name) or WORKDAY, str(self.fields[name].label))
                except forms.ValidationError as fault:
                    self.add_error(name, f"{fault.messages[0]}确实要那天办的，把紧急程度选为加急。")
        return own


class EmptyForm(forms.Form):
    """Nothing to fill in."""


class PlanForm(forms.Form):
    """整改计划."""

    words = words("整改计划", help_text="打算怎么办、谁来办")
    steps = forms.CharField(
        label="步骤", required=False, max_length=4000, widget=forms.Textarea({"rows": 3}),
        help_text="一行一步，例如：12 月 1 日前完成评估",
    )  # fmt: skip
    day = day("计划完成日")
    papers = Files("附件", required=False)


class DecisionForm(forms.Form):
    """A yes or a no; a no says why."""

    verdict = forms.ChoiceField(choices=[("yes", "同意"), ("no", "不同意")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label="意见", max_length=LONGEST_REASON, required=False, widget=forms.Textarea({"rows": 2}),
        help_text="不同意时要写理由",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for a reason with a no."""
        own = super().clean() or self.cleaned_data
        if own.get("verdict") == "no" and not (own.get("reason") or "").strip():
            self.add_error("reason", "不同意要写一句理由，责任单位才知道怎么办。")
        return own


class ProgressForm(forms.Form):
    """报进展."""

    words = words("进展", help_text="办到哪一步、还差什么")
    papers = Files("附件", required=False)


class ClosingForm(forms.Form):
    """申请销号."""

    words = words("办理结果")
    papers = Files(
        "凭据", help_text="移交单、许可证、现场照片等，PDF、图片或 Office 文件",
        error_messages={"required": "申请销号要交凭据，请选一个文件。"},
    )  # fmt: skip


class ExtensionForm(forms.Form):
    """申请延期."""

    day = day("延到哪天")
    reason = words("原因", LONGEST_REASON)

    def clean_day(self) -> date:
        """Let the new end fall on a workday."""
        return working(self.cleaned_data["day"], "新期限")


class WithdrawForm(forms.Form):
    """撤销督办单."""

    reason = words("撤销的原因", LONGEST_REASON)


class TalkForm(forms.Form):
    """约谈."""

    words = words("约谈了谁、说定了什么")


def draft(order_of: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what a new order is filled in with: three days to reply, a month to be done, on workdays."""
    days = {"reply_by": china().roll_forward(today + REPLY), "due": china().roll_forward(today + END)}
    return {**days, "urgency": Urgency.PLAIN} | order_of


def blank(form: type[forms.Form], order: Order, name: str) -> forms.Form:
    """Return a form as it stands on the page of an order."""
    initial = {"day": order.due} if form is PlanForm else {}
    return form(auto_id=f"{name}_%s", initial=initial)


class StepForm(forms.Form):
    """One step of the ladder from a day on; months and count only where the step asks for them."""

    is_on = forms.BooleanField(label="启用这一步", required=False)
    auto = forms.BooleanField(
        label="夜里自动办",
        required=False,
        help_text="告知的自动告知，督办单和约谈只拟好、等人确认；不选只列出来",
    )
    months = forms.IntegerField(label="连续几个月", required=False, min_value=0, help_text="不看月数填 0")
    count = forms.IntegerField(label="或同时几条", required=False, min_value=0, help_text="不看条数填 0")
    valid_from = day("起用日期")
    paper = forms.CharField(
        label="依据", max_length=LONGEST_REASON, help_text="例如：主任办公会 2026 年第 3 次会议"
    )

    def __init__(self, *args: Any, step: Step, day: date, **kwargs: Any) -> None:
        initial = {"is_on": step.on, "auto": step.auto, "months": step.months, "count": step.count}
        super().__init__(
            *args,
            **{"auto_id": "step_%s", "initial": initial | {"valid_from": max(day, step.valid_from)}} | kwargs,
        )
        if not step.is_counted:
            del self.fields["months"], self.fields["count"]

    def clean(self) -> dict[str, Any]:
        """Take what is left empty for nothing."""
        own = super().clean() or self.cleaned_data
        return own | {name: own.get(name) or 0 for name in ("months", "count")}


class LimitsForm(forms.Form):
    """From how many overdue items on a unit is yellow, red."""

    yellow = forms.IntegerField(
        label="满几件黄灯", min_value=1, max_value=MOST, help_text="逾期督办单和超期节点合计"
    )
    red = forms.IntegerField(label="满几件红灯", min_value=1, max_value=MOST, help_text="要比黄灯的多")
    is_on = forms.BooleanField(label="给单位亮灯", required=False, help_text="不选，单位都是灰灯，只排名次")
    valid_from = day("起用日期")
    paper = forms.CharField(
        label="依据", max_length=LONGEST_REASON, help_text="例如：主任办公会 2026 年第 3 次会议"
    )
    unsure = forms.BooleanField(
        label="标为待核", required=False, help_text="依据还没核到原文时选；核到了再定一次，不选这项"
    )

    def __init__(self, *args: Any, limits: Limits, day: date, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"yellow": limits.yellow, "red": limits.red, "is_on": limits.on}
        initial["valid_from"] = max(day, limits.valid_from)
        super().__init__(*args, **{"auto_id": "limits_%s", "initial": initial} | kwargs)
