"""Who may: plain questions about roles in a zone."""

from greenlight.people.models import User

EDITORS = ("clerk", "leader")


def edit_zone(user: User, zone_id: int | None) -> bool:
    """Clerks and leaders of a zone write its ledgers."""
    return any(user.scope.has(role, zone_id) for role in EDITORS)


def lead(user: User, zone_id: int | None) -> bool:
    """Leaders decide: slips, orders."""
    return user.scope.has("leader", zone_id)


def administer(user: User, zone_id: int | None) -> bool:
    """The system administrator keeps units, people and calendars."""
    return user.scope.has("system_admin", zone_id)


def read_journal(user: User, zone_id: int | None) -> bool:
    """Inspectors and the audit administrator read the journal as a whole."""
    return user.scope.has("inspector", zone_id) or user.scope.has("audit_admin", zone_id)


def show_on_walls(user: User, zone_id: int | None) -> bool:
    """Leaders, clerks and the system administrator of a zone decide which wall screens show it."""
    return edit_zone(user, zone_id) or administer(user, zone_id)
