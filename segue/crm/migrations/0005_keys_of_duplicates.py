from django.db import migrations

from segue.lib.text import bare, company_key

BATCH = 1000
LONGEST_NAME, LONGEST_NUMBER = 255, 50
NUMBERS = {"tax_key": "tax_number", "vat_key": "vat_number", "account_key": "iban"}


def fill(apps, schema_editor):
    """Write by what the leads and billing blocks that are there already are compared."""
    for lead in _each(apps.get_model("crm", "Lead"), ["company_key"], "company_name"):
        lead.company_key = company_key(lead.company_name)[:LONGEST_NAME]
    for block in _each(apps.get_model("crm", "BillingDetails"), [*NUMBERS], *NUMBERS.values()):
        for column, number in NUMBERS.items():
            setattr(block, column, bare(getattr(block, number))[:LONGEST_NUMBER])


def _each(model, written, *read):
    """Give every row, and store these columns of it afterwards."""
    rows, last = model.objects.order_by("pk").only("pk", *read), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield from batch
        last = batch[-1].pk
        model.objects.bulk_update(batch, written)


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0004_duplicates"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
