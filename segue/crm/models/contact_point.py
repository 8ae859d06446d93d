"""How can a lead, a contact or a company be reached?"""

from django.db import models
from django.utils.translation import gettext_lazy as _

PHONE, EMAIL, WEB, IM = KINDS = ("PHONE", "EMAIL", "WEB", "IM")
LABELS = {
    PHONE: ("WORK", "MOBILE", "FAX", "HOME", "PAGER", "MAILING", "OTHER"),
    EMAIL: ("WORK", "HOME", "MAILING", "OTHER"),
    WEB: ("WORK", "HOME", "OTHER", "VK", "LIVEJOURNAL", "TWITTER"),
    IM: (
        "TELEGRAM", "VIBER", "SKYPE", "VK", "BITRIX24", "OPENLINE", "IMOL", "ICQ", "MSN", "JABBER", "OTHER",
    ),
}  # fmt: skip
KIND_NAMES = {PHONE: _("Phone"), EMAIL: _("E-mail"), WEB: _("Website"), IM: _("Messenger")}


class ContactPoint(models.Model):
    """One phone, e-mail, website or messenger; `match_key` is what duplicates are compared by."""

    item = models.ForeignKey("core.Item", models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=5, choices=[(kind, kind) for kind in KINDS])
    label = models.CharField(max_length=12, default="WORK")
    value = models.CharField(max_length=255)
    e164 = models.CharField(max_length=20, blank=True, default="")
    match_key = models.CharField(max_length=255, blank=True, default="")
    do_not_contact = models.BooleanField(default=False)
    sort = models.PositiveIntegerField(default=10)

    class Meta:
        ordering = ("item", "sort", "id")
        indexes = (models.Index(fields=("kind", "match_key"), name="contact_point_by_key"),)
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="contact_point_kind_known"),)

    def __str__(self) -> str:
        return self.value
