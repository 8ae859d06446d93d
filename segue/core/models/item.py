"""What do all items have in common?"""

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from segue.core import permissions

from .exact_json import ExactDecoder, ExactEncoder
from .user import User

SORTED_LENGTH = 40  # that much of a name decides its place in a list
ROUNDING_MODES = ("per_row", "per_tax_rate", "per_document")


def decimal(label: Any = "", **options: Any) -> "models.DecimalField[Any, Any]":
    """A column of 11 + 4 digits: SQLite returns those exactly, so amounts, prices and rates stay what was entered."""
    return models.DecimalField(label, max_digits=15, decimal_places=4, **options)


def own_row() -> "models.OneToOneField[Any, Any]":
    """The key of a child table; without a name on Item, since `deal.lead` means the lead a deal came from."""
    return models.OneToOneField(
        "core.Item", models.CASCADE, parent_link=True, primary_key=True, related_name="+", serialize=False
    )


class SortedName(Func):
    """What a list sorts by its items' names: search texts begin with them, case and accents ignored, so it sorts as
    people read, on both databases. Written without a parameter, for the index holds just this.
    """

    template = f"SUBSTR(%(expressions)s, 1, {SORTED_LENGTH})"

    def __init__(self, column: str = "search_text") -> None:
        super().__init__(column, output_field=models.TextField())


class ItemQuerySet(models.QuerySet[Any]):
    """Items, narrowed by phrases."""

    def alive(self) -> Self:
        """Leave out the recycle bin."""
        return self.filter(deleted_at__isnull=True)

    def in_bin(self) -> Self:
        """Keep only the recycle bin."""
        return self.filter(deleted_at__isnull=False)

    def visible_to(self, user: User, item_type: str = "") -> Self:
        """Keep what this user may read, outside the recycle bin; of one item type where it is named, which makes a
        shorter question, and one that enters the index of who is responsible.
        """
        rows = self.alive().of_type(item_type) if item_type else self.alive()
        return rows.filter(permissions.rule(user, "read", item_type))

    def permitting(self, action: str, user: User) -> Self:
        """Keep what this user may read and do `action` to, outside the recycle bin."""
        return self.alive().filter(permissions.rule(user, action))

    def of_type(self, code: str) -> Self:
        """Keep one item type."""
        return self.filter(type=code)


