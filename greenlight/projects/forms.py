"""Forms of room projects: what a clerk types, checked for shape; the deeds check the rest."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms

from greenlight.kernel import stages
from greenlight.kernel.parse.notes import Parsed
from greenlight.kernel.parse.numbers import plain, read_area, read_money
from greenlight.kernel.parse.text import name_key
from greenlight.people.models import Unit, User
from greenlight.projects.actions import bounds
from greenlight.projects.actions.amounts import MOST_WAN
from greenlight.projects.models import (
    Amount,
    Assignment,
    Condition,
    Halt,
    Kind,
    Nature,
    Project,
    ProjectCode,
    TaskForce,
)

LONGEST = bounds.LONGEST
NATURES = [("", "未定"), *Nature.choices]
SUGGESTED = 300  # names offered while typing; the rest is found by what was typed
FOUND = 5
SMALLEST = Decimal("0.0001")


def text(
    label: str, length: int, *, required: bool = False, rows: int = 0, help_text: str = ""
) -> forms.CharField:
    """Return a text field bounded as the database column is."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=length, required=required, widget=widget, help_text=help_text
    )


def past_date(label: str, *, required: bool = True) -> forms.DateField:
    """Return a date field; the deed says which days can be."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")  # what the browser's picker reads
    return forms.DateField(label=label, required=required, widget=widget)


class MeasureField(forms.CharField):
    """An amount or an area as a clerk writes it: 12000, 12,000, 1.2亿, 30公顷. Cleans to a Decimal.

    `exact`: what is finer than the column is refused; else it is rounded half up, as an area is that
    comes in other units. `signed`: less than nothing is let through, the deed says what it means.
    """

    def __init__(
        self, label: str, read: Callable[[str], Parsed[Decimal]], most: Decimal, example: str, *,
        exact: bool = False, signed: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        self.read, self.most, self.example, self.exact = read, most, example, exact
        self.least = -most if signed else Decimal(0)
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, max_length=40, widget=widget, **more)

    def prepare_value(self, value: Any) -> Any:
        """Show 30000.0000 as 30000."""
        return plain(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """Return the number in the field's unit, None when nothing is given."""
        told = super().clean(value)
        if not told:
            return None
        found = self.read(told)
        if found.refused or (found.value is None and self.required):
            raise forms.ValidationError(f"看不懂“{told}”，请填数字，例如 {self.example}")
        if found.value is not None and not self.least <= found.value < self.most:
            raise forms.ValidationError(f"“{told}”不对：不能为负，也不会有这么大，请核对单位")
        if found.value is None:
            return None
        if self.exact and bounds.too_fine(found.value):
            raise forms.ValidationError(f"“{told}”太细：万元最多 {bounds.PLACES} 位小数，请核对单位")
        return found.value.quantize(SMALLEST, ROUND_HALF_UP)  # as the column holds it: 1 元, 0.1 m²


def wan(label: str, **more: Any) -> MeasureField:
    """Return a field of money in 万元."""
    return MeasureField(
        label, lambda raw: read_money(raw, "万元"), MOST_WAN, "12000 或 1.2亿", exact=True, **more
    )


def mu(label: str, **more: Any) -> MeasureField:
    """Return a field of an area in 亩."""
    return MeasureField(label, lambda raw: read_area(raw, "亩"), bounds.MOST_MU, "56.5", **more)


