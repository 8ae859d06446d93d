"""Which file does somebody bring in, and how is it read? And which ways of reading did they keep?"""

from django.db import models

from segue.core.models import Job


class Import(models.Model):
    """A file on its way in, from its upload on: the bytes, how they are read, and the jobs that tried and did it.

    notation: as `lib.spreadsheets.Notation` has it, and whether there is a head. mapping: for each column of the file
    the name of a column of `crm.columns`, "" for none. options: as `options.Options` has them.
    """

    actor = models.ForeignKey("core.User", models.CASCADE, related_name="imports")
    item_type = models.CharField(max_length=20)
    blob = models.ForeignKey("core.Blob", models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    notation = models.JSONField(default=dict)
    mapping = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    keep_as = models.CharField(max_length=100, blank=True)  # the name typed for this way of reading, not kept yet
    trial = models.ForeignKey("core.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.file_name

    @property
    def begun(self) -> Job | None:
        """The job that brings the file in, or did; one that was taken back is none, so that it can come in again."""
        return self.job if self.job and not hasattr(self.job, "undoing") else None


class Mapping(models.Model):
    """A mapping that somebody kept under a name, for files with the same head."""

    user = models.ForeignKey("core.User", models.CASCADE, related_name="import_mappings")
    item_type = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    head = models.JSONField(default=list)  # as compared: without case and accents
    mapping = models.JSONField(default=list)
    options = models.JSONField(default=dict)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("user", "item_type", "name"), name="one_import_mapping_per_name"),
        )

    def __str__(self) -> str:
        return self.name
