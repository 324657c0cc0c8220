"""Who may change a saved view. Who may open it: `SavedView.objects.visible_to`."""

from greenlight.desk.models import SavedView
from greenlight.people import may
from greenlight.people.models import Role, User


def change_view(user: User, view: SavedView) -> bool:
    """Change one's own views; clerks and leaders of the zone keep its shared ones in order."""
    return view.owner_id == user.pk or (view.shared and may.edit_zone(user, view.zone_id))


def share_view(user: User, zone_id: int | None) -> bool:
    """Everybody who works in a zone may share a view there; a person of an enterprise may not."""
    return any(zone == zone_id and role != Role.ENTERPRISE for role, zone in user.scope.roles)
