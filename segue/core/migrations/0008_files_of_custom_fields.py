import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0007_custom_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="field",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attachments",
                to="core.customfield",
            ),
        ),
    ]
