"""What can be set at all?"""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.core.models import User
from segue.web import http
from segue.web.views.settings.gate import needs_settings


@require_safe
@needs_settings
def overview(request: http.Request) -> HttpResponse:
    """Show every page of the settings as a link."""
    return http.page(request, "pages/settings/overview.html", {"groups": groups(request.user)})


def groups(reader: User) -> list[dict[str, Any]]:
    """List the pages of the settings that somebody with the settings right may open."""
    organisation = [
        _entry(_("General"), _("Time zone, country, language, rounding, deadlines"), "sliders", "settings-general"),
        _entry(_("My companies"), _("Who sells on estimates and invoices"), "company", "settings-sellers"),
        _entry(_("Access"), _("Roles: who may see and do what"), "user", "settings-access"),
    ]
    if reader.is_admin:
        organisation += [
            _entry(_("Sign-in"), _("Whether everyone needs a second factor"), "lock", "settings-sign-in"),
            _entry(_("Sample data"), _("A made-up company to look around in"), "product", "settings-sample"),
            _entry(_("Jobs"), _("What runs in the background, and what failed"), "history", "settings-jobs"),
        ]
    people = [
        _entry(_("People"), _("Who works here, who is invited, who administers"), "clients", "settings-people"),
        _entry(_("Departments"), _("Who belongs together, and who leads"), "tree", "settings-departments"),
    ]
    if reader.is_admin:
        text = _("Who signed in, changed rights and settings, exported or deleted")
        people.append(_entry(_("Audit log"), text, "history", "settings-audit"))
    money = [
        _entry(_("Currencies"), _("Rates, decimals and how amounts are written"), "amount", "currencies"),
        _entry(_("VAT rates"), _("The rates that products and rows can have"), "percent", "vat-rates"),
        _entry(_("Units"), _("Pieces, hours, kilograms"), "ruler", "measures"),
        _entry(_("Numbering"), _("The numbers of estimates and invoices"), "number", "settings-numbering"),
    ]
    titles = (_("Organisation"), _("People"), _("Sales"), _("Money and documents"))
    return [
        {"title": title, "entries": entries}
        for title, entries in zip(titles, (organisation, people, _sales(), money), strict=True)
    ]


def _sales() -> list[dict[str, str]]:
    return [
        _entry(
            _("Pipelines and stages"), _("What leads, deals, estimates and invoices go through"), "stage", "pipelines"
        ),
        _entry(
            _("Lists"), _("Sources, industries, types and other values to choose from"), "list", "directories/source"
        ),
        _entry(_("Custom fields"), _("What you want to know beyond the fields of Segue"), "edit", "settings-fields"),
        _entry(
            _("Required fields"), _("What must be filled in, always or from a stage on"), "check", "settings-required"
        ),
        _entry(_("Form views"), _("In which order forms stand, and for whom"), "sliders", "settings-form-views"),
        _entry(_("Products"), _("What you sell, with prices and tax"), "product", "products"),
    ]


def _entry(label: str, text: str, icon: str, place: str) -> dict[str, str]:
    named = place.startswith("settings") or place == "products"
    return {
        "label": label,
        "text": text,
        "icon": icon,
        "href": reverse(place) if named else reverse("settings-rows", args=[place]),
    }
