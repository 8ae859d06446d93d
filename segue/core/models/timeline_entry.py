"""What happened to an item?"""

from django.db import models


class TimelineEntry(models.Model):
    """One event on one item: facts only, worded when read; the Timeline and the History tab show these rows."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="timeline")
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()  # the item's version after the event
    data = models.JSONField(default=dict)  # {"changes": {field: [before, after]}} and what the kind needs
    conversion = models.ForeignKey("crm.Conversion", models.SET_NULL, null=True, blank=True, related_name="timeline")

    pinned_at = models.DateTimeField(null=True, blank=True)  # it stands on top of its item's timeline too

    class Meta:
        indexes = (
            models.Index(fields=("item", "-at", "-id"), name="timeline_by_item"),
            models.Index(fields=("item",), condition=models.Q(pinned_at__isnull=False), name="timeline_pinned"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind}"
