"""What rooms above may hear of plans. Sent inside the deed's transaction."""

from django.dispatch import Signal

# project: Project, by: By. After any deed on one project's plan.
plan_changed = Signal()

# zone_id: int, ids: list[int], by: By. After plans of many projects were made at once.
plans_made = Signal()
