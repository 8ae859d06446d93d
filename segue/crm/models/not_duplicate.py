"""Which two items did somebody look at and say that they are not the same?"""

from django.db import models
from django.db.models import F, Q


class NotDuplicate(models.Model):
    """To this user, two items are not offered as duplicates of each other again; `item` has the smaller id."""

    user = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    item = models.ForeignKey("core.Item", models.CASCADE, related_name="+")
    other = models.ForeignKey("core.Item", models.CASCADE, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("user", "item", "other"), name="not_duplicate_once"),
            models.CheckConstraint(condition=Q(item__lt=F("other")), name="not_duplicate_smaller_id_first"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} is not {self.other_id}"
