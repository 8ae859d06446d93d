from importlib import import_module

from django.db import migrations

before = import_module("segue.crm.migrations.0007_more_legal_forms")


class Migration(migrations.Migration):
    """Write anew by what firms are compared, now that "&" and "and" are the same."""

    dependencies = (("crm", "0007_more_legal_forms"),)
    operations = (migrations.RunPython(before.compare_anew, migrations.RunPython.noop),)
