"""Let phones be found by their digits with the country's, and items be merged into one."""

from itertools import groupby
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import segue.core.models.exact_json
from segue.lib import text

BATCH = 1000


def add_numbers(apps: Any, _schema_editor: Any) -> None:
    """Write the second line of the search text anew where there is a phone."""
    points = apps.get_model("crm", "ContactPoint").objects
    items = apps.get_model("core", "Item").objects
    keys = points.filter(kind="PHONE").order_by("item_id").values_list("item_id", flat=True).distinct()
    last = 0
    while batch := list(keys.filter(item_id__gt=last)[:BATCH]):
        last = batch[-1]
        rows = points.filter(item_id__in=batch).order_by("item_id", "sort", "pk")
        reached = {pk: _reached(list(of_item)) for pk, of_item in groupby(rows, key=lambda point: point.item_id)}
        changed = list(items.filter(pk__in=batch).only("search_text"))
        for item in changed:
            names, _old, *custom = f"{item.search_text}\n".split("\n", 2)
            item.search_text = "\n".join(
                [names, reached[item.pk], *filter(None, (rest.rstrip("\n") for rest in custom))]
            )
        items.bulk_update(changed, ["search_text"])


def _reached(points: list[Any]) -> str:
    numbers = [text.digits(point.value) for point in points]
    numbers += [point.match_key for point in points if point.kind == "PHONE"]
    written = text.search_form(" ".join(point.value for point in points))
    return " ".join(filter(None, [written, *dict.fromkeys(numbers)]))


class Migration(migrations.Migration):
    """One text finds phones in any notation; merges and suspects have tables."""

    dependencies = (
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("crm", "0005_keys_of_duplicates"),
        ("core", "0023_search"),
    )
    operations = (
        migrations.RunPython(add_numbers, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=64)),
                ("main_version", models.PositiveIntegerField()),
                (
                    "before",
                    models.JSONField(
                        decoder=segue.core.models.exact_json.ExactDecoder,
                        default=dict,
                        encoder=segue.core.models.exact_json.ExactEncoder,
                    ),
                ),
                (
                    "moved",
                    models.JSONField(
                        decoder=segue.core.models.exact_json.ExactDecoder,
                        default=dict,
                        encoder=segue.core.models.exact_json.ExactEncoder,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "main",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="merges", to="core.item"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Merged",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_ref", models.PositiveBigIntegerField(db_index=True)),
                (
                    "item",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="merged", to="core.item"
                    ),
                ),
                (
                    "merge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="crm.merge"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Suspect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_type", models.CharField(max_length=20)),
                ("criteria", models.JSONField(default=list)),
                ("strength", models.PositiveSmallIntegerField()),
                ("scan", models.PositiveBigIntegerField()),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.item"),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.item"),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(fields=("actor", "key"), name="merge_once_per_key"),
        ),
        migrations.AddIndex(
            model_name="suspect",
            index=models.Index(fields=["item_type", "strength", "id"], name="suspect_by_strength"),
        ),
        migrations.AddConstraint(
            model_name="suspect",
            constraint=models.UniqueConstraint(fields=("item", "other"), name="suspects_once"),
        ),
        migrations.AddConstraint(
            model_name="suspect",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__lt", models.F("other"))), name="suspects_in_order"
            ),
        ),
    )
