"""What did the administrator choose for the whole organisation?"""

from django.db import models


class Preference(models.Model):
    """One chosen setting; a missing row means the default in `segue.core.preferences`."""

    key = models.CharField(max_length=50, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.key
