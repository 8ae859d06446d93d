"""Where are the bytes of a file, and which item shows it?"""

from django.db import models


class Blob(models.Model):
    """Bytes stored once, by their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """The file people see on an item; carrying a file to another item makes one more row, no bytes move.

    One of a custom field is named by the value of that field, and is none of the item's own files.
    """

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="attachments")
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="attachments")
    field = models.ForeignKey("core.CustomField", models.CASCADE, null=True, blank=True, related_name="attachments")
    name = models.CharField(max_length=255)
    added_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
