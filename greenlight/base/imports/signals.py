"""What rooms above hear of imports; sent inside the transaction of the deed."""

from django.dispatch import Signal

# batch: ImportBatch, ids: record ids written, by: journal.By
import_applied = Signal()
# batch: ImportBatch, ids: record ids that still exist, by: journal.By
import_undone = Signal()
