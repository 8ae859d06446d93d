"""How is an event on the system itself kept for good?"""

from typing import Any

from segue.core.models import AuditEntry, Item, User


def record(event: str, *, actor: User | None, subject: str = "", data: dict[str, Any] | None = None) -> AuditEntry:
    """Append one entry; never put a secret in `data`. The database refuses to change or delete it later."""
    return AuditEntry.objects.create(event=event, actor=actor, subject=subject[:255], data=data or {})


def record_item(event: str, item: Item, *, actor: User) -> AuditEntry:
    """Append what became of an item as a whole: its title and number stay readable when it is gone."""
    data = {"type": item.type, "id": item.pk, "title": item.title, "number": item.number}
    return record(event, actor=actor, subject=f"{item.type} {item.pk}", data=data)
