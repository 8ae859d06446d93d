"""What does an item hold in tables of its own, and how are they read, checked and written as if each were one field?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from segue.core import tables
from segue.core.models import Attachment, Item, Observer, User
from segue.core.prepared import Prepared, prepared


def unchanged(_item: Item, value: Any) -> Any:
    """Take a value as it is."""
    return value


@dataclass(frozen=True)
class Piece:
    """What of a part can be required by itself, and whether a value of the part has it: a phone, an e-mail."""

    name: str
    label: str | Promise
    stands_in: Callable[[Any], bool]


@dataclass(frozen=True)
class Part:
    """A list-like piece of an item: client, communications, product rows, observers, files. One part is one field to
    versions, conflicts and history.

    `read` gives its value; `clean` checks a value without a query and returns it normalised, or raises
    ValidationError; `write` makes the database hold exactly a cleaned value; `facts` words a value as JSON for
    history, with labels as they are now; `copy` gives what another item takes over; `ahead` is the query that `read`
    asks with the item's id; `pieces` are what can be required of it, where that is not simply any value. Values
    compare by `==`, and an item without any has the value `empty`. Ids in a value are of rows that the caller found (a
    form, a plan).
    """

    name: str
    read: Callable[[Item], Any]
    clean: Callable[[Item, Any], Any]
    write: Callable[[Item, Any], None]
    facts: Callable[[Any], Any]
    empty: Any = ()
    copy: Callable[[Any], Any] = lambda value: value
    ahead: Prepared[[int], Any] | None = None
    pieces: tuple[Piece, ...] = ()


def _read_observers(item: Item) -> tuple[int, ...]:
    return tuple(_observers(item.pk))


@prepared
def _observers(item_id: int) -> QuerySet[Observer, int]:
    return Observer.objects.filter(item_id=item_id).order_by("id").values_list("user_id", flat=True)


def _clean_observers(_item: Item, value: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(value))


def _write_observers(item: Item, value: tuple[int, ...]) -> None:
    present = set(_read_observers(item)) if not item.is_new else set()
    if present - set(value):
        item.observers.exclude(user_id__in=value).delete()
    tables.insert_many(Observer(item_id=item.pk, user_id=user) for user in value if user not in present)


def _observer_facts(value: tuple[int, ...]) -> list[dict[str, Any]]:
    names = dict(User.objects.filter(pk__in=value).values_list("pk", "name")) if value else {}
    return [{"id": pk, "label": names.get(pk, "")} for pk in value]


LONGEST_NAME = 255


@dataclass(frozen=True)
class File:
    """One file of an item: the stored bytes under the name people see; `id` is None for a new one."""

    blob_id: int
    name: str
    added_by_id: int
    added_at: datetime
    id: int | None = None


def _read_files(item: Item) -> tuple[File, ...]:
    return tuple(File(**row) for row in _files(item.pk))


@prepared
def _files(item_id: int) -> QuerySet[Attachment, Any]:
    rows = Attachment.objects.filter(item_id=item_id, field=None).order_by("pk")
    return rows.values("blob_id", "name", "added_by_id", "added_at", "id")


def _clean_files(_item: Item, value: Iterable[File]) -> tuple[File, ...]:
    files = tuple(value)
    if any(not file.name.strip() or len(file.name) > LONGEST_NAME for file in files):
        raise ValidationError({"files": _("A file needs a name of at most 255 characters.")})
    return files


def _write_files(item: Item, value: tuple[File, ...]) -> None:
    if not item.is_new:
        kept = [file.id for file in value if file.id]
        Attachment.objects.filter(item_id=item.pk, field=None).exclude(pk__in=kept).delete()
    tables.insert_many(
        Attachment(
            item_id=item.pk,
            blob_id=file.blob_id,
            name=file.name,
            added_by_id=file.added_by_id,
            added_at=file.added_at,
        )
        for file in value
        if file.id is None
    )


def _file_facts(value: tuple[File, ...]) -> list[dict[str, Any]]:
    return [{"id": file.id, "label": file.name} for file in value]


def _copy_files(value: tuple[File, ...]) -> tuple[File, ...]:
    return tuple(replace(file, id=None) for file in value)


OBSERVERS = Part("observers", _read_observers, _clean_observers, _write_observers, _observer_facts, ahead=_observers)
FILES = Part("files", _read_files, _clean_files, _write_files, _file_facts, copy=_copy_files, ahead=_files)
