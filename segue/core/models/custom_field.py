"""Which fields did a company add to its items, and what can be chosen in them?"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .exact_json import ExactDecoder, ExactEncoder
from .labelled import Labelled, in_language
from .pipeline import COLOURS

ADDITIONAL = "additional"  # the section new fields stand in


class CustomField(Labelled):
    """A field of one item type. Its code is the key in `Item.custom`; code, item type and kind never change."""

    item_type = models.CharField(max_length=20, editable=False)
    code = models.CharField(max_length=43)
    kind = models.CharField(max_length=20, editable=False)
    list_labels = models.JSONField(default=dict, blank=True)
    filter_labels = models.JSONField(default=dict, blank=True)
    help_texts = models.JSONField(default=dict, blank=True)
    error_texts = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(  # by kind, as `kinds` has them
        default=dict, blank=True, encoder=ExactEncoder, decoder=ExactDecoder
    )
    multiple = models.BooleanField(_("Several values"), default=False)
    mandatory = models.BooleanField(_("Required"), default=False)
    mandatory_from = models.ForeignKey(
        "core.Stage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Required from stage")
    )
    sort = models.PositiveIntegerField(default=100)
    section = models.CharField(_("Section"), max_length=20, default=ADDITIONAL)
    show_always = models.BooleanField(_("Show even when empty"), default=False)
    in_list = models.BooleanField(_("Show in lists"), default=True)
    in_filter = models.BooleanField(_("Filter and sort by it"), default=False)
    finds_duplicates = models.BooleanField(_("Find duplicates by this field"), default=False)
    has_keys = models.BooleanField(default=False, editable=False)  # every value is among the CustomKeys by now
    editable = models.BooleanField(_("Can be edited in forms"), default=True)
    external_id = models.CharField(_("External id"), max_length=255, blank=True, default="")
    not_offered_on = models.JSONField(default=list, blank=True)  # item types for which conversions leave it out
    is_restricted = models.BooleanField(default=False, editable=False)
    users = models.ManyToManyField("core.User", blank=True, related_name="+", verbose_name=_("Users"))
    departments = models.ManyToManyField("core.Department", blank=True, related_name="+", verbose_name=_("Departments"))
    conversion_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)  # the one that created it
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    # What can be chosen, by the value that is stored, and what could once: `custom_fields.definitions` reads them.
    offered: dict[Any, Any]
    gone: dict[Any, Any]

    class Meta:
        ordering = ("item_type", "sort", "id")
        constraints = (models.UniqueConstraint(fields=("item_type", "code"), name="one_custom_field_per_code"),)

    @property
    def list_label(self) -> str:
        """The name as a heading, in the reader's language."""
        return in_language(self.list_labels, self.label)

    @property
    def filter_label(self) -> str:
        """The name among the filters, in the reader's language."""
        return in_language(self.filter_labels, self.label)

    @property
    def help_text(self) -> str:
        """What helps to fill it in; "" for nothing."""
        return in_language(self.help_texts, "")

    @property
    def error_text(self) -> str:
        """What is said instead of the usual message when a value is wrong; "" for nothing."""
        return in_language(self.error_texts, "")


class CustomFieldOption(models.Model):
    """One thing that can be chosen in a list; values name it by its id, which stays."""

    field = models.ForeignKey(CustomField, models.CASCADE, related_name="options")
    text = models.CharField(max_length=255)
    sort = models.PositiveIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    external_id = models.CharField(max_length=255, blank=True, default="")
    colour = models.CharField(max_length=10, choices=[(name, name) for name in COLOURS], blank=True, default="")
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("sort", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("field", "external_id"), condition=~Q(external_id=""), name="one_option_per_external_id"
            ),
        )

    def __str__(self) -> str:
        return self.text


class CustomReference(models.Model):
    """A custom value names this user or item, so that whoever removes one finds where it is named."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="custom_references")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="references")
    user = models.ForeignKey("core.User", models.PROTECT, null=True, related_name="+")
    target = models.ForeignKey("core.Item", models.CASCADE, null=True, related_name="named_in")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.field_id} of {self.item_id}"


class CustomKey(models.Model):
    """By this an item is compared with others, when duplicates are looked for by the field."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="custom_keys")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="keys", db_index=False)
    key = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("field", "key"), name="custom_key_by_value"),)

    def __str__(self) -> str:
        return f"{self.field_id} of {self.item_id}"