class Item(models.Model):
    """A lead, deal, contact, company, estimate or invoice; `crm` adds the columns only one form shows."""

    type = models.CharField(max_length=20, editable=False)
    title = models.CharField(_("Name"), max_length=255, blank=True, default="")
    number = models.CharField(_("Number"), max_length=100, blank=True, default="")
    number_scope = models.CharField(max_length=20, blank=True, default="", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="items", verbose_name=_("Responsible person"))
    open_to_all = models.BooleanField(_("Available to everyone"), default=True)

    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(_("Created"), editable=False)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField(_("Changed"), editable=False)
    last_activity_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    last_activity_at = models.DateTimeField(_("Last activity"), editable=False)
    deleted_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(_("Deleted"), null=True, blank=True, editable=False)

    pipeline = models.ForeignKey(
        "core.Pipeline", models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("Pipeline")
    )
    stage = models.ForeignKey(
        "core.Stage", models.PROTECT, null=True, blank=True, related_name="items", verbose_name=_("Stage")
    )
    stage_changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True, editable=False)
    stage_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True, editable=False)

    amount = decimal(_("Amount"), default=Decimal(0), blank=True)
    currency = models.ForeignKey("core.Currency", models.PROTECT, related_name="+", verbose_name=_("Currency"))
    amount_is_manual = models.BooleanField(_("Amount entered by hand"), default=False)
    tax_amount = decimal(_("Tax"), default=Decimal(0), editable=False)
    base_amount = decimal(default=Decimal(0), editable=False)
    base_rate = decimal(default=Decimal(1), editable=False)
    rounding_mode = models.CharField(
        max_length=12, choices=[(mode, mode) for mode in ROUNDING_MODES], default="per_row", editable=False
    )
    decimals = models.PositiveSmallIntegerField(default=2, editable=False)

    start_on = models.DateField(_("Start date"), null=True, blank=True)
    due_on = models.DateField(_("Deadline"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)

    source = models.ForeignKey(
        "core.DirectoryValue", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Source")
    )
    source_note = models.TextField(_("Source information"), blank=True, default="")
    comment = models.TextField(_("Comment"), blank=True, default="")
    utm_source = models.CharField("UTM Source", max_length=255, blank=True, default="")
    utm_medium = models.CharField("UTM Medium", max_length=255, blank=True, default="")
    utm_campaign = models.CharField("UTM Campaign", max_length=255, blank=True, default="")
    utm_content = models.CharField("UTM Content", max_length=255, blank=True, default="")
    utm_term = models.CharField("UTM Term", max_length=255, blank=True, default="")
    web_form = models.PositiveIntegerField(null=True, blank=True, editable=False)
    originator = models.CharField(max_length=100, blank=True, default="", editable=False)
    origin_id = models.CharField(max_length=100, blank=True, default="", editable=False)

    custom = models.JSONField(
        default=dict, blank=True, editable=False, encoder=ExactEncoder, decoder=ExactDecoder
    )  # code of a custom field -> value
    search_text = models.TextField(blank=True, default="", editable=False)
    name_key = models.CharField(max_length=255, blank=True, default="", editable=False)  # what names compare by
    # The same with umlauts as two letters, where it has any. NULL else: SQLite adds that without copying the table.
    spelled_key = models.CharField(max_length=255, null=True, editable=False)

    objects = ItemQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=("type", "-last_activity_at", "-id"),
                condition=Q(deleted_at__isnull=True),
                name="item_by_activity",
            ),
            models.Index(
                fields=("type", "stage", "-last_activity_at", "-id"),
                condition=Q(deleted_at__isnull=True),
                name="item_by_stage",
            ),
            models.Index(
                fields=("type", "owner", "-last_activity_at", "-id"),
                condition=Q(deleted_at__isnull=True),
                name="item_by_owner",
            ),
            # By these figures find what came in and what was closed in a period, and lists are sorted.
            models.Index(
                fields=("type", "created_at", "id"), condition=Q(deleted_at__isnull=True), name="item_by_creation"
            ),
            models.Index(
                fields=("type", "closed_at", "id"), condition=Q(deleted_at__isnull=True), name="item_by_closing"
            ),
            # Lists are sorted by these.
            models.Index(
                "type",
                SortedName(),
                "id",
                condition=Q(deleted_at__isnull=True),
                name="item_by_title",
            ),
            models.Index(
                fields=("type", "base_amount", "id"), condition=Q(deleted_at__isnull=True), name="item_by_amount"
            ),
            models.Index(
                fields=("type", "due_on", "id"),
                condition=Q(deleted_at__isnull=True, due_on__isnull=False),
                name="item_by_due",
            ),
            # All that counts and sums of a board are made of, so that they are read from here alone; the amount comes
            # before the currency, so that a stage's items of at least so much are entered at once.
            models.Index(
                fields=("type", "stage", "amount", "currency", "base_amount", "owner", "open_to_all", "id"),
                condition=Q(deleted_at__isnull=True),
                name="item_sums_by_stage",
            ),
            models.Index(
                fields=("type", "due_on", "id"),
                condition=Q(deleted_at__isnull=True, closed_at__isnull=True, due_on__isnull=False),
                name="item_open_by_due",
            ),
            models.Index(
                fields=("type", "valid_until", "id"),
                condition=Q(deleted_at__isnull=True, closed_at__isnull=True, valid_until__isnull=False),
                name="item_open_by_valid",
            ),
            models.Index(fields=("type", "name_key"), condition=~Q(name_key=""), name="item_by_name_key"),
            models.Index(
                fields=("type", "spelled_key"), condition=Q(spelled_key__isnull=False), name="item_by_spelled_key"
            ),
            models.Index(fields=("number",), condition=~Q(number=""), name="item_by_number"),
            models.Index(fields=("deleted_at",), condition=Q(deleted_at__isnull=False), name="item_in_recycle_bin"),
            models.Index(fields=("type", "origin_id"), condition=~Q(origin_id=""), name="item_by_origin"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("type", "number_scope", "number"), condition=~Q(number=""), name="one_item_per_number"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="item_version_positive"),
            models.CheckConstraint(condition=Q(rounding_mode__in=ROUNDING_MODES), name="item_rounding_mode_known"),
            models.CheckConstraint(condition=Q(decimals__lte=4), name="item_decimals_at_most_four"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="item_deleted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(pipeline__isnull=True, stage__isnull=True) | Q(pipeline__isnull=False, stage__isnull=False),
                name="item_stage_with_pipeline",
            ),
        )

    def __str__(self) -> str:
        return self.title or f"{self.type} #{self.pk}"

    @property
    def is_new(self) -> bool:
        """Stored for the first time just now, so that tables of its own hold nothing of it yet."""
        return self.version == 1
