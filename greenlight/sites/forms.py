"""Forms of the desk's pages: parts of the works, the fence, taking a log back."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from greenlight.base.refusals import Refused
from greenlight.sites.actions.arranging import LARGEST_M, LONGEST_NAME, MOST_PARTS, SMALLEST_M
from greenlight.sites.actions.checking import LONGEST, MOST_MACHINES, MOST_PEOPLE
from greenlight.sites.models import Fence, Part, SiteLog
from greenlight.sites.told import FenceTold, LogTold, PartTold

USUAL = ("桩基", "基础", "主体结构", "屋面外立面", "室外配套", "设备安装")
SPARE = 3
PAIR = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)\s*$")


def share(label: str) -> forms.DecimalField:
    """Return a field of per cent, 0-100."""
    told = dict.fromkeys(("min_value", "max_value", "invalid"), f"“{label}”应在 0 到 100 之间。")
    told |= dict.fromkeys(("max_digits", "max_decimal_places", "max_whole_digits"), told["invalid"])
    told["max_decimal_places"] = f"“{label}”最多两位小数。"
    return forms.DecimalField(
        label=f"{label}（%）", required=False, min_value=Decimal(0), max_value=Decimal(100), max_digits=5,
        decimal_places=2, error_messages=told,
    )  # fmt: skip


class FenceForm(forms.Form):
    """Point and radius, or a border of points."""

    lat = forms.FloatField(
        label="中心纬度", required=False, min_value=-90, max_value=90, help_text="例如 28.74100",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    lon = forms.FloatField(
        label="中心经度", required=False, min_value=-180, max_value=180, help_text="例如 118.62600",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    radius_m = forms.IntegerField(
        label="半径", required=False, min_value=SMALLEST_M, max_value=LARGEST_M, help_text="一般 200 到 500",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    border = forms.CharField(
        label="或者边界", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每行一个点：经度，纬度。填了边界就不看中心和半径。",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "fence_%s"} | kwargs)

    @classmethod
    def of(cls, fence: Fence | None) -> FenceForm:
        """Return the form as the fence stands."""
        if fence is None:
            return cls()
        if fence.polygon:
            return cls(initial={"border": "\n".join(f"{lon}，{lat}" for lon, lat in fence.polygon)})
        return cls(initial={"lat": fence.lat, "lon": fence.lon, "radius_m": fence.radius_m})

    def clean_border(self) -> tuple[tuple[float, float], ...]:
        """Read one point a line."""
        lines = [line for line in self.cleaned_data["border"].splitlines() if line.strip()]
        found = [PAIR.match(line) for line in lines]
        wrong = next((line for line, one in zip(lines, found, strict=True) if one is None), None)
        if wrong is not None:
            raise forms.ValidationError(f"“{wrong.strip()[:40]}”读不懂，请写成：118.62600，28.74100")
        return tuple((float(one[1]), float(one[2])) for one in found if one)

    def told(self) -> FenceTold | None:
        """Return what the form says; nothing at all takes the fence away."""
        own = self.cleaned_data
        if own["border"]:
            return FenceTold(polygon=own["border"])
        if own["lat"] is None and own["lon"] is None and own["radius_m"] is None:
            return None
        return FenceTold(own["lat"], own["lon"], own["radius_m"])


class PartsForm:
    """Rows of name and weight as typed; some spare ones at the end."""

    def __init__(self, rows: list[tuple[str, str]]) -> None:
        spare = max(SPARE, len(USUAL) - len(rows))
        self.rows = [*rows, *[("", "")] * min(spare, MOST_PARTS - len(rows))]
        self.usual = USUAL
        self.longest = LONGEST_NAME
        self.error = ""

    @classmethod
    def posted(cls, data: Any) -> PartsForm:
        """Return what was typed, rows without anything left out."""
        names, weights = data.getlist("name"), data.getlist("weight")
        pairs = [(name.strip(), weight.strip()) for name, weight in zip(names, weights, strict=False)]
        return cls([one for one in pairs if any(one)][: MOST_PARTS + 1])

    def told(self) -> list[PartTold]:
        """Return the parts; Refused for a weight that is no number."""
        return [PartTold(name, _weight(name, weight)) for name, weight in self.rows if name or weight]


def _weight(name: str, text: str) -> Decimal:
    try:
        return Decimal(text.rstrip("%％"))
    except InvalidOperation:
        raise Refused(f"部位“{name}”的权重“{text[:20]}”不是数，请填例如 20。", status=400) from None


class CorrectForm(forms.Form):
    """What a log says, to be put right: words, numbers, the per cent of every part or of the whole."""

    words = forms.CharField(
        label="到哪一步", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    percent = share("完成")
    workers = forms.IntegerField(label="工人", required=False, min_value=0, max_value=MOST_PEOPLE)
    machines = forms.IntegerField(label="机械", required=False, min_value=0, max_value=MOST_MACHINES)
    problem_kind = forms.ChoiceField(label="有没有问题", required=False, choices=SiteLog.Problem.choices)
    problem = forms.CharField(label="什么问题", required=False, max_length=LONGEST)
    reason = forms.CharField(
        label="低于上次的原因", required=False, max_length=LONGEST, help_text="百分比改低了才要写"
    )
    why = forms.CharField(label="为什么更正", max_length=LONGEST, help_text="例如：部位选错了")

    def __init__(self, log: SiteLog, *args: Any, **kwargs: Any) -> None:
        names = ("words", "percent", "workers", "machines", "problem_kind", "problem", "reason")
        told = {one.part_id: one.percent for one in log.parts.all()}
        initial = {name: getattr(log, name) for name in names}
        initial |= {f"part_{pk}": percent for pk, percent in told.items()}
        super().__init__(*args, **{"auto_id": "log_%s", "initial": initial} | kwargs)
        self.log = log
        self.parts = list(Part.objects.filter(project=log.project_id, in_force=True).order_by("seq"))
        if self.parts:
            del self.fields["percent"]
        for one in self.parts:
            self.fields[f"part_{one.pk}"] = share(f"{one.name}完成")
        if self.parts:
            self.order_fields(["words", *(f"part_{one.pk}" for one in self.parts)])

    def told(self) -> LogTold:
        """Return what the log is to say."""
        own = self.cleaned_data
        parts = {one.pk: own[f"part_{one.pk}"] for one in self.parts if own[f"part_{one.pk}"] is not None}
        return LogTold(
            self.log.client_uuid, self.log.day, own["words"], parts, own.get("percent"), own["workers"],
            own["machines"], own["problem_kind"], own["problem"], own["reason"],
        )  # fmt: skip
