"""Which act made which items from which source, and was it undone?"""

from django.db import models
from django.db.models import Q

from segue.core.models import Item

PENDING, APPLIED, UNDONE = STATES = ("pending", "applied", "undone")
CREATE, USE, REUSE = RECORD_ACTIONS = ("create", "use", "reuse")


class Conversion(models.Model):
    """One act of making items from a source, applied exactly once per actor and key."""

    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    source = models.ForeignKey("core.Item", models.SET_NULL, null=True, related_name="conversions")
    source_type = models.CharField(max_length=20)
    source_ref = models.PositiveBigIntegerField()  # the id, kept when the item is purged
    source_title = models.CharField(max_length=255, blank=True, default="")
    source_version = models.PositiveIntegerField()
    variant = models.CharField(max_length=40)
    decisions = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)  # as applied
    before = models.JSONField(default=dict)  # what apply overwrote on the source, for undo
    state = models.CharField(max_length=8, choices=[(state, state) for state in STATES], default=PENDING)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+")
    undo_key = models.CharField(max_length=64, blank=True, default="")
    undo_result = models.JSONField(default=dict)

    # The source and the records with their items, known without reading to the one that applied it.
    just_made: "tuple[Item, list[ConversionRecord]] | None" = None

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("actor", "key"), name="conversion_once_per_key"),
            models.UniqueConstraint(
                fields=("undone_by", "undo_key"), condition=~Q(undo_key=""), name="undo_once_per_key"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="conversion_state_known"),
            models.CheckConstraint(
                condition=(Q(state="undone") & Q(undone_at__isnull=False) & Q(undone_by__isnull=False))
                | (~Q(state="undone") & Q(undone_at__isnull=True) & Q(undone_by__isnull=True)),
                name="conversion_undone_at_and_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_type} {self.source_ref} -> {self.variant}"


class ConversionRecord(models.Model):
    """One slot of a conversion: the item it created, used or re-used; its name outlives the item."""

    conversion = models.ForeignKey(Conversion, models.CASCADE, related_name="records")
    action = models.CharField(max_length=6, choices=[(action, action) for action in RECORD_ACTIONS])
    item = models.ForeignKey("core.Item", models.SET_NULL, null=True, related_name="conversion_records")
    item_type = models.CharField(max_length=20)
    item_ref = models.PositiveBigIntegerField()
    item_title = models.CharField(max_length=255, blank=True, default="")
    before = models.JSONField(default=dict)  # what apply added to a used item, for undo

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=Q(action__in=RECORD_ACTIONS), name="conversion_action_known"),)

    def __str__(self) -> str:
        return f"{self.action} {self.item_type} {self.item_ref}"
