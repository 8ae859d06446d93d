"""What do the cards of a board show to one person?"""

from typing import Any

from django.db import models

from .user import User


class CardFields(models.Model):
    """The fields that a person chose for the cards of one item type, by name; without a row it is the usual ones.

    What is named there and is no field any more means nothing.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    item_type = models.CharField(max_length=20)
    names: Any = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "item_type"), name="one_choice_of_cards_per_person"),)

    def __str__(self) -> str:
        return f"{self.item_type}: {', '.join(self.names)}"
