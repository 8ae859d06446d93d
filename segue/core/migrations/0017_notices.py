import datetime
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

OPEN = 1


def remind(apps: Any, schema_editor: Any) -> None:
    """Let what is planned already remind of itself too, unless the time of it has passed."""
    activities, now = apps.get_model("core", "Activity").objects, timezone.now()
    for activity in activities.filter(status=OPEN, deadline__gte=now).exclude(reminders=[]).iterator():
        times = [activity.deadline - datetime.timedelta(minutes=each) for each in activity.reminders]
        activities.filter(pk=activity.pk).update(remind_at=min((at for at in times if at >= now), default=None))


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0016_single_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("shown", models.BooleanField(default=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.activity",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.item"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("shown", True)), fields=["person", "-id"], name="notice_by_person"
                    ),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True), ("shown", True)),
                        fields=["person"],
                        name="notice_unread",
                    ),
                    models.Index(
                        condition=models.Q(("read_at__isnull", False)), fields=["read_at"], name="notice_read"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="remind_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                condition=models.Q(("remind_at__isnull", False)), fields=["remind_at"], name="activity_reminds"
            ),
        ),
        migrations.AddField(
            model_name="customindex",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="notice_choices",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.RunPython(remind, migrations.RunPython.noop, elidable=True),
    ]