class ProjectForm(forms.Form):
    """A project's plain facts, and the project it is a phase of."""

    kind = forms.ChoiceField(label="项目类别", choices=Kind.choices)
    name = text("项目名称", 200, required=True, help_text="分期建设的写明一期、二期，各期分开建")
    parent = text("属于哪个项目", 200, help_text="这是某个项目的一期时填：输入那个项目名称里的几个字")
    nature = forms.ChoiceField(label="建设性质", choices=NATURES, required=False)
    total_wan = wan("总投资", required=False, help_text="也可以写 1.2亿")
    land_area_mu = mu("用地面积", required=False)
    industry = text("行业", 120)
    location = text("建设地点", 200)
    scale = text("主要建设内容及规模", LONGEST, rows=3)
    issue = text("存在问题", LONGEST, rows=2)
    next_step = text("下步工作", LONGEST, rows=2)
    remark = text("备注", LONGEST, rows=2)
    conditions = forms.MultipleChoiceField(
        label="适用的情形", choices=Condition.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="没勾的情形，相应的节点和关口不要求",
    )  # fmt: skip
    version = forms.IntegerField(
        label="页面", required=False, widget=forms.HiddenInput,
        error_messages={"required": "不知道您看到的是哪一版，请回到项目页重新打开再改"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, user: User, zone_id: int, project: Project | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].required = project is not None  # an edit is guarded, a new record cannot be
        rows = Project.objects.visible_to(user).filter(zone_id=zone_id, halt=Halt.NONE)
        self.others = rows.exclude(pk=project.pk) if project else rows
        if project and project.is_group:
            del self.fields["parent"], self.fields["total_wan"]
        else:
            self.fields["parent"].widget.attrs |= {"list": "others", "autocomplete": "off"}

    def suggested(self) -> list[str]:
        """Return names to offer for 属于哪个项目: the groups first."""
        if "parent" not in self.fields:
            return []
        return list(self.others.order_by("-is_group", "-pk").values_list("name", flat=True)[:SUGGESTED])

    def clean_parent(self) -> Project | None:
        """Find the one project meant: by its whole name, else by a part only it has."""
        told = self.cleaned_data["parent"]
        key = name_key(told)
        if not key:
            return None
        exact = self.others.filter(name_norm=key).first()
        found = [exact] if exact else list(self.others.filter(name_norm__contains=key)[: FOUND + 1])
        if not found:
            raise forms.ValidationError(f"本区没有名称里带“{told}”的项目；不分期的项目这里不用填")
        if len(found) > 1:
            names = "；".join(one.name for one in found[:FOUND])
            raise forms.ValidationError(
                f"有几个项目都像：{names}{'……' if len(found) > FOUND else ''}。请把名称填全"
            )
        return found[0]

    def facts(self) -> dict[str, Any]:
        """Return the facts without what steers the deed."""
        return {key: one for key, one in self.cleaned_data.items() if key not in ("parent", "version")}


def of_project(project: Project) -> dict[str, Any]:
    """Return a project's facts as the form shows them."""
    names = [name for name in ProjectForm.base_fields if name not in ("version", "parent")]
    parent = project.parent.name if project.parent else ""
    return {name: getattr(project, name) for name in names} | {"version": project.version, "parent": parent}


class StageForm(forms.Form):
    """The step to the next stage, or the record of one reached."""

    to = forms.ChoiceField(label="进入阶段")
    on = past_date("哪天进入的")
    reason = text("补录依据", 200, help_text="资料齐了不用填；已经发生、资料不齐的，写明依据，例如“7 月台账”")

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "stage_%s"} | kwargs)
        place = stages.place(project.kind, project.stage)
        chain = stages.CHAINS[project.kind]
        self.behind = {one.code for one in chain[:place]}
        choose(self, "to", [(one.code, one.word) for one in chain[place + 1 :]])

    @classmethod
    def posted(cls, project: Project, data: Any) -> StageForm:
        """Return what was sent: a stage behind is a correction, and needs no day."""
        form = cls(project, data)
        if data.get("to") in form.behind:
            choose(form, "to", [(one.code, one.word) for one in stages.CHAINS[project.kind]])
            form.fields["on"].required = False
        return form


class CorrectForm(forms.Form):
    """Back to a stage behind, when a project was moved on by mistake."""

    to = forms.ChoiceField(label="退回到")
    reason = text("原因", 200, required=True)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "correct_%s"} | kwargs)
        place = stages.place(project.kind, project.stage)
        behind = stages.CHAINS[project.kind][:place]
        choose(self, "to", [(one.code, one.word) for one in reversed(behind)])


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
    field.choices = choices


class HaltForm(forms.Form):
    """暂停, 终止 or 恢复, with the reason: only what can be done now is offered."""

    state = forms.ChoiceField(
        label="推进状态", choices=[(Halt.PAUSED, "暂停"), (Halt.TERMINATED, "终止"), ("resume", "恢复推进")]
    )
    reason = text("原因", 500, required=True)

    @classmethod
    def blank(cls, project: Project) -> HaltForm:
        """Return the form for a project as it stands."""
        form = cls(auto_id="halt_%s")
        ways = [(Halt.PAUSED.value, "暂停"), (Halt.TERMINATED.value, "终止")]
        left = [(code, word) for code, word in ways if code != project.halt]
        choose(form, "state", [("resume", "恢复推进"), *left] if project.halt else left)
        return form


