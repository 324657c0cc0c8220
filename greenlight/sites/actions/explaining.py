"""A flag on a photo is explained, not removed: the words stand beside it, with who said them and when."""

from __future__ import annotations

from django.db import transaction

from greenlight.base import journal
from greenlight.base.journal import By
from greenlight.base.refusals import NotAllowed, Refused
from greenlight.projects import actions as projects
from greenlight.projects.actions import bounds
from greenlight.sites import may
from greenlight.sites.models import Photo

LONGEST = 200


@transaction.atomic
def explain_photo(*, by: By, photo: Photo, words: str) -> Photo:
    """Put words beside the flags of a photo. Raises NotAllowed, and Refused without words or flags.

    They stay when the flags change: when the original arrives, when the fence is moved.
    """
    projects.locked(photo.project_id)
    held = Photo.objects.select_for_update().select_related("log").get(pk=photo.pk)
    if not may.correct(by.user, held.log):
        raise NotAllowed(f"这张照片是{held.actor_name}拍的，由本人、科室或领导说明。")
    if not held.flags:
        raise Refused("这张照片没有要说明的。")
    said = bounds.text(words, LONGEST, "说明")
    if not said:
        raise Refused("请写一句说明，例如“站在围挡外的马路对面拍的”。", status=400)
    before = {"photo": held.pk, "explained": held.explained}
    held.explained = {
        "words": said, "by": by.actor_name, "at": by.at.isoformat(),
        "kinds": [one["kind"] for one in held.flags],
    }  # fmt: skip
    held.save(update_fields=["explained"])
    after = {"photo": held.pk, "explained": held.explained}
    journal.write(by, "site.explain", "project", held.project_id, before=before, after=after, why=said)
    return held
