"""How are custom values kept beside the item's columns: their words for search, rows for what they name, and keys?"""

from collections.abc import Iterable

from segue.core import tables
from segue.core.models import CustomReference, Item
from segue.lib import text

from . import keys, kinds, values
from .definitions import Fields

LINES_BEFORE = 2  # of the search text: names, then phones and e-mails


def search_text(item: Item, fields: Fields) -> str:
    """Return the item's search text with the words of its custom values as the third line."""
    own = item.search_text.split("\n")[:LINES_BEFORE]
    words = text.search_form(values.words(fields, item.custom))
    return "\n".join([*own, *[""] * (LINES_BEFORE - len(own)), words]) if words else "\n".join(own)


def write_rows(item: Item, fields: Fields, codes: Iterable[str]) -> None:
    """Make the rows beside these values exactly these: what they name, and what duplicates are found by."""
    codes = list(codes)
    _write_references(item, fields, codes)
    keys.write(item, fields, codes)


def _write_references(item: Item, fields: Fields, codes: Iterable[str]) -> None:
    naming = [fields[code] for code in codes if code in fields and kinds.of(fields[code].kind).names]
    if not naming:
        return
    if not item.is_new:
        CustomReference.objects.filter(item_id=item.pk, field__in=naming).delete()
    tables.insert_many(
        CustomReference(item_id=item.pk, field_id=field.pk, **{f"{_column(field.kind)}_id": single})
        for field in naming
        for single in values.each(field, item.custom.get(field.code))
    )


def _column(kind: str) -> str:
    return "user" if kinds.of(kind).names == "user" else "target"
