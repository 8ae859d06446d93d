"""What is there to do about items, and what was done: to-dos, calls, meetings, e-mails?"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from .user import User

MEETING, CALL, TASK, EMAIL, OTHER = KINDS = (1, 2, 3, 4, 6)
OPEN, DONE, DONE_BY_ITSELF = STATUSES = (1, 2, 3)
INCOMING, OUTGOING = DIRECTIONS = (1, 2)
LOW, MEDIUM, HIGH = PRIORITIES = (1, 2, 3)
COLOURS = tuple(range(1, 8))
WITH_END, WITH_DIRECTION = (MEETING, CALL), (CALL, EMAIL)


def number(numbers: "tuple[int, ...]", **options: Any) -> "models.PositiveSmallIntegerField[Any, Any]":
    """A column for one of a few numbers."""
    return models.PositiveSmallIntegerField(choices=[(each, str(each)) for each in numbers], **options)


class Activity(models.Model):
    """Something to do about one or more items; `deadline` is until when, or when it begins, or when it was."""

    kind = number(KINDS)
    title = models.CharField(max_length=255, blank=True, default="")
    description = models.TextField(blank=True, default="")
    deadline = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="activities")
    reminders = models.JSONField(default=list, blank=True)  # minutes before the deadline
    remind_at = models.DateTimeField(null=True, blank=True, editable=False)  # the next one nobody was told of
    colour = number(COLOURS, null=True, blank=True)
    priority = number(PRIORITIES, default=MEDIUM)
    direction = number(DIRECTIONS, null=True, blank=True)
    status = number(STATUSES, default=OPEN)
    result = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    items = models.ManyToManyField("core.Item", through="core.Binding", related_name="activities")

    class Meta:
        indexes = (
            models.Index(fields=("responsible", "deadline", "id"), condition=Q(status=OPEN), name="activity_open_of"),
            models.Index(fields=("remind_at",), condition=Q(remind_at__isnull=False), name="activity_reminds"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="activity_kind_known"),
            models.CheckConstraint(condition=Q(status__in=STATUSES), name="activity_status_known"),
            models.CheckConstraint(condition=Q(priority__in=PRIORITIES), name="activity_priority_known"),
            models.CheckConstraint(
                condition=Q(colour__isnull=True) | Q(colour__in=COLOURS), name="activity_colour_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__isnull=True) | Q(direction__in=DIRECTIONS, kind__in=WITH_DIRECTION),
                name="activity_direction_of_calls_and_mails",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("deadline"), kind__in=WITH_END),
                name="activity_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(kind=EMAIL, status=OPEN), name="activity_mails_are_written"),
        )

    def __str__(self) -> str:
        return self.title or f"activity {self.pk}"

    @property
    def is_open(self) -> bool:
        """Say whether it is still to be done."""
        return bool(self.status == OPEN)


class Binding(models.Model):
    """An activity is about an item; while it is open, `open_at` repeats its deadline, by which an item's are found."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="bindings")
    item = models.ForeignKey("core.Item", models.CASCADE, related_name="bindings")
    open_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("item", "open_at", "activity"), condition=Q(open_at__isnull=False), name="binding_open_of_item"
            ),
        )
        constraints = (models.UniqueConstraint(fields=("activity", "item"), name="activity_bound_once"),)

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.item_id}"
