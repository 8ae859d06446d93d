"""Which stages does an item pass through, and what do they mean?"""

from django.db import models
from django.db.models import Q

from .labelled import Labelled

PROCESS, SUCCESS, FAILURE = SEMANTICS = ("process", "success", "failure")
COLOURS = (
    "grey", "blue", "cyan", "teal", "green", "lime", "yellow", "orange", "red", "pink", "violet", "brown",
)  # fmt: skip


class Pipeline(Labelled):
    """An ordered set of stages for the items of one type."""

    item_type = models.CharField(max_length=20)
    exchange_id = models.IntegerField(null=True, blank=True)
    sort = models.PositiveIntegerField(default=500)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ("item_type", "sort", "id")
        constraints = (
            models.UniqueConstraint(fields=("item_type", "code"), name="one_pipeline_per_code"),
            models.UniqueConstraint(
                fields=("item_type",), condition=Q(is_default=True), name="one_default_pipeline_per_type"
            ),
        )


class Stage(Labelled):
    """A position in a pipeline; its code and semantics never change, its label may."""

    pipeline = models.ForeignKey(Pipeline, models.CASCADE, related_name="stages")
    code = models.CharField(max_length=21)
    semantics = models.CharField(max_length=7, choices=[(name, name) for name in SEMANTICS])
    sort = models.PositiveIntegerField(default=10)
    colour = models.CharField(max_length=10, choices=[(name, name) for name in COLOURS], default="blue")
    system = models.BooleanField(default=False)
    is_analysis = models.BooleanField(default=False)

    class Meta:
        ordering = ("pipeline", "sort", "id")
        constraints = (
            models.UniqueConstraint(fields=("pipeline", "code"), name="one_stage_per_code"),
            models.UniqueConstraint(
                fields=("pipeline",), condition=Q(semantics=SUCCESS), name="one_success_stage_per_pipeline"
            ),
            models.CheckConstraint(condition=Q(semantics__in=SEMANTICS), name="stage_semantics_known"),
        )

    @property
    def is_final(self) -> bool:
        """Success or failure: the item is done with."""
        return self.semantics != PROCESS

    def is_from(self, first: "Stage") -> bool:
        """Say whether it is that stage or comes after it in its pipeline; of a failure nothing is ever asked."""
        return self.semantics != FAILURE and self.pipeline_id == first.pipeline_id and self.sort >= first.sort
