"""Which fields of Segue's own did the organisation make required, and from when on?"""

from django.db import models
from django.db.models import Q

from .pipeline import Pipeline, Stage


class RequiredField(models.Model):
    """A column or part of one item type must be filled in: in a pipeline always, or from one of its stages on.

    Types without stages have no pipeline here. With its stage or pipeline the requirement goes.
    """

    item_type = models.CharField(max_length=20)
    field = models.CharField(max_length=40)
    pipeline = models.ForeignKey(Pipeline, models.CASCADE, null=True, blank=True, related_name="+")
    from_stage = models.ForeignKey(Stage, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("item_type", "pipeline", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("pipeline", "field"), condition=Q(pipeline__isnull=False), name="required_once_per_pipeline"
            ),
            models.UniqueConstraint(
                fields=("item_type", "field"), condition=Q(pipeline__isnull=True), name="required_once_per_type"
            ),
            models.CheckConstraint(
                condition=Q(from_stage__isnull=True) | Q(pipeline__isnull=False), name="required_from_stage_of_pipeline"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_type}: {self.field}"

    def binds(self, stage: Stage | None) -> bool:
        """Say whether an item on this stage must have it."""
        if self.pipeline_id is None:
            return True
        if stage is None or stage.pipeline_id != self.pipeline_id:
            return False
        return self.from_stage is None or stage.is_from(self.from_stage)
