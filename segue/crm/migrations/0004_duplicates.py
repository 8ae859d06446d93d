import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0010_duplicates_by_custom_fields"),
        ("crm", "0003_deleted_stages_leave_the_invoice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NotDuplicate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="billingdetails",
            name="account_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=50),
        ),
        migrations.AddField(
            model_name="billingdetails",
            name="tax_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=50),
        ),
        migrations.AddField(
            model_name="billingdetails",
            name="vat_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=50),
        ),
        migrations.AddField(
            model_name="lead",
            name="company_key",
            field=models.CharField(blank=True, default="", editable=False, max_length=255),
        ),
        migrations.AddIndex(
            model_name="billingdetails",
            index=models.Index(
                condition=models.Q(("tax_key", ""), _negated=True), fields=["tax_key"], name="billing_by_tax_key"
            ),
        ),
        migrations.AddIndex(
            model_name="billingdetails",
            index=models.Index(
                condition=models.Q(("vat_key", ""), _negated=True), fields=["vat_key"], name="billing_by_vat_key"
            ),
        ),
        migrations.AddIndex(
            model_name="billingdetails",
            index=models.Index(
                condition=models.Q(("account_key", ""), _negated=True),
                fields=["account_key"],
                name="billing_by_account_key",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("company_key", ""), _negated=True),
                fields=["company_key"],
                name="lead_by_company_key",
            ),
        ),
        migrations.AddField(
            model_name="notduplicate",
            name="item",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.item"),
        ),
        migrations.AddField(
            model_name="notduplicate",
            name="other",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.item"),
        ),
        migrations.AddField(
            model_name="notduplicate",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="notduplicate",
            constraint=models.UniqueConstraint(fields=("user", "item", "other"), name="not_duplicate_once"),
        ),
        migrations.AddConstraint(
            model_name="notduplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(("item__lt", models.F("other"))), name="not_duplicate_smaller_id_first"
            ),
        ),
    ]
