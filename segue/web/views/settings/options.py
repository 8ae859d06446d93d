"""What can be chosen in a list of the company's own, and how is an option added, changed, moved and deleted?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core.custom_fields import changes, order
from segue.core.models import CustomField, CustomFieldOption
from segue.web import http
from segue.web.components import settings_fields as words
from segue.web.components import toasts
from segue.web.forms.settings.options import DeleteOptionForm, NewOptionsForm, OptionForm
from segue.web.forms.settings.rows import RowForm
from segue.web.views.settings.fields import find
from segue.web.views.settings.gate import needs_settings, posted
from segue.web.views.settings.rows import STEPS


@require_safe
@needs_settings
def index(request: http.Request, pk: int) -> HttpResponse:
    """Show the options of a list."""
    field = _list(pk)
    context = {
        "field": field,
        "rows": words.options(field, list(field.offered.values())),
        "tabs": words.field_tabs(field, options=True),
        "new_href": reverse("settings-options-new", args=[pk]),
        "trail": words.trail(_("Options"), field),
    }
    return http.page(request, "pages/settings/options.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request, pk: int) -> HttpResponse:
    """Add one option or several."""
    field = _list(pk)
    return _form(request, NewOptionsForm(CustomFieldOption(field=field), posted(request)), _("New options"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, pk: int, option: int) -> HttpResponse:
    """Change an option."""
    row = _find(pk, option)
    return _form(request, OptionForm(row, posted(request)), row.text)


@require_POST
@needs_settings
def move(request: http.Request, pk: int, option: int, step: str) -> HttpResponse:
    """Move an option up or down."""
    order.move_option(_find(pk, option), STEPS[step], actor=request.user)
    return http.back_to(_home(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int, option: int) -> HttpResponse:
    """Ask what becomes of the items that have an option, and let it go."""
    row = _find(pk, option)
    count = changes.count_of_option(row)
    form = DeleteOptionForm(row, count, request.POST if "confirm" in request.POST else None)
    if form.is_bound and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was deleted.") % {"name": row.text})
        return http.back_to(_home(pk))
    context = {
        "title": _("Delete “%(name)s”?") % {"name": row.text},
        "text": words.chosen_by(count),
        "form": form if count else None,
        "action": reverse("settings-option-delete", args=[pk, option]),
        "cancel": _home(pk),
        "trail": words.trail(row.text, row.field),
    }
    return http.page(request, "pages/settings/delete_option.html", context, status=422 if form.errors else 200)


def _form(request: http.Request, form: RowForm, title: str) -> HttpResponse:
    field: CustomField = form.row.field
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": field.label})
        return http.back_to(_home(field.pk))
    context = {"form": form, "title": title, "cancel": _home(field.pk), "trail": words.trail(title, field)}
    return http.page(request, "pages/settings/option.html", context, status=422 if form.errors else 200)


def _list(pk: int) -> CustomField:
    field = find(pk)
    if field.kind != "list":
        raise Http404
    return field


def _find(pk: int, option: int) -> CustomFieldOption:
    """Find an option among those of its list."""
    found: CustomFieldOption | None = _list(pk).offered.get(option)
    if found is None:
        raise Http404
    return found


def _home(pk: int) -> str:
    return reverse("settings-options", args=[pk])
