"""Which lists and boards did somebody put together and name, and how does a person like the list of a type?"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .department import Department
from .role import Role
from .user import User


class SavedView(models.Model):
    """A filter with order and columns, under a name: its owner's alone, or of those whom it is shared with too.

    `asked` is [[name, value]] as an address says filter and order; `columns` are names of columns, none for those that
    a list has anyway; `board` is what a board keeps with it. What is named there and is nothing any more means nothing.
    """

    item_type = models.CharField(max_length=20, editable=False)
    name = models.CharField(_("Name"), max_length=60)
    owner = models.ForeignKey(User, models.CASCADE, editable=False, related_name="saved_views")
    asked: Any = models.JSONField(_("Filter"), default=list, blank=True)
    columns: Any = models.JSONField(_("Columns"), default=list, blank=True)
    board: Any = models.JSONField(_("Board"), default=dict, blank=True)
    is_for_everyone = models.BooleanField(_("Everyone"), default=False)
    roles = models.ManyToManyField(Role, blank=True, related_name="+", verbose_name=_("Roles"))
    departments = models.ManyToManyField(Department, blank=True, related_name="+", verbose_name=_("Departments"))

    class Meta:
        ordering = ("item_type", "name", "id")

    def __str__(self) -> str:
        return self.name


class ListChoice(models.Model):
    """How the list of a type is liked: by its owner, or, without one, by everybody who chose nothing else.

    `columns` and `size` are empty where nothing was chosen. `pinned` names the views that are tabs above the list,
    `first` the one it begins with: supplied ones by their code, saved ones by their id.
    """

    item_type = models.CharField(max_length=20, editable=False)
    owner = models.ForeignKey(User, models.CASCADE, null=True, editable=False, related_name="+")
    columns: Any = models.JSONField(_("Columns"), default=list, blank=True)
    size = models.PositiveSmallIntegerField(_("Rows per page"), null=True, blank=True)
    pinned: Any = models.JSONField(null=True, blank=True)  # None: nobody chose
    first = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        ordering = ("item_type", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("item_type", "owner"), condition=Q(owner__isnull=False), name="one_list_choice_per_person"
            ),
            models.UniqueConstraint(
                fields=("item_type",), condition=Q(owner__isnull=True), name="one_list_choice_for_everybody"
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_type} of {self.owner_id}"
