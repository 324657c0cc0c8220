"""Forms of what stands around a report: composition, vouchers, funds, registration, closing, rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from greenlight.investment import actions
from greenlight.investment.actions import composing
from greenlight.investment.actions.proving import Paper, Proves
from greenlight.investment.forms import money
from greenlight.investment.models import Fund, FundEntry, StatRegistration, Voucher
from greenlight.kernel.composition import PART_WORDS, Parts
from greenlight.kernel.crosschecks import MoneyRule, limits_told
from greenlight.projects.models import Project

DAY = {"type": "date"}
LIMIT: dict[str, Any] = {"max_digits": 18, "decimal_places": 4}
REASON: dict[str, Any] = {"max_length": actions.LONGEST_REASON, "required": False}
WHOLE = (("", "累计完成（整笔）"), *PART_WORDS.items())


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return a day as the browser asks for one."""
    widget = forms.DateInput(DAY, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def as_typed(amount: Decimal) -> str:
    """Write an amount the way it would be typed: 500, not 500.0000."""
    return f"{amount.normalize():f}"


class Versioned(forms.Form):
    """A form that carries the version of the project it was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CompositionForm(Versioned):
    """What the cumulative amount of a month consists of."""

    construction = money("建筑工程（万元）")
    installation = money("安装工程（万元）")
    equipment = money("设备工器具购置（万元）")
    other = money("其他费用（万元）")
    land = money("其中：土地购置费（万元）", required=False)
    old_buildings = money("其中：旧建筑物购置费（万元）", required=False)
    reason = forms.CharField(label="原因", help_text="合计对不上累计完成时必填", **REASON)

    @property
    def parts(self) -> Parts:
        """Return what was filled in."""
        own = self.cleaned_data
        return Parts(*(own.get(name) or Decimal(0) for name in composing.WORDS))


class SharesForm(Versioned):
    """What a voucher proves: rows of month, part and share; an empty row is none."""

    rows_shown = 4
    reason = forms.CharField(label="原因", help_text="分摊合计超过凭证金额时必填", **REASON)

    def __init__(
        self, *args: Any, project: Project, amount_wan: Decimal | None = None,
        shares: tuple[Proves, ...] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        self.amount_wan = amount_wan
        super().__init__(*args, **kwargs)
        months = reported_months(project)
        self.lines = range(max(self.rows_shown, len(shares) + 2))
        for n in self.lines:
            held = shares[n] if n < len(shares) else None
            self._line(n, months, held)
        self.order_fields(
            [*(f"{name}_{n}" for n in self.lines for name in ("month", "part", "share")), "reason"]
        )

    def _line(self, n: int, months: list[tuple[str, str]], held: Proves | None) -> None:
        month = f"{held.year}-{held.month:02d}" if held else ""
        offered = months if not held or month in dict(months) else [*months, (month, month)]
        self.fields[f"month_{n}"] = forms.ChoiceField(
            label="佐证哪个月的数", choices=[("", "不填"), *offered], required=False, initial=month
        )
        self.fields[f"part_{n}"] = forms.ChoiceField(
            label="哪一项", choices=WHOLE, required=False, initial=held.part if held else ""
        )
        self.fields[f"share_{n}"] = money("佐证多少（万元）", required=False)
        self.fields[f"share_{n}"].initial = held.amount_wan if held else None

    @property
    def table(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the rows as the page draws them."""
        return [tuple(self[f"{name}_{n}"] for name in ("month", "part", "share")) for n in self.lines]

    @property
    def shares(self) -> tuple[Proves, ...]:
        """Return the rows that were filled in; a single row without an amount proves the whole voucher."""
        own = self.cleaned_data
        found = []
        for n in self.lines:
            month, amount = own.get(f"month_{n}"), own.get(f"share_{n}")
            if month:
                whole = amount if amount is not None else (self.whole or Decimal(0))
                found.append(Proves(int(month[:4]), int(month[5:]), whole, own.get(f"part_{n}") or ""))
        return tuple(found)

    @property
    def whole(self) -> Decimal | None:
        """Return the amount of the voucher."""
        return self.amount_wan

    def clean(self) -> dict[str, Any]:
        """See that a share has its month."""
        own = super().clean() or self.cleaned_data
        for n in self.lines:
            if own.get(f"share_{n}") and not own.get(f"month_{n}"):
                self.add_error(f"month_{n}", "请选这笔钱佐证哪个月的数。")
        return own


class VoucherForm(SharesForm):
    """A voucher with its file and the first figure it proves."""

    rows_shown = 1
    kind = forms.ChoiceField(label="凭证种类", choices=Voucher.Kind.choices)
    number = forms.CharField(label="编号", max_length=60, required=False)
    day = day_field("日期")
    amount = money("金额（万元）")
    party = forms.CharField(label="对方单位", max_length=120, required=False)
    sealed_owner = forms.BooleanField(label="建设单位已盖章", required=False)
    sealed_builder = forms.BooleanField(label="施工单位已盖章", required=False)
    sealed_supervisor = forms.BooleanField(label="监理单位已盖章", required=False)
    file = forms.FileField(label="扫描件或照片", required=False, help_text="PDF、图片或 Office 文件")
    note = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = range(1)
        for name in ("month_1", "part_1", "share_1"):
            self.fields.pop(name, None)
        self.fields["share_0"].help_text = "不填就是整张凭证；一张凭证佐证几个数，登记后再分"
        self.fields["reason"].help_text = "分摊合计超过凭证金额、编号或文件登记过、金额超过总投资时必填"
        self.order_fields([
            "kind", "number", "day", "amount", "party", "month_0", "part_0", "share_0", "sealed_owner",
            "sealed_builder", "sealed_supervisor", "file", "note", "reason",
        ])  # fmt: skip

    @property
    def whole(self) -> Decimal | None:
        """Return the amount typed."""
        return self.cleaned_data.get("amount")

    @property
    def paper(self) -> Paper:
        """Return the voucher as the deed takes it."""
        own = self.cleaned_data
        seals = (own["sealed_owner"], own["sealed_builder"], own["sealed_supervisor"])
        return Paper(own["kind"], own["day"], own["amount"], own["number"], own["party"], seals, own["note"])


def reported_months(project: Project) -> list[tuple[str, str]]:
    """Return the months a project has reported, newest first, as choices."""
    rows = project.investment_reports.filter(in_force=True).order_by("-year", "-month")
    told = dict.fromkeys(rows.values_list("year", "month"))
    return [(f"{year}-{month:02d}", f"{year} 年 1—{month} 月") for year, month in told]


class FundForm(Versioned):
    """A source of money."""

    source = forms.ChoiceField(label="来源", choices=Fund.Source.choices)
    name = forms.CharField(
        label="名称", max_length=80, required=False, help_text="专项债写批次，例如：2026 年第二批"
    )
    planned = money("计划金额（万元）")
    issued_on = day_field("发行日期", required=False, help_text="专项债必填：支出进度从发行次月算起")
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="比总投资还多时必填")


