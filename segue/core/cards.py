"""What does a person want to read on the cards of a board?"""

from collections.abc import Sequence

from django.db.models import QuerySet

from segue.core.models import CardFields, User
from segue.core.prepared import prepared


def chosen(reader: User, item_type: str) -> tuple[str, ...] | None:
    """Return the names of the fields; None for somebody who chose none, and reads the usual ones."""
    found = _names(reader.pk, item_type)
    return tuple(found[0]) if found else None


@prepared
def _names(owner: int, item_type: str) -> "QuerySet[CardFields, list[str]]":
    return CardFields.objects.filter(owner=owner, item_type=item_type).values_list("names", flat=True)


def choose(reader: User, item_type: str, names: Sequence[str] | None) -> None:
    """Keep what a person wants to read; None goes back to the usual."""
    if names is None:
        CardFields.objects.filter(owner=reader, item_type=item_type).delete()
    else:
        CardFields.objects.update_or_create(owner=reader, item_type=item_type, defaults={"names": list(names)})
