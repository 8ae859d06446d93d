"""Which companies and contacts does a file name that nobody knows, and how do they come into being with its rows?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from segue.core import records
from segue.core.models import Item, User

MADE = ("company", "contact")  # types that a row may bring along


@dataclass(eq=False)
class Wanted:
    """A company or contact that is made with the first row of the file that names it; then it has an id."""

    type: str
    name: str
    pk: int | None = None


def make(wanted: Iterable[Wanted], *, actor: User, owner: User | None, job_id: int) -> list[Item]:
    """Make those that are not there, in the caller's transaction, and return them.

    Raises Forbidden or ValidationError, whose messages stand under the type.
    """
    lacking = [each for each in dict.fromkeys(wanted) if not _is_there(each)]
    made: list[Item] = []
    for each in lacking:
        values = _named(each) | ({"owner": owner} if owner else {})
        (found,) = records.create_many(each.type, [records.New(values)], actor=actor, imported_by=job_id)
        if not isinstance(found, Item):
            raise found
        each.pk = found.pk
        made.append(found)
    return made


def _is_there(wanted: Wanted) -> bool:
    """What was made in a transaction that was given up is not."""
    return wanted.pk is not None and Item.objects.alive().filter(pk=wanted.pk).exists()


def _named(wanted: Wanted) -> dict[str, Any]:
    """The last word is a person's last name."""
    if wanted.type == "company":
        return {"title": wanted.name}
    first, _blank, last = wanted.name.rpartition(" ")
    return {"first_name": first.strip(), "last_name": last}
