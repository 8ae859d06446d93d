"""Which companies and contacts does a file name that nobody knows, and how do they come into being with its rows?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from segue.core import records
from segue.core.models import Item, Job, TimelineEntry, User


@dataclass(eq=False)
class Wanted:
    """A company or contact that is made with the first row of the file that names it; then it has an id.

    `key` is what names are compared by.
    """

    type: str
    name: str
    key: str
    pk: int | None = None


def make(wanted: Iterable[Wanted], job: Job, owner: User | None) -> list[Wanted]:
    """Make those that the job has not made yet, in the caller's transaction, and return them.

    Raises Refused, with those that cannot be made, and why.
    """
    assert job.actor is not None
    lacking = _lacking([*dict.fromkeys(wanted)], job)
    refused: dict[Wanted, Exception] = {}
    for code in dict.fromkeys(each.type for each in lacking):
        own = [each for each in lacking if each.type == code]
        news = [records.New(_named(each) | ({"owner": owner} if owner else {})) for each in own]
        for each, found in zip(own, records.create_many(code, news, actor=job.actor, imported_by=job.pk), strict=True):
            if isinstance(found, Item):
                each.pk = found.pk
            else:
                refused[each] = found
    if refused:
        raise Refused(refused)
    return lacking


class Refused(Exception):
    """Some cannot be made: by each, why."""

    def __init__(self, faults: dict[Wanted, Exception]) -> None:
        super().__init__()
        self.faults = faults


def _lacking(wanted: list[Wanted], job: Job) -> list[Wanted]:
    """Leave out what an earlier batch made, perhaps for somebody whose things the actor does not see."""
    same = Item.objects.alive().filter(
        type__in={each.type for each in wanted}, name_key__in=[each.key for each in wanted]
    )
    named = {pk: (code, key) for pk, code, key in same.values_list("pk", "type", "name_key")}
    told = TimelineEntry.objects.filter(item__in=named, kind="imported", data__job=job.pk)
    there = {named[pk]: pk for pk in told.values_list("item_id", flat=True)}
    for each in wanted:
        each.pk = there.get((each.type, each.key))
    return [each for each in wanted if each.pk is None]


def _named(wanted: Wanted) -> dict[str, Any]:
    """The last word is a person's last name."""
    if wanted.type == "company":
        return {"title": wanted.name}
    first, _blank, last = wanted.name.rpartition(" ")
    return {"first_name": first.strip(), "last_name": last}
