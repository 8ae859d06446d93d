"""Which items were merged into one, and which may be the same?"""

from django.db import models
from django.db.models import F, Q

from segue.core.models.exact_json import ExactDecoder, ExactEncoder


class Merge(models.Model):
    """One act of merging: others went into `main`. `before` and `moved` are what an undo needs."""

    actor = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    main = models.ForeignKey("core.Item", models.SET_NULL, null=True, related_name="merges")
    main_version = models.PositiveIntegerField()  # after it
    before = models.JSONField(default=dict, encoder=ExactEncoder, decoder=ExactDecoder)
    moved = models.JSONField(default=dict, encoder=ExactEncoder, decoder=ExactDecoder)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("actor", "key"), name="merge_once_per_key"),)

    def __str__(self) -> str:
        return f"merge {self.pk} into {self.main_id}"


class Merged(models.Model):
    """An item that went into another; its address leads there also when it is deleted for good."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="items")
    item = models.ForeignKey("core.Item", models.SET_NULL, null=True, related_name="merged")
    item_ref = models.PositiveBigIntegerField(db_index=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.item_ref} in {self.merge_id}"


class Suspect(models.Model):
    """Two living items of one type that have something in common; `item` has the smaller id.

    criteria: what, the strongest first. The scan that saw them last is `scan`, the id of its job.
    """

    item_type = models.CharField(max_length=20)
    item = models.ForeignKey("core.Item", models.CASCADE, related_name="+")
    other = models.ForeignKey("core.Item", models.CASCADE, related_name="+")
    criteria = models.JSONField(default=list)
    strength = models.PositiveSmallIntegerField()
    scan = models.PositiveBigIntegerField()

    class Meta:
        indexes = (models.Index(fields=("item_type", "strength", "id"), name="suspect_by_strength"),)
        constraints = (
            models.UniqueConstraint(fields=("item", "other"), name="suspects_once"),
            models.CheckConstraint(condition=Q(item__lt=F("other")), name="suspects_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} and {self.other_id}"
