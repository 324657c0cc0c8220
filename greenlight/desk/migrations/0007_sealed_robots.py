"""Robots' addresses and secrets become sealed texts; 0008 seals what is there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_notices")]
    operations = [
        migrations.RenameField("robot", "url", "url_sealed"),
        migrations.RenameField("robot", "secret", "secret_sealed"),
        migrations.AlterField("robot", "url_sealed", models.TextField()),
        migrations.AlterField("robot", "secret_sealed", models.TextField(blank=True)),
        migrations.AddField("robot", "hint", models.CharField(blank=True, max_length=300)),
    ]
