from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    """What all processes have to know of one another stands in a table that no model has (settings.CACHES)."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0011_people_and_handovers")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
