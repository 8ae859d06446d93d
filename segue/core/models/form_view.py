"""In which order does the form of an item type stand, for one person, for some, or for everybody?"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .department import Department
from .user import User


class FormView(models.Model):
    """An arrangement of the form: of its owner alone, with a name of those it is for, with neither of everybody.

    `variant` parts the forms of one type: the key of a deal's pipeline, "repeat" of repeat leads, else "". `sections`
    is [{code, labels, fields, hidden}] in order, `hidden` the names of the fields that are not shown, `names` has
    labels by language of those that are called otherwise. What is named there and is no field any more means nothing;
    `segue.core.form_views` says where a field stands that is not named.
    """

    item_type = models.CharField(max_length=20, editable=False)
    variant = models.CharField(max_length=20, blank=True, default="", editable=False)
    owner = models.ForeignKey(User, models.CASCADE, null=True, blank=True, editable=False, related_name="+")
    name = models.CharField(gettext_lazy("Name"), max_length=100, blank=True, default="")
    users = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=gettext_lazy("People"))
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name=gettext_lazy("Departments")
    )
    sections: Any = models.JSONField(gettext_lazy("Sections"), default=list, blank=True)
    hidden: Any = models.JSONField(gettext_lazy("Hidden fields"), default=list, blank=True)
    names: Any = models.JSONField(gettext_lazy("Names of fields"), default=dict, blank=True)

    class Meta:
        ordering = ("item_type", "variant", "name", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("item_type", "variant", "owner"),
                condition=Q(owner__isnull=False),
                name="one_form_view_per_person",
            ),
            models.UniqueConstraint(
                fields=("item_type", "variant", "name"), condition=Q(owner__isnull=True), name="one_form_view_per_name"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(name=""), name="form_view_of_person_has_no_name"
            ),
        )

    def __str__(self) -> str:
        return self.name or _("Common view")
