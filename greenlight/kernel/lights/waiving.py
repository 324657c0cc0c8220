"""豁免: a reason somebody waived is told with its end and its reason, and does not colour."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from greenlight.kernel.lights.colours import Colour
from greenlight.kernel.lights.facts import WaiverFact
from greenlight.kernel.lights.reasons import Reason


def waived(reasons: Iterable[Reason], waivers: Sequence[WaiverFact], today: date) -> list[Reason]:
    """The reasons, those under a waiver in force turned grey; only yellow and red can be waived."""
    return [_waived(reason, waivers, today) for reason in reasons] if waivers else list(reasons)


def _waived(reason: Reason, waivers: Sequence[WaiverFact], today: date) -> Reason:
    if reason.colour < Colour.YELLOW:
        return reason
    own = [
        one for one in waivers
        if one.rule == reason.rule and one.about in ("", reason.about) and today <= one.until
    ]  # fmt: skip
    if not own:
        return reason
    last = max(own, key=lambda one: one.until)
    told = {
        "waived_until": last.until.isoformat(),
        "waived_why": last.reason,
        "waived_colour": reason.colour.code,
    }
    return replace(reason, colour=Colour.GREY, numbers={**reason.numbers, **told}, since=None)
