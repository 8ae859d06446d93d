"""When did an item enter and leave each stage?"""

from django.db import models

CREATED, MOVED, CLOSED, PIPELINE_CHANGED = 1, 2, 3, 5
EVENTS = ((CREATED, "created"), (MOVED, "moved"), (CLOSED, "closed"), (PIPELINE_CHANGED, "pipeline changed"))


class StageChange(models.Model):
    """One stay of an item in a stage; reports read it, nothing removes it. A deleted stage leaves what it meant."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="stage_changes")
    event = models.PositiveSmallIntegerField(choices=EVENTS)
    pipeline = models.ForeignKey("core.Pipeline", models.SET_NULL, null=True, related_name="+")
    stage = models.ForeignKey("core.Stage", models.SET_NULL, null=True, related_name="+")
    semantics = models.CharField(max_length=7)
    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("item", "at"), name="stage_change_by_item"),)
        constraints = (
            models.UniqueConstraint(
                fields=("item",), condition=models.Q(left_at__isnull=True), name="one_current_stay_per_item"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} -> {self.stage_id}"
