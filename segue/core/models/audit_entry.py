"""What was done to the system itself: sign-ins, rights, settings, exports, final deletions?"""

from typing import Any, Never

from django.db import models


class AppendOnly(Exception):
    """Somebody tried to change or delete what is kept for good."""


class AuditQuerySet(models.QuerySet[Any]):
    """Entries to read, and to add to; nothing else."""

    def update(self, **_values: Any) -> Never:
        """Refuse."""
        raise AppendOnly

    def delete(self) -> Never:
        """Refuse."""
        raise AppendOnly

    def bulk_update(self, *_rows: Any, **_options: Any) -> Never:
        """Refuse."""
        raise AppendOnly


class AuditEntry(models.Model):
    """One event on the system; Python refuses to change or delete it, and so do triggers in the database."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=255, blank=True, default="")
    data = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=("event", "-id"), name="audit_by_event"),
            models.Index(fields=("actor", "-id"), name="audit_by_actor"),
            models.Index(fields=("at",), name="audit_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"

    def save(self, *args: Any, **options: Any) -> None:
        """Store a new entry; one that is stored stays as it is."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *_args: Any, **_options: Any) -> Never:
        """Refuse."""
        raise AppendOnly