class AssignForm(forms.Form):
    """Who answers for the project."""

    role = forms.ChoiceField(label="角色", choices=Assignment.Role.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", required=False, empty_label="—")
    user = forms.ModelChoiceField(
        User.objects.none(), label="本区人员", required=False, empty_label="—",
        help_text="选了的人登录后就能看到这个项目",
    )  # fmt: skip
    task_force = forms.ModelChoiceField(
        TaskForce.objects.none(), label="专班", required=False, empty_label="—"
    )
    person = text("姓名", 60, help_text="不在系统里的人，直接写姓名")
    phone = text("电话", 60)

    def __init__(self, zone_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "assign_%s", "initial": {"role": "lead"}} | kwargs)
        people = User.objects.filter(is_active=True, memberships__zone_id=zone_id).exclude(
            memberships__role="enterprise"
        )
        teams = TaskForce.objects.filter(zone_id=zone_id).order_by("name")
        named(self, "unit", Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("name"))
        named(self, "user", people.distinct().order_by("name", "pk"))
        named(self, "task_force", teams)
        if not teams:
            del self.fields["task_force"]


def named(form: forms.Form, name: str, rows: Any) -> None:
    """Offer records by their names."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
    field.queryset = rows
    field.label_from_instance = lambda obj: str(obj.name)  # type: ignore[method-assign]


class SiteForm(forms.Form):
    """工程形象: stage words and percent."""

    words = text("现在到哪一步", LONGEST, required=True, rows=2)
    percent = forms.DecimalField(
        label="完成百分比", min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2,
        required=False,
    )  # fmt: skip
    on = past_date("现场日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "site_%s"} | kwargs)


class AmountForm(forms.Form):
    """An amount and the paper that names it."""

    kind = forms.ChoiceField(label="哪种金额", choices=Amount.Kind.choices)
    amount_wan = wan("金额", required=True, help_text="也可以写 1.2亿")
    on = past_date("文件日期", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "amount_%s"} | kwargs)


class CodeForm(forms.Form):
    """A 项目代码, new or in place of one in use."""

    code = text("项目代码", 40, required=True, help_text="24 位，例如 2306-330881-04-01-123456")
    on = past_date("赋码日期", required=False)
    replaces = forms.ModelChoiceField(
        ProjectCode.objects.none(), label="换掉哪个代码", required=False, empty_label="不换，另加一个",
        help_text="变更备案换了新代码时选；旧代码留在历史里",
    )  # fmt: skip

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "code_%s"} | kwargs)
        field = self.fields["replaces"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = project.codes.filter(valid_to__isnull=True).order_by("pk")
        field.label_from_instance = lambda obj: str(obj.code)  # type: ignore[method-assign]
        if not field.queryset:
            del self.fields["replaces"]


class ListingForm(forms.Form):
    """A year's list and how the project stands on it."""

    name = text("名录", 60, required=True, help_text="例如 年度清单、省重点、千项万亿")
    year = forms.IntegerField(label="年度", min_value=bounds.FIRST_YEAR, max_value=bounds.LAST_YEAR)
    nature = forms.ChoiceField(label="建设性质", choices=NATURES, required=False)
    planned_new = forms.BooleanField(label="当年计划新开工（算进开工率的分母）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "list_%s"} | kwargs)
        self.fields["name"].widget.attrs["list"] = "listings"


class PaperForm(forms.Form):
    """One paper a node asks for, with its file."""

    node = text("节点", 20, required=True)
    name = text("资料", 120, required=True)
    file = forms.FileField(label="文件", error_messages={
        "required": "没有收到文件，请先选一个文件再交", "empty": "这个文件是空的，请重选一个",
    })  # fmt: skip


class DecisionForm(forms.Form):
    """Accept, or send back with a note."""

    accept = forms.BooleanField(label="审过", required=False)
    note = text("退回原因", 200)
