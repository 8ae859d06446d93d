import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0021_saved_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardFields",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_type", models.CharField(max_length=20)),
                ("names", models.JSONField(default=list)),
            ],
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True)),
                fields=["type", "stage", "currency", "amount", "base_amount", "owner", "open_to_all"],
                name="item_sums_by_stage",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), ("deleted_at__isnull", True), ("due_on__isnull", False)
                ),
                fields=["type", "due_on", "id"],
                name="item_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), ("deleted_at__isnull", True), ("valid_until__isnull", False)
                ),
                fields=["type", "valid_until", "id"],
                name="item_open_by_valid",
            ),
        ),
        migrations.AddField(
            model_name="cardfields",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="cardfields",
            constraint=models.UniqueConstraint(fields=("owner", "item_type"), name="one_choice_of_cards_per_person"),
        ),
    ]
