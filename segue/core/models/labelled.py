"""How does a thing that people may rename say its name in every language?"""

from django.db import models
from django.utils.translation import get_language


def in_language(labels: dict[str, str], fallback: str) -> str:
    """Return the label in the reader's language, else in English, else the fallback."""
    return labels.get((get_language() or "en")[:2]) or labels.get("en") or fallback


class Labelled(models.Model):
    """A row with a code that never changes and labels that people may change."""

    code = models.CharField(max_length=50)
    labels = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.labels, self.code)
