"""What rooms above hear of investment."""

from django.dispatch import Signal

# A year plan was set or a month reported. Sent with project (Project) and by (journal.By).
invested = Signal()
