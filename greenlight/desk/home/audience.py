"""Who reads the first page, and which blocks answer their question, the most urgent first."""

from __future__ import annotations

from enum import StrEnum

from greenlight.people.models import User


class Audience(StrEnum):
    """The readers of DESIGN §1, by the question they come with."""

    LEADER = "leader"  # which lights are red, since when, why, who must act, what if nobody does
    CLERK = "clerk"  # drop the Excel in, see what changed, get the table out
    UNIT = "unit"  # what is on my unit's clock, most urgent first
    LIAISON = "liaison"  # what is due this week, what to photograph, what is stuck and with whom
    INSPECTOR = "inspector"  # what is red and nobody was asked about, what was done
    ENTERPRISE = "enterprise"  # where my project stands and what is asked of me
    KEEPER = "keeper"  # the system administrator: is the zone set up


# The first role somebody holds in this order decides; who leads and edits came to decide first.
ORDER = (
    ("leader", Audience.LEADER), ("clerk", Audience.CLERK), ("liaison", Audience.LIAISON),
    ("task_force", Audience.LIAISON), ("grid_officer", Audience.LIAISON), ("unit_handler", Audience.UNIT),
    ("inspector", Audience.INSPECTOR), ("city", Audience.LEADER), ("enterprise", Audience.ENTERPRISE),
)  # fmt: skip
BLOCKS: dict[Audience, tuple[str, ...]] = {
    Audience.LEADER: ("red", "orders", "slips", "turned", "due", "nudges"),
    Audience.CLERK: ("bring", "turned", "orders", "due", "slips", "red", "nudges"),
    Audience.LIAISON: ("due", "silent", "orders", "stuck", "nudges"),
    Audience.UNIT: ("clock", "stuck", "silent"),
    Audience.INSPECTOR: ("red", "turned", "deeds"),
    Audience.ENTERPRISE: ("mine", "due"),
    Audience.KEEPER: ("setup",),
}


def audience(user: User) -> Audience:
    """Return which reader of the first page a person is."""
    held = {role for role, _ in user.scope.roles}
    return next((who for role, who in ORDER if role in held), Audience.KEEPER)


def sections(user: User) -> tuple[str, ...]:
    """Return the blocks of a person's first page in order."""
    return BLOCKS[audience(user)]
