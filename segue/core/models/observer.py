"""Who follows an item without owning it?"""

from django.db import models


class Observer(models.Model):
    """A user who may read and comment an item beyond their scope, and hears of it."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="observers")
    user = models.ForeignKey("core.User", models.PROTECT, related_name="observing")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("item", "user"), name="observer_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} observes {self.item_id}"
