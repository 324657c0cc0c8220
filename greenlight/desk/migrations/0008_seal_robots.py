"""Seal the robots' addresses and secrets that are there; backwards they are plain again."""

from django.db import migrations

from greenlight.desk.notices import sealing

LOST = (
    "群机器人“{}”的网址读不出：安装的密钥换过。放回原来的密钥（GREENLIGHT_OLD_KEYS），"
    "或在「群机器人」重新填好，再退回旧版本。什么都没有改。"
)


def seal(apps, schema_editor):
    """Seal every robot; on SQLite what is overwritten is wiped from the file."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("PRAGMA secure_delete = ON")
    robots = apps.get_model("desk", "Robot")
    for one in robots.objects.order_by("pk").iterator():
        robots.objects.filter(pk=one.pk).update(
            hint=sealing.hint(one.url_sealed)[:300],
            url_sealed=sealing.seal(one.url_sealed), secret_sealed=sealing.seal(one.secret_sealed),
        )  # fmt: skip


def unseal(apps, _schema_editor):
    """Make them plain again; one that cannot be read stops it, so that nothing is lost."""
    robots = apps.get_model("desk", "Robot")
    for one in robots.objects.order_by("pk").iterator():
        try:
            url, secret = sealing.unseal(one.url_sealed), sealing.unseal(one.secret_sealed)
        except sealing.Unreadable:
            raise ValueError(LOST.format(one.name)) from None
        robots.objects.filter(pk=one.pk).update(url_sealed=url, secret_sealed=secret)


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_sealed_robots")]
    operations = [migrations.RunPython(seal, unseal)]
