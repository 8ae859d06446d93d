"""What was done to the system itself: sign-ins, rights, settings, exports, final deletions?"""

from django.db import models


class AuditEntry(models.Model):
    """One event on the system; triggers in the database refuse to change or delete it."""

    at = models.DateTimeField(auto_now_add=True)
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=255, blank=True, default="")
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"
