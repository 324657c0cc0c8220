"""What rooms above may hear of a project. Sent inside the deed's transaction."""

from django.dispatch import Signal

# project: Project, by: By. After any deed that touches a project's own facts.
project_changed = Signal()

# project: Project, event: StageEvent, by: By.
stage_changed = Signal()

# zone_id: int, ids: list[int], by: By. After facts of one or many projects were edited in one deed.
projects_edited = Signal()