class BookForm(Versioned):
    """Money that came in or was spent."""

    kind = forms.ChoiceField(label="到位还是支出", choices=FundEntry.Kind.choices)
    day = day_field("日期")
    amount = money("金额（万元）", signed=True, help_text="冲减填负数")
    note = forms.CharField(label="说明", max_length=300, required=False)


class RegisterForm(Versioned):
    """入统: the day and code, or that it is not in yet."""

    on = day_field("入统日期", required=False, help_text="还没入统就空着，灯按开工后的月数亮")
    code = forms.CharField(label="统计代码", max_length=40, required=False)
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="更正已登记的日期时必填")

    @classmethod
    def blank(cls, project: Project, held: StatRegistration | None) -> RegisterForm:
        """Return the form of what is on record."""
        known = {"on": held.on, "code": held.code} if held else {}
        return cls(initial={"version": project.version} | known)


class ReasonForm(Versioned):
    """A reason, and nothing else."""

    reason = forms.CharField(label="原因", max_length=actions.LONGEST_REASON)


class CloseForm(forms.Form):
    """封账: the last month that takes no report any more."""

    month = forms.CharField(
        label="封到哪个月", widget=forms.DateInput({"type": "month"}), help_text="这个月和以前的月份不再收数"
    )
    reason = forms.CharField(label="说明", **REASON)

    def clean_month(self) -> tuple[int, int]:
        """Return year and month; (0, 0) when it is empty."""
        text = self.cleaned_data["month"]
        if not text:
            return (0, 0)
        year, _, month = text.partition("-")
        if not (year.isdecimal() and month.isdecimal() and len(text) <= 7 and 1 <= int(month) <= 12):
            raise forms.ValidationError("月份请写成 2026-06。")
        return int(year), int(month)


class OpenForm(CloseForm):
    """重新打开: an earlier month than before, or none for all of them."""

    month = forms.CharField(
        label="只封到哪个月", required=False, widget=forms.DateInput({"type": "month"}),
        help_text="空着就是全部打开",
    )  # fmt: skip
    reason = forms.CharField(
        label="打开的原因", max_length=actions.LONGEST_REASON, help_text="例如：统计局退回 6 月报表"
    )


class LimitForm(forms.Form):
    """The limits of a rule, since when they hold and where they come from."""

    def __init__(self, *args: Any, rule: MoneyRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, word, value, unit in limits_told(rule.code, rule.params):
            label = f"{word}（{unit}）" if unit else word
            self.fields[f"limit_{name}"] = forms.DecimalField(label=label, initial=value, **LIMIT)
        self.fields["valid_from"] = day_field("从哪天起", help_text="今天或以后；以前的核对结果不改")
        self.fields["reason"] = forms.CharField(
            label="依据", max_length=actions.LONGEST_REASON,
            help_text="文件、会议或谁定的，例如：区统计局 2026 年 8 月通知",
        )  # fmt: skip

    @property
    def params(self) -> dict[str, Decimal]:
        """Return the limits typed, by name."""
        own = self.cleaned_data
        return {name.removeprefix("limit_"): own[name] for name in own if name.startswith("limit_")}


class SwitchForm(forms.Form):
    """A rule about money, on or off."""

    code = forms.CharField(max_length=40)
    is_on = forms.BooleanField(required=False)
    reason = forms.CharField(label="依据", max_length=actions.LONGEST_REASON)
