"""Which departments does the organisation have, and who leads them?"""

from django.db import models


class Department(models.Model):
    """A node of the department tree."""

    name = models.CharField(max_length=255)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    head = models.ForeignKey("core.User", models.PROTECT, null=True, blank=True, related_name="+")
    sort = models.PositiveIntegerField(default=100)

    class Meta:
        ordering = ("sort", "name")

    def __str__(self) -> str:
        return self.name
