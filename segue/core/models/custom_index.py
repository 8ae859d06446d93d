"""Does the database hold an index of a custom field yet?"""

from django.db import models

WAITING, BUILDING, READY, FAILED = STATES = ("waiting", "building", "ready", "failed")


class CustomIndex(models.Model):
    """How far the indexes of a field that lists filter and sort by are; `custom_fields.indexes` builds them."""

    field = models.OneToOneField("core.CustomField", models.CASCADE, related_name="index")
    state = models.CharField(max_length=10, choices=[(name, name) for name in STATES], default=WAITING)
    done = models.PositiveSmallIntegerField(default=0)  # indexes that stand already
    of = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True, default="")  # why it failed, in the words of the database
    asked_by = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")  # who is told of its end
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.field_id}: {self.state}"
