"""Which account at the provider of single sign-on is whose?"""

from django.db import models


class ProviderAccount(models.Model):
    """An account that a person signs in with; the provider may give its address to others, but never its subject."""

    user = models.ForeignKey("core.User", models.PROTECT, related_name="provider_accounts")
    # The provider's address and the name Segue has there: some providers call a person otherwise for each.
    provider = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("provider", "subject"), name="one_person_per_provider_account"),
            models.UniqueConstraint(fields=("user", "provider"), name="one_provider_account_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.subject} at {self.provider}"
