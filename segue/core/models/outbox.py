"""What must still happen outside, once, after a transaction has committed?"""

from django.db import models


class OutboxEntry(models.Model):
    """A message written in the transaction that causes it and delivered after."""

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (
            models.Index(fields=("next_attempt_at",), condition=models.Q(done_at__isnull=True), name="outbox_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"
