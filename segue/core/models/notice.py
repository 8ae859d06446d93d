"""Of what is a person told that others did, or that time or a job brought about?"""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One notice to one person: facts only, worded when read. It goes with the item or the activity it is about."""

    person = models.ForeignKey("core.User", models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=20)
    actor = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+", db_index=False)
    item = models.ForeignKey("core.Item", models.CASCADE, null=True, related_name="+")
    activity = models.ForeignKey("core.Activity", models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)  # what else the kind needs
    at = models.DateTimeField()
    shown = models.BooleanField(default=True)  # False: wanted by e-mail alone
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("person", "-id"), condition=Q(shown=True), name="notice_by_person"),
            models.Index(fields=("person",), condition=Q(shown=True, read_at__isnull=True), name="notice_unread"),
            models.Index(fields=("read_at",), condition=Q(read_at__isnull=False), name="notice_read"),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"
