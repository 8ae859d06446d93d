import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0017_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item_type", models.CharField(editable=False, max_length=20)),
                ("variant", models.CharField(blank=True, default="", editable=False, max_length=20)),
                ("name", models.CharField(blank=True, default="", max_length=100, verbose_name="Name")),
                ("sections", models.JSONField(blank=True, default=list, verbose_name="Sections")),
                ("hidden", models.JSONField(blank=True, default=list, verbose_name="Hidden fields")),
                ("names", models.JSONField(blank=True, default=dict, verbose_name="Names of fields")),
                (
                    "departments",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="core.department", verbose_name="Departments"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "users",
                    models.ManyToManyField(
                        blank=True, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="People"
                    ),
                ),
            ],
            options={
                "ordering": ("item_type", "variant", "name", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("owner__isnull", False)),
                        fields=("item_type", "variant", "owner"),
                        name="one_form_view_per_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("owner__isnull", True)),
                        fields=("item_type", "variant", "name"),
                        name="one_form_view_per_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner__isnull", True), ("name", ""), _connector="OR"),
                        name="form_view_of_person_has_no_name",
                    ),
                ],
            },
        ),
    ]
