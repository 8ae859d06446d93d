"""Let phones be found by their digits with the country's, however they were written down."""

from itertools import groupby
from typing import Any

from django.db import migrations

from segue.lib import text

BATCH = 1000


def add_numbers(apps: Any, _schema_editor: Any) -> None:
    """Write the second line of the search text anew where there is a phone."""
    points = apps.get_model("crm", "ContactPoint").objects
    items = apps.get_model("core", "Item").objects
    keys = points.filter(kind="PHONE").order_by("item_id").values_list("item_id", flat=True).distinct()
    last = 0
    while batch := list(keys.filter(item_id__gt=last)[:BATCH]):
        last = batch[-1]
        rows = points.filter(item_id__in=batch).order_by("item_id", "sort", "pk")
        reached = {pk: _reached(list(of_item)) for pk, of_item in groupby(rows, key=lambda point: point.item_id)}
        changed = list(items.filter(pk__in=batch).only("search_text"))
        for item in changed:
            names, _old, *custom = f"{item.search_text}\n".split("\n", 2)
            item.search_text = "\n".join(
                [names, reached[item.pk], *filter(None, (rest.rstrip("\n") for rest in custom))]
            )
        items.bulk_update(changed, ["search_text"])


def _reached(points: list[Any]) -> str:
    numbers = [text.digits(point.value) for point in points]
    numbers += [point.match_key for point in points if point.kind == "PHONE"]
    written = text.search_form(" ".join(point.value for point in points))
    return " ".join(filter(None, [written, *dict.fromkeys(numbers)]))


class Migration(migrations.Migration):
    """One text finds phones in any notation."""

    dependencies = (("crm", "0005_keys_of_duplicates"), ("core", "0023_search"))
    operations = (migrations.RunPython(add_numbers, migrations.RunPython.noop),)
