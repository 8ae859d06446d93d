"""Make what finds items by their text: trigrams, and the words there are (core/search_index.py)."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

from segue.core import search_index


def build(_apps: Any, schema_editor: Any) -> None:
    """Build it for the database in use."""
    search_index.build(schema_editor.connection)


class Migration(migrations.Migration):
    """Items are found by any part of their words."""

    dependencies = (("core", "0024_item_by_origin"),)
    operations = (
        migrations.AddIndex("item", models.Index(fields=("number",), condition=~Q(number=""), name="item_by_number")),
        migrations.RunPython(build, migrations.RunPython.noop),
    )
