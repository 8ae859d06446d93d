"""How are estimates and invoices numbered?"""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import item_types, numbering_changes
from segue.core.item_types import ItemType
from segue.web import http
from segue.web.components import settings as words
from segue.web.components import toasts
from segue.web.forms.settings.numbering import NumberingForm
from segue.web.views.settings.gate import needs_settings, posted


@require_safe
@needs_settings
def overview(request: http.Request) -> HttpResponse:
    """Show which types are numbered, and their next numbers."""
    groups = [{"title": _("Numbered by a template"), "entries": [_entry(each) for each in _numbered()]}]
    return http.page(request, "pages/settings/numbering_overview.html", {"groups": groups, "trail": _trail()})


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, kind: str) -> HttpResponse:
    """Change how a type is numbered; "Preview" shows what would come, and saves nothing."""
    item_type = http.item_type(kind)
    if not item_type.numbered:
        raise Http404
    numbering = numbering_changes.of_type(item_type.code)
    form = NumberingForm(numbering, posted(request))
    preview = "preview" in request.POST
    if request.method == "POST" and not preview and form.store(actor=request.user):
        toasts.add(request, _("The numbering was saved."))
        return http.back_to(reverse("settings-numbering-of", args=[kind]))
    draft = form.draft() if preview and form.is_valid() else numbering
    gaps = words.gaps(item_type.code)
    context = {"form": form, "item_type": item_type, "next": numbering_changes.next_number(draft), "gaps": gaps}
    context |= {"trail": _trail(str(item_type.label_plural))}
    return http.page(request, "pages/settings/numbering.html", context, status=422 if form.errors else 200)


def _numbered() -> list[ItemType]:
    return [each for each in item_types.all_types() if each.numbered]


def _entry(item_type: ItemType) -> dict[str, Any]:
    number = numbering_changes.next_number(numbering_changes.of_type(item_type.code))
    return {
        "label": item_type.label_plural,
        "text": _("Next number: %(number)s") % {"number": number},
        "icon": item_type.icon,
        "href": reverse("settings-numbering-of", args=[item_type.slug]),
    }


def _trail(here: str = "") -> list[dict[str, str]]:
    overview_href = reverse("settings-numbering") if here else ""
    last = [{"label": here, "href": ""}] if here else []
    return [
        {"label": _("Settings"), "href": reverse("settings")},
        {"label": _("Numbering"), "href": overview_href},
        *last,
    ]
