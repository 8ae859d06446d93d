import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0009_roles_by_pipeline_and_stage"),
    ]

    operations = [
        migrations.AddField(
            model_name="customfield",
            name="finds_duplicates",
            field=models.BooleanField(default=False, verbose_name="Find duplicates by this field"),
        ),
        migrations.AddField(
            model_name="customfield",
            name="has_keys",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.CreateModel(
            name="CustomKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="core.customfield",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="custom_keys", to="core.item"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["field", "key"], name="custom_key_by_value")],
            },
        ),
    ]
