"""The deeds of an order's page: which are offered to whom, each with its form and its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form

from greenlight.base.journal import By
from greenlight.base.models import File
from greenlight.kernel.orders import Kind
from greenlight.people.models import User
from greenlight.supervision import actions, forms, may
from greenlight.supervision.models import Order

Do = Callable[[By, Order, dict[str, Any], Sequence[File]], Any]
UNIT, RAISER = "unit", "raiser"


@dataclass(frozen=True)
class Act:
    """One deed: its address, what it leads to, whose it is, its form, its button and what is told after."""

    name: str
    kind: Kind
    side: str
    form: type[Form]
    label: str
    told: str
    do: Do
    no: str = ""  # the label of the other button, where there are two

    def may(self, user: User, order: Order) -> bool:
        """Tell whether a person may do it on an order."""
        return may.act(user, order) if self.side == UNIT else may.decide(user, order)

    def is_ones_own(self, user: User, order: Order) -> bool:
        """Tell whether it waits for the person: what a clerk may only write down for the unit does not."""
        return self.may(user, order) and not (self.side == UNIT and may.stands_in(user, order))

    @property
    def takes_files(self) -> bool:
        """Tell whether files come with it."""
        return "papers" in self.form.base_fields


def _closing(by: By, order: Order, own: dict[str, Any]) -> Any:
    if own["verdict"] == "yes":
        return actions.confirm(by=by, order=order, note=own["reason"])
    return actions.send_back(by=by, order=order, reason=own["reason"])


# In the order in which they are offered: the first that fits is the primary one.
ACTS = (
    Act("receive", Kind.RECEIVED, UNIT, forms.EmptyForm, "签收", "已签收，请在答复期限内报整改计划",
        lambda by, order, own, files: actions.receive(by=by, order=order)),
    Act("plan", Kind.PLAN, UNIT, forms.PlanForm, "报整改计划", "整改计划已报，等批",
        lambda by, order, own, files: actions.hand_in_plan(
            by=by, order=order, words=own["words"], day=own["day"], steps=own["steps"].splitlines(),
            files=files)),
    Act("closing", Kind.CLOSED_ASKED, UNIT, forms.ClosingForm, "申请销号", "已申请销号，等确认",
        lambda by, order, own, files: actions.ask_closing(
            by=by, order=order, words=own["words"], files=files)),
    Act("progress", Kind.PROGRESS, UNIT, forms.ProgressForm, "报进展", "进展已报",
        lambda by, order, own, files: actions.report_progress(
            by=by, order=order, words=own["words"], files=files)),
    Act("extend", Kind.EXTENDED_ASKED, UNIT, forms.ExtensionForm, "申请延期", "延期申请已交，批准前按原期限",
        lambda by, order, own, files: actions.ask_extension(
            by=by, order=order, until=own["day"], reason=own["reason"])),
    Act("decide_plan", Kind.PLAN_APPROVED, RAISER, forms.DecisionForm, "同意整改计划", "整改计划已批复",
        lambda by, order, own, files: actions.decide_plan(
            by=by, order=order, approve=own["verdict"] == "yes", reason=own["reason"]), "退回重报"),
    Act("confirm", Kind.CLOSED, RAISER, forms.DecisionForm, "同意销号", "销号申请已批复",
        lambda by, order, own, files: _closing(by, order, own), "没办好，退回"),
    Act("decide_extension", Kind.EXTENDED, RAISER, forms.DecisionForm, "同意延期", "延期申请已批复",
        lambda by, order, own, files: actions.decide_extension(
            by=by, order=order, approve=own["verdict"] == "yes", reason=own["reason"]), "不同意延期"),
    Act("talk", Kind.TALKED, RAISER, forms.TalkForm, "记一次约谈", "约谈已记下",
        lambda by, order, own, files: actions.record_talk(by=by, order=order, words=own["words"])),
    Act("withdraw", Kind.WITHDRAWN, RAISER, forms.WithdrawForm, "撤销督办单", "督办单已撤销，编号不再用",
        lambda by, order, own, files: actions.withdraw(by=by, order=order, reason=own["reason"])),
)  # fmt: skip
BY_NAME = {one.name: one for one in ACTS}
NEVER_FIRST = frozenset({"talk", "withdraw", "extend"})


@dataclass(frozen=True)
class Offer:
    """A deed as it is offered on the page."""

    act: Act
    form: Form
    primary: bool
    open: bool = False


def offers(user: User, order: Order, failed: tuple[str, Form] | None = None) -> list[Offer]:
    """Return the deeds a person can do now, the next one first and marked; one that failed stays open."""
    can = [one for one in ACTS if order.standing.follows(one.kind) and one.may(user, order)]
    first = next(
        (one.name for one in can if one.name not in NEVER_FIRST and one.is_ones_own(user, order)), ""
    )
    name, form = failed or ("", None)
    return [
        Offer(
            one, form if form is not None and one.name == name else forms.blank(one.form, order, one.name),
            one.name == first, one.name == name,
        )
        for one in can
    ]  # fmt: skip


def next_of(user: User, order: Order) -> str:
    """Return the label of the next deed a person has to do, empty when it is another's turn."""
    can = [one for one in ACTS if one.name not in NEVER_FIRST and order.standing.follows(one.kind)]
    return next((one.label for one in can if one.is_ones_own(user, order)), "")
