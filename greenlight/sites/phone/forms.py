"""What a phone says, read and checked field by field, so that a refusal stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from greenlight.sites.facts import PartNow
from greenlight.sites.models import SiteLog
from greenlight.sites.told import LogTold, PhotoTold

LONGEST = 500
MOST_PEOPLE, MOST_MACHINES = 20_000, 5_000
WHOLE_NUMBER = {
    "invalid": "请填整数，例如 46。",
    "max_value": "太大了，最多 %(limit_value)s。",
    "min_value": "不能是负数。",
}
LOWER = "{} 比上次（{}%）低了，请写一句为什么，例如“返工”“上次估高了”。"


def number(label: str, most: int) -> forms.IntegerField:
    """Return a field that counts people or machines."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, error_messages=WHOLE_NUMBER
    )


def percent(label: str) -> forms.DecimalField:
    """Return a field for 0 to 100 per cent."""
    told = dict.fromkeys(("min_value", "max_value", "invalid"), f"“{label}”的百分比应在 0 到 100 之间。")
    told |= dict.fromkeys(("max_digits", "max_decimal_places"), f"“{label}”的百分比最多两位小数。")
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, decimal_places=2, error_messages=told
    )


class LogForm(forms.Form):
    """One day on one site. `part` are the chosen parts, `percent-<id>` how far each is."""

    uuid = forms.UUIDField()
    day = forms.DateField(error_messages={"invalid": "日期不对，请刷新页面重新记。"})
    written_at = forms.DateTimeField(required=False)
    words = forms.CharField(label="干到哪了", required=False, max_length=LONGEST)
    percent = percent("总体")
    workers = number("工人", MOST_PEOPLE)
    machines = number("机械", MOST_MACHINES)
    problem_kind = forms.ChoiceField(label="问题", required=False, choices=SiteLog.Problem.choices)
    problem = forms.CharField(label="问题", required=False, max_length=LONGEST)
    stuck_with = forms.CharField(label="卡在谁那里", required=False, max_length=60)
    reason = forms.CharField(label="为什么低了", required=False, max_length=LONGEST)
    lat = forms.FloatField(required=False)
    lon = forms.FloatField(required=False)

    def __init__(
        self, *args: Any, parts: Iterable[PartNow] = (), last: Decimal | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.last = last  # of the whole, as logs told it
        self.parts = list(parts)
        self.fields["phrase"] = forms.MultipleChoiceField(required=False, choices=self._phrases())
        self.fields["part"] = forms.MultipleChoiceField(
            required=False, choices=[(str(one.part.pk), one.part.name) for one in self.parts],
            error_messages={"invalid_choice": "部位已经改过，请刷新后重新选。"},
        )  # fmt: skip
        for one in self.parts:
            self.fields[f"percent-{one.part.pk}"] = percent(one.part.name)

    def _phrases(self) -> list[tuple[str, str]]:
        """Phrases are words: whatever the page offered is taken."""
        own = self.data.getlist("phrase") if hasattr(self.data, "getlist") else []
        return [(one, one) for one in own]

    def clean(self) -> dict[str, Any]:
        """See that there is something to send, that it fits, and that a lower per cent has its reason."""
        own = super().clean() or self.cleaned_data
        if len(self.said()) > LONGEST:
            self.add_error("words", f"太长了，最多 {LONGEST} 个字。")
        if len(self.trouble()) > LONGEST:
            self.add_error("problem", f"太长了，最多 {LONGEST} 个字。")
        if not own.get("reason") and not self.errors and (said := self._lower()):
            self.add_error("reason", said)
        return own

    def _lower(self) -> str:
        told = self.told_parts()
        for one in self.parts:
            if one.percent is not None and told.get(one.part.pk, Decimal(100)) < one.percent:
                return LOWER.format(f"“{one.part.name}”", f"{one.percent.normalize():f}")
        whole = self.cleaned_data.get("percent")
        if not self.parts and whole is not None and self.last is not None and whole < self.last:
            return LOWER.format("完成", f"{self.last.normalize():f}")
        return ""

    def told_parts(self) -> dict[int, Decimal]:
        """Return the per cent of the chosen parts."""
        own = self.cleaned_data
        given = {int(pk): own.get(f"percent-{pk}") for pk in own.get("part", [])}
        return {pk: value for pk, value in given.items() if value is not None}

    def said(self) -> str:
        """Return the phrases and what was written, in one line."""
        said = [*self.cleaned_data.get("phrase", []), self.cleaned_data.get("words", "").strip()]
        return "，".join(dict.fromkeys(one for one in said if one))

    def trouble(self) -> str:
        """Return the problem with whom it is stuck."""
        own = self.cleaned_data
        if not own.get("problem_kind"):
            return ""
        whom = own.get("stuck_with", "").strip()
        return "；".join(
            one for one in (own.get("problem", "").strip(), f"卡在{whom}" if whom else "") if one
        )

    def told(self) -> LogTold:
        """Return what the deed takes."""
        own = self.cleaned_data
        same = ("day", "workers", "machines", "reason", "lat", "lon", "written_at")
        return LogTold(
            client_uuid=own["uuid"], words=self.said(), parts=self.told_parts(),
            percent=None if self.parts else own["percent"], problem_kind=own["problem_kind"],
            problem=self.trouble(), **{name: own[name] for name in same},
        )  # fmt: skip


class PhotoForm(forms.Form):
    """A photo and what the phone knows of it; nonsense in these fields is as good as nothing."""

    uuid = forms.UUIDField()
    taken_at = forms.DateTimeField(required=False)
    lat = forms.FloatField(required=False)
    lon = forms.FloatField(required=False)
    accuracy_m = forms.FloatField(required=False)
    is_original = forms.BooleanField(required=False)

    def told(self) -> PhotoTold:
        """Return what the deed takes; call it after is_valid."""
        own = self.cleaned_data
        same = ("taken_at", "lat", "lon", "accuracy_m")
        return PhotoTold(
            client_uuid=own["uuid"], is_original=own.get("is_original", False),
            **{name: own.get(name) for name in same},
        )  # fmt: skip
