"""How are estimates and invoices numbered, and which number was the last?"""

from django.db import models

RESETS = ("none", "day", "month", "year")


class Numbering(models.Model):
    """The template and sequence of one item type's numbers."""

    item_type = models.CharField(max_length=20, unique=True)
    template = models.CharField(max_length=100, default="{NUMBER}")
    prefix = models.CharField(max_length=20, blank=True, default="")
    start = models.PositiveIntegerField(default=1)
    step = models.PositiveIntegerField(default=1)
    min_length = models.PositiveSmallIntegerField(default=0)
    padding = models.CharField(max_length=1, default="0")
    reset = models.CharField(max_length=5, choices=[(name, name) for name in RESETS], default="none")
    per_company = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(step__gte=1), name="numbering_step_positive"),
            models.CheckConstraint(condition=models.Q(reset__in=RESETS), name="numbering_reset_known"),
        )

    def __str__(self) -> str:
        return f"{self.item_type}: {self.template}"


class NumberCounter(models.Model):
    """The last number taken in one scope and period; locked while the next is taken."""

    numbering = models.ForeignKey(Numbering, models.CASCADE, related_name="counters")
    scope = models.CharField(max_length=20, blank=True, default="")
    period = models.CharField(max_length=10, blank=True, default="")
    last = models.BigIntegerField()  # one step before `start` until the first is taken

    class Meta:
        constraints = (models.UniqueConstraint(fields=("numbering", "scope", "period"), name="one_counter_per_period"),)

    def __str__(self) -> str:
        return f"{self.numbering_id} {self.scope} {self.period}: {self.last}"
