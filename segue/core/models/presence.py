"""Who has an item open just now?"""

from django.db import models


class Presence(models.Model):
    """A person whose browser said at a moment that it shows an item; see `core/presence.py` for how long that holds."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="+")
    user = models.ForeignKey("core.User", models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "user"), name="present_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.item_id}"
