"""An explanation stands beside the flags, no longer inside them; one photo can be taken back."""

from typing import Any

from django.db import migrations, models

SAID = ("said", "said_by")


def move_out(apps: Any, _editor: Any) -> None:
    """Move what was said of the flags of a photo beside them; when it was said the flags do not know."""
    for photo in apps.get_model("sites", "Photo").objects.exclude(flags=[]).iterator():
        if not photo.flags[0].get("said"):
            continue
        words, who = (photo.flags[0].get(name, "") for name in SAID)
        kinds = [one["kind"] for one in photo.flags]
        photo.explained = {"words": words, "by": who, "at": "", "kinds": kinds}
        photo.flags = [{name: one[name] for name in one if name not in SAID} for one in photo.flags]
        photo.save(update_fields=["explained", "flags"])


class Migration(migrations.Migration):
    dependencies = [("sites", "0001_initial")]
    operations = [
        migrations.AddField("photo", "explained", models.JSONField(default=dict)),
        migrations.AddField("photo", "retracted_at", models.DateTimeField(null=True)),
        migrations.AddField("photo", "retracted_by_name", models.CharField(blank=True, max_length=60)),
        migrations.AddField("photo", "retracted_why", models.CharField(blank=True, max_length=500)),
        migrations.RunPython(move_out, migrations.RunPython.noop),
    ]
