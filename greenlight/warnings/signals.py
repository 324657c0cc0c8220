"""What rooms above may hear of lights. Sent inside the transaction that writes them."""

from django.dispatch import Signal

# zone_id: int, ids: all projects judged, turned: those of which the light of any scene is written anew,
# lit: {project: reasons.Lit} of those whose own light is, cause: str ("deed", "import", "undo", "edit",
# "day", "rules"). Sent for each thousand projects judged together. Of "day" and "rules" no fact is another
# one: nothing but the light of a project has changed.
lights_judged = Signal()

# project: Project, by: By. After a nudge was sent or answered.
nudged = Signal()

# zone_id: int, opened, reddened, closed: lists of Warning ids, day: date, at: datetime of the judging.
# After lights_judged, when any warning of the zone was opened, turned from yellow to red, or was found gone.
warnings_changed = Signal()

# project: Project, by: By. After a deed on what a project is warned of: a waiver, a cross-check explained.
answered = Signal()
