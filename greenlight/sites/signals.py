"""What rooms above may hear of a site. Sent inside the deed's transaction, after project_changed."""

from django.dispatch import Signal

# project: Project, log: SiteLog, by: By. A log came in, was corrected or taken back.
site_logged = Signal()

# project: Project, photo: Photo, by: By. A photo came in, its original, or it was taken back.
photo_added = Signal()
