"""Which item came from which?"""

from django.db import models
from django.db.models import F, Q

CREATED, USED, BOUND = KINDS = ("created", "used", "bound")


class Link(models.Model):
    """A directed relation: `target` was made from, used for, or bound by hand to `source`."""

    source = models.ForeignKey("core.Item", models.CASCADE, related_name="links_down")
    target = models.ForeignKey("core.Item", models.CASCADE, related_name="links_up")
    kind = models.CharField(max_length=7, choices=[(kind, kind) for kind in KINDS])
    conversion = models.ForeignKey("crm.Conversion", models.PROTECT, null=True, blank=True, related_name="links")
    created_by = models.ForeignKey("core.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "target", "conversion"),
                condition=Q(conversion__isnull=False),
                name="one_link_per_conversion",
            ),
            models.UniqueConstraint(
                fields=("source", "target"), condition=Q(conversion__isnull=True), name="one_bound_link"
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_joins_two_items"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="link_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
