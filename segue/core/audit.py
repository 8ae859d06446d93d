"""How is an event on the system itself kept for good?"""

from typing import Any

from segue.core.models import AuditEntry, User


def record(event: str, *, actor: User | None, subject: str = "", data: dict[str, Any] | None = None) -> None:
    """Append one entry; never put a secret in `data`. The database refuses to change or delete it later."""
    AuditEntry.objects.create(event=event, actor=actor, subject=subject[:255], data=data or {})
