"""Which values may the fixed lists (source, contact type, industry ...) take?"""

from django.db import models

from .labelled import Labelled

DIRECTORIES = ("SOURCE", "CONTACT_TYPE", "COMPANY_TYPE", "INDUSTRY", "EMPLOYEES", "DEAL_TYPE", "HONORIFIC")


class DirectoryValue(Labelled):
    """One value of a directory; system values can be renamed, not deleted."""

    directory = models.CharField(max_length=20, choices=[(name, name) for name in DIRECTORIES])
    sort = models.PositiveIntegerField(default=10)
    system = models.BooleanField(default=False)

    class Meta:
        ordering = ("directory", "sort", "id")
        constraints = (
            models.UniqueConstraint(fields=("directory", "code"), name="one_value_per_directory_code"),
            models.CheckConstraint(condition=models.Q(directory__in=DIRECTORIES), name="directory_known"),
        )
