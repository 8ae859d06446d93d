"""How is an event on the system itself kept for good?"""

from collections.abc import Iterable
from typing import Any

from segue.core.models import AuditEntry, Item, User


def record(event: str, *, actor: User | None, subject: str = "", data: dict[str, Any] | None = None) -> AuditEntry:
    """Append one entry; never put a secret in `data`. The database refuses to change or delete it later."""
    return AuditEntry.objects.create(event=event, actor=actor, subject=subject[:255], data=data or {})


def record_item(event: str, item: Item, *, actor: User) -> AuditEntry:
    """Append what became of an item as a whole: its title and number stay readable when it is gone."""
    return record(event, actor=actor, subject=_subject(item), data=_data(item))


def record_items(event: str, items: Iterable[Item], *, actor: User) -> None:
    """Append what became of many items, one entry each."""
    entries = (AuditEntry(event=event, actor=actor, subject=_subject(item), data=_data(item)) for item in items)
    AuditEntry.objects.bulk_create(entries)


def _subject(item: Item) -> str:
    return f"{item.type} {item.pk}"


def _data(item: Item) -> dict[str, Any]:
    return {"type": item.type, "id": item.pk, "title": item.title, "number": item.number}
