"""What does the first administrator of an empty system do first, and what of it is done?"""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import preferences, settings_changes
from segue.core.models import AuditEntry, Pipeline, User
from segue.crm import sellers
from segue.crm.demo import sample

Step = dict[str, Any]
PIPELINES = ("pipeline", "stage")  # how the subjects of their audit entries begin


def greet(user: User) -> list[Step]:
    """Return the steps while they are of use: to administrators of an empty system who did not put them away."""
    chosen = user.chosen or preferences.load()
    if not (user.is_admin and chosen.first_steps and sample.is_empty()):
        return []
    steps = [_company(), _people(), _pipeline()]
    return [] if all(step["done"] for step in steps) else steps


def _company() -> Step:
    return {
        "icon": "company",
        "label": _("Your company"),
        "text": _("Who sells on your estimates and invoices: name, address, tax and bank."),
        "href": reverse("settings-seller-new"),
        "done": sellers.alive().exists(),
    }


def _people() -> Step:
    return {
        "icon": "clients",
        "label": _("People"),
        "text": _("Invite whoever works with you. Roles say what they may do."),
        "href": reverse("settings-person-new"),
        "done": User.objects.active().count() > 1,
    }


def _pipeline() -> Step:
    """A pipeline is as it came until somebody changes one, which the audit log knows."""
    deals = Pipeline.objects.filter(item_type="deal").order_by("-is_default", "sort", "pk").first()
    about = Q()
    for subject in PIPELINES:
        about |= Q(subject__startswith=subject)
    return {
        "icon": "stage",
        "label": _("Pipeline"),
        "text": _("The stages of your deals: rename them, add your own, or leave them as they are."),
        "href": reverse("settings-rows", args=[f"stages/{deals.pk}" if deals else "pipelines"]),
        "done": AuditEntry.objects.filter(about, event__in=settings_changes.EVENTS).exists(),
    }
