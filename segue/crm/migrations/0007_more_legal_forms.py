from django.db import migrations

from segue.lib.text import company_key

BATCH = 1000
LONGEST = 255


def compare_anew(apps, schema_editor):
    """Write by what firms are compared, where more of the name is a legal form than was known before."""
    items, leads = apps.get_model("core", "Item").objects, apps.get_model("crm", "Lead").objects
    _rewrite(items.filter(type="company"), "title", "name_key")
    _rewrite(leads.all(), "company_name", "company_key")


def _rewrite(rows, name, key):
    rows, last = rows.exclude(**{key: ""}).order_by("pk").only("pk", name, key), 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        changed = [row for row in batch if company_key(getattr(row, name))[:LONGEST] != getattr(row, key)]
        for row in changed:
            setattr(row, key, company_key(getattr(row, name))[:LONGEST])
        rows.model.objects.bulk_update(changed, [key])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = (
        ("crm", "0006_search_and_merging"),
        ("core", "0026_amounts_by_stage"),
    )
    operations = (migrations.RunPython(compare_anew, migrations.RunPython.noop),)
