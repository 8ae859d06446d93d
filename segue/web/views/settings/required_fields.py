"""Which standard fields must be filled in, and from which stage on?"""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import item_types
from segue.web import http
from segue.web.components import required_fields as words
from segue.web.components import toasts
from segue.web.forms.settings.required import RequiredForm, cell
from segue.web.views.settings.gate import needs_settings, posted


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, kind: str = "") -> HttpResponse:
    """Show and store what is required of one item type."""
    item_type = http.item_type(kind) if kind else item_types.all_types()[0]
    form = RequiredForm(item_type, posted(request))
    here = reverse("settings-required-of", args=[item_type.slug])
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("The settings were saved."))
        return http.back_to(here)
    cells = {name: _cells(form, name) for name in form.names}
    context = {
        "form": form,
        "item_type": item_type,
        "action": here,
        "columns": [place.label for place in form.places if place] if len(form.places) > 1 else [_("Required")],
        "groups": words.groups(item_type, cells, _errors(form)),
        "tabs": words.tabs(item_type),
        "trail": words.trail(item_type),
    }
    return http.page(request, "pages/settings/required.html", context, status=422 if form.errors else 200)


def _cells(form: RequiredForm, name: str) -> list[dict[str, Any]]:
    """Describe the choices for one field as c-access.cells takes them."""
    found = []
    for place in form.places:
        bound = form[cell(name, place)]
        chosen, choices = bound.value() or "", bound.field.choices  # type: ignore[attr-defined]  # a OneOf has them
        options = [{"value": key, "label": label, "selected": key == chosen} for key, label in choices]
        label = place.label if place and len(form.places) > 1 else _("Required")
        found.append({"name": bound.html_name, "action": label, "granted": bool(chosen), "options": options})
    return found


def _errors(form: RequiredForm) -> dict[str, str]:
    wrong = {name: [form[cell(name, place)].errors for place in form.places] for name in form.names}
    return {name: " ".join(str(text) for each in errors for text in each) for name, errors in wrong.items()}
