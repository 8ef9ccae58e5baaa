"""Ventures are written on the page: currency, needs, versions, documents and moves; gates of the law are computed."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def keep_needs(apps: Any, schema_editor: Any) -> None:
    """What gates needed becomes what their ventures need; a gate that was passed is open."""
    gates = apps.get_model("ventures", "Gate")
    for gate in gates.objects.exclude(needs="").select_related("venture"):
        lines = [*gate.venture.needs.split("\n"), *gate.needs.replace("|", "\n").split("\n")]
        gate.venture.needs = "\n".join(dict.fromkeys(filter(None, lines)))
        gate.venture.save()
    gates.objects.filter(passed_at__isnull=False).update(state="open")


STAGES = [
    ("planned", "planned"),
    ("licensed", "licensed"),
    ("funded", "funded"),
    ("operating", "operating"),
    ("suspended", "suspended"),
    ("closed", "closed"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("ventures", "0001_initial"),
    ]

    operations = [
        migrations.RenameField("venture", "value_usd_mn", "value_mn"),
        migrations.AddField("venture", "currency", models.CharField(default="USD", max_length=3)),
        migrations.AddField("venture", "needs", models.TextField(blank=True)),
        migrations.AddField("venture", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "venture",
            "changed_at",
            models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField("gate", "why", models.CharField(blank=True, max_length=300)),
        migrations.RunPython(keep_needs, migrations.RunPython.noop),
        migrations.RemoveField("gate", "needs"),
        migrations.RemoveField("gate", "passed_at"),
        migrations.RenameModel("Gate", "Condition"),
        migrations.AlterField(
            "condition",
            "venture",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="judged", to="ventures.venture"
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("at", models.DateTimeField()),
                ("entry", models.PositiveBigIntegerField()),
                (
                    "venture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="ventures.venture"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.CreateModel(
            name="StageMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.CharField(choices=STAGES, max_length=10)),
                ("after", models.CharField(choices=STAGES, max_length=10)),
                ("shut", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("entry", models.PositiveBigIntegerField()),
                (
                    "venture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="ventures.venture"
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
    ]
