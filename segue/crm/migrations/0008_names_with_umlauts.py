from django.db import migrations, models

from segue.lib.text import company_key, fold, without_umlauts

BATCH = 1000
LONGEST = 255


def write_keys(apps, schema_editor):
    """Write by what names are compared: "and" counts no more, and umlauts are known as two letters, too."""
    items, leads = apps.get_model("core", "Item").objects, apps.get_model("crm", "Lead").objects
    columns = ["name_key", "spelled_key"]
    _write(items.filter(type="company"), ["title"], company_key, columns)
    _write(items.filter(type="contact"), ["title"], fold, columns)
    _write(leads.all(), ["first_name", "last_name"], fold, columns)
    _write(leads.all(), ["company_name"], company_key, ["company_key", "company_spelled_key"])


def _write(rows, names, key_of, columns):
    rows, last = rows.order_by("pk").only("pk", *names, *columns), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        changed = []
        for row in batch:
            name = " ".join(getattr(row, each) for each in names)
            key, spelled = key_of(name)[:LONGEST], key_of(without_umlauts(name))[:LONGEST]
            keys = [key, spelled if spelled != key else None]
            if keys != [getattr(row, column) for column in columns]:
                for column, value in zip(columns, keys, strict=True):
                    setattr(row, column, value)
                changed.append(row)
        rows.model.objects.bulk_update(changed, columns)
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0029_names_with_umlauts"),
        ("crm", "0007_more_legal_forms"),
    ]

    operations = [
        migrations.AddField(
            model_name="lead",
            name="company_spelled_key",
            field=models.CharField(editable=False, max_length=255, null=True),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("company_spelled_key__isnull", False)),
                fields=["company_spelled_key"],
                name="lead_by_company_spelled_key",
            ),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
