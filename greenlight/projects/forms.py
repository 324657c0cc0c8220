"""Forms of room projects: what a clerk types, checked for shape; the deeds check the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from greenlight.kernel import stages
from greenlight.people.models import Unit
from greenlight.projects.actions.record import MOST_WAN
from greenlight.projects.models import Assignment, Halt, Kind, Nature, Project

CONDITIONS = (
    ("new_land", "需要新增建设用地"),
    ("civil_works", "有土建工程"),
    ("energy_ge_1000tce", "年综合能耗 1000 吨标煤以上"),
    ("chemical", "化工或危化项目"),
    ("bond", "用专项债"),
)
LONGEST = 2000


def text(label: str, length: int, *, required: bool = False, rows: int = 0) -> forms.CharField:
    """Return a text field bounded as the database column is."""
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class ProjectForm(forms.Form):
    """A project's plain facts."""

    kind = forms.ChoiceField(label="项目类别", choices=Kind.choices)
    name = text("项目名称", 200, required=True)
    nature = forms.ChoiceField(label="建设性质", choices=[("", "未定"), *Nature.choices], required=False)
    total_wan = forms.DecimalField(
        label="总投资",
        min_value=Decimal(0),
        max_value=MOST_WAN,
        max_digits=18,
        decimal_places=4,
        required=False,
    )
    land_area_mu = forms.DecimalField(
        label="用地面积", min_value=Decimal(0), max_digits=12, decimal_places=4, required=False
    )
    industry = text("行业", 120)
    location = text("建设地点", 200)
    scale = text("主要建设内容及规模", LONGEST, rows=3)
    issue = text("存在问题", LONGEST, rows=2)
    next_step = text("下步工作", LONGEST, rows=2)
    remark = text("备注", LONGEST, rows=2)
    conditions = forms.MultipleChoiceField(
        label="适用的情形", choices=CONDITIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """Return the facts without what steers the deed."""
        return {key: one for key, one in self.cleaned_data.items() if key not in ("kind", "version")}


def of_project(project: Project) -> dict[str, Any]:
    """Return a project's facts as the form shows them."""
    names = [name for name in ProjectForm.base_fields if name != "version"]
    return {name: getattr(project, name) for name in names} | {"version": project.version}


class StageForm(forms.Form):
    """The step to the next stage, or the record of one reached."""

    to = forms.ChoiceField(label="进入阶段")
    on = forms.DateField(label="日期", widget=forms.DateInput({"type": "date"}))
    reason = text("补录依据（不齐资料时必填）", 200)

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = stages.place(project.kind, project.stage)
        ahead = stages.CHAINS[project.kind][place + 1 :]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(one.code, one.word) for one in ahead]


class HaltForm(forms.Form):
    """暂停, 终止 or 恢复, with the reason."""

    state = forms.ChoiceField(
        label="推进状态", choices=[(Halt.PAUSED, "暂停"), (Halt.TERMINATED, "终止"), ("resume", "恢复推进")]
    )
    reason = text("原因", 500, required=True)


class AssignForm(forms.Form):
    """Who answers for the project."""

    role = forms.ChoiceField(label="角色", choices=Assignment.Role.choices)
    unit = forms.ModelChoiceField(Unit.objects.none(), label="单位", required=False)
    person = text("姓名", 60)
    phone = text("电话", 60)

    def __init__(self, zone_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        field.queryset = Unit.objects.filter(zone_id=zone_id, dissolved_on__isnull=True).order_by("name")
        field.label_from_instance = lambda obj: str(obj.name)  # type: ignore[method-assign,assignment]


class SiteForm(forms.Form):
    """工程形象: stage words and percent."""

    words = text("形象进度", LONGEST, required=True, rows=2)
    percent = forms.DecimalField(
        label="完成百分比", min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2,
        required=False,
    )  # fmt: skip
    on = forms.DateField(label="现场日期", widget=forms.DateInput({"type": "date"}))


class NodeForm(forms.Form):
    """One node of the library as a zone edits it."""

    name = text("节点", 120, required=True)
    department = text("责任部门", 200)
    duration = forms.IntegerField(label="工期（天）", min_value=0, max_value=3650)
    clock = forms.ChoiceField(label="按", choices=[("workday", "工作日"), ("calendar", "自然日")])
    condition = forms.ChoiceField(label="适用情形", choices=[("always", "总是"), *CONDITIONS])
    evidence = text("印证资料（用、分开）", 500)
    is_gate = forms.BooleanField(label="是关口（资料不齐不能过）", required=False)

    def papers(self) -> list[str]:
        """Return the papers, one by one."""
        return [one.strip() for one in self.cleaned_data["evidence"].split("、") if one.strip()]
