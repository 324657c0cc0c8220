"""Who may: plain questions about orders."""

from greenlight.people import may as people_may
from greenlight.people.models import User
from greenlight.projects.models import Project
from greenlight.supervision.models import Order


def raise_order(user: User, zone_id: int | None, project: Project | None) -> bool:
    """Leaders and clerks about a project; without one it is a leader's word."""
    if project is None:
        return people_may.lead(user, zone_id)
    return people_may.edit_zone(user, project.zone_id)


def act(user: User, order: Order) -> bool:
    """The unit addressed answers; a clerk may write it down for it, but not on an order of their own."""
    return order.unit_id in user.scope.units or stands_in(user, order)


def stands_in(user: User, order: Order) -> bool:
    """Tell whether the person only writes down what the unit says."""
    own = order.unit_id in user.scope.units
    return not own and user.scope.has("clerk", order.zone_id) and order.raised_by_id != user.pk


def decide(user: User, order: Order) -> bool:
    """Whoever raised the order, and leaders of the zone: plans, closing, extensions, withdrawal."""
    raised = order.raised_by_id == user.pk and people_may.edit_zone(user, order.zone_id)
    return raised or people_may.lead(user, order.zone_id)


def climb(user: User, zone_id: int | None) -> bool:
    """Leaders and clerks record the steps of the ladder."""
    return people_may.edit_zone(user, zone_id)


def set_ladder(user: User, zone_id: int | None) -> bool:
    """Leaders and clerks of a zone set its ladder, as they set the rules of its lights."""
    return people_may.edit_zone(user, zone_id)
