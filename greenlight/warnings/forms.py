"""Forms of nudges and rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q

from greenlight.kernel import lights
from greenlight.people.models import Unit, Zone
from greenlight.plans.models import Milestone
from greenlight.projects.models import Project
from greenlight.warnings import packs
from greenlight.warnings.actions.nudging import FURTHEST, LONGEST_MESSAGE
from greenlight.warnings.actions.waiving import LONGEST_REASON, furthest
from greenlight.warnings.models import Rule
from greenlight.warnings.models import Warning as Held

DAY_INPUT = {"type": "date"}
MONTH = timedelta(days=30)


class Named(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit or milestone by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name."""
        return str(obj.name)


class NudgeForm(forms.Form):
    """催办 to a unit of the zone."""

    unit = Named(label="催办谁", queryset=Unit.objects.none(), empty_label="请选单位")
    milestone = Named(
        label="哪个节点", queryset=Milestone.objects.none(), required=False, empty_label="不指定"
    )
    answer_by = forms.DateField(label="请在哪天前答复", widget=forms.DateInput(DAY_INPUT, format="%Y-%m-%d"))
    message = forms.CharField(
        label="要对方办什么", max_length=LONGEST_MESSAGE, widget=forms.Textarea({"rows": 2}),
        help_text="例如：请说明施工许可证为何没核发，何时能办好",
    )  # fmt: skip

    def __init__(self, *args: Any, project: Project, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "nudge_%s"} | kwargs)
        open_units = Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=day)
        units = Unit.objects.filter(open_units, zone_id=project.zone_id).order_by("name")
        ahead = Milestone.objects.filter(project=project, in_plan=True, done_on__isnull=True)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["milestone"].queryset = ahead.order_by("seq")  # type: ignore[attr-defined]
        last = day + FURTHEST
        self.fields["answer_by"].validators += [
            MinValueValidator(day, f"答复日期不能早于今天 {day}。"),
            MaxValueValidator(last, f"答复日期最晚 {last}。"),
        ]

    @classmethod
    def blank(cls, project: Project, day: date, unit_id: int | None) -> NudgeForm:
        """Return the form as it stands on the page: the unit that must act, a week to answer."""
        initial = {"unit": unit_id, "answer_by": day + timedelta(days=7)}
        return cls(project=project, day=day, initial=initial)


class AnswerForm(forms.Form):
    """The answer to a nudge."""

    answer = forms.CharField(label="答复", max_length=LONGEST_MESSAGE, widget=forms.Textarea({"rows": 2}))


class WaiveForm(forms.Form):
    """豁免 of one warning until a day."""

    rule = forms.CharField(max_length=60, widget=forms.HiddenInput)
    about = forms.CharField(max_length=30, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    until = forms.DateField(label="豁免到哪天", widget=forms.DateInput(DAY_INPUT, format="%Y-%m-%d"))
    reason = forms.CharField(
        label="理由", max_length=LONGEST_REASON, help_text="例如：主任办公会 2026 年第 3 次会议同意"
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "waive_%s"} | kwargs)
        last = furthest(day)
        self.fields["until"].validators += [
            MinValueValidator(day, f"豁免截止日不能早于今天 {day}。"),
            MaxValueValidator(last, f"豁免最长一年，到 {last}。"),
        ]

    @classmethod
    def blank(cls, held: Held, version: int, day: date) -> WaiveForm:
        """Return the form under one warning: a month to go."""
        initial = {"rule": held.rule, "about": held.about, "version": version, "until": day + MONTH}
        return cls(day=day, auto_id=f"waive_{held.pk}_%s", initial=initial)


class PacksForm(forms.Form):
    """Which packs judge a zone from a day on."""

    packs = forms.MultipleChoiceField(
        label="规则包", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少要选一个规则包，不然所有的灯都是灰的。"},
    )  # fmt: skip
    valid_from = forms.DateField(label="起用日期", widget=forms.DateInput(DAY_INPUT, format="%Y-%m-%d"))
    why = forms.CharField(
        label="依据", max_length=300, help_text="例如：管委会 2026 年第 3 次主任办公会纪要",
        error_messages={"required": "换规则包要写依据，例如：管委会 2026 年第 3 次主任办公会纪要。"},
    )  # fmt: skip

    def __init__(self, *args: Any, zone: Zone, day: date, trial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "packs_%s"} | kwargs)
        self.fields["why"].required = not trial  # a trial changes nothing: it needs no paper
        choices = [(pack.code, pack.name) for pack in packs.for_zone(zone.pk)]
        self.fields["packs"].choices = choices  # type: ignore[attr-defined]
        self.fields["valid_from"].validators += _from(day)


class RuleForm(forms.Form):
    """The thresholds of one rule: its fields are what the kind of rule needs."""

    is_on = forms.BooleanField(label="启用这条规则", required=False)
    valid_from = forms.DateField(label="起用日期", widget=forms.DateInput(DAY_INPUT, format="%Y-%m-%d"))
    why = forms.CharField(
        label="依据", max_length=300, help_text="例如：管委会 2026 年第 3 次主任办公会纪要",
        error_messages={"required": "改界限要写依据，例如：管委会 2026 年第 3 次主任办公会纪要。"},
    )  # fmt: skip

    def __init__(self, *args: Any, rule: Rule, day: date, trial: bool = False, **kwargs: Any) -> None:
        self.rule = rule
        super().__init__(*args, **{"auto_id": "rule_%s"} | kwargs)
        self.fields["why"].required = not trial
        kind = lights.KINDS[rule.kind]
        thresholds = {
            name: forms.DecimalField(
                label=label, required=name in kind.needs, min_value=0, max_value=10_000,
                decimal_places=0 if kind.whole else 2, initial=rule.params.get(name),
            )
            for name, label in (kind.needs | kind.may).items()
        }  # fmt: skip
        self.fields = thresholds | self.fields  # thresholds first
        self.names = list(thresholds)
        self.fields["valid_from"].validators += _from(day)

    @classmethod
    def blank(cls, rule: Rule, day: date) -> RuleForm:
        """Return the form as the rule stands."""
        return cls(rule=rule, day=day, initial={**rule.params, "is_on": rule.is_on, "valid_from": day})

    @property
    def params(self) -> dict[str, str]:
        """Return the thresholds filled in, as plain text."""
        given = {name: self.cleaned_data.get(name) for name in self.names}
        return {name: format(value, "f") for name, value in given.items() if value is not None}

    def clean(self) -> dict[str, Any]:
        """Ask the kernel whether the thresholds fit together."""
        own = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                packs.checked_params(self.rule, self.params, own["valid_from"])
            except lights.BadRulePack as fault:
                self.add_error(self.names[0] if self.names else None, f"{fault.why}，请改。")
        return own


def _from(day: date) -> list[Any]:
    last = day + timedelta(days=730)
    return [
        MinValueValidator(day, f"起用日期不能早于今天 {day}：过去的灯不改。"),
        MaxValueValidator(last, f"起用日期最晚 {last}。"),
    ]
