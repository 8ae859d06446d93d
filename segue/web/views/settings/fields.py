"""Which fields of their own do items have? Lists by item type, and the forms to add, change and delete one."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import item_types
from segue.core.custom_fields import changes, definitions, kinds, order
from segue.core.item_types import ItemType
from segue.core.models import CustomField
from segue.web import http
from segue.web.components import settings_fields as words
from segue.web.components import toasts
from segue.web.forms.settings.field import FieldForm
from segue.web.views.settings.gate import needs_settings, posted
from segue.web.views.settings.rows import STEPS


@require_safe
@needs_settings
def index(request: http.Request, kind: str = "") -> HttpResponse:
    """Show the fields of one item type."""
    item_type = http.item_type(kind) if kind else item_types.all_types()[0]
    present = CustomField.objects.filter(deleted_at=None)
    counts = dict(present.order_by().values_list("item_type").annotate(Count("pk")))
    fields = present.filter(item_type=item_type.code).select_related("mandatory_from", "index").order_by("sort", "pk")
    context = {
        "item_type": item_type,
        "groups": words.groups(item_type, fields),
        "tabs": words.type_tabs(item_type, counts),
        "new_href": reverse("settings-field-new") + f"?type={item_type.code}",
        "trail": words.trail(str(item_type.label_plural)),
    }
    return http.page(request, "pages/settings/fields.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request) -> HttpResponse:
    """Add a field: first its type and kind are chosen, which cannot change later, then all the rest."""
    asked = request.GET
    item_type = _type(asked.get("type", ""))
    if item_type is None or asked.get("kind") not in kinds.KINDS:
        return _choose(request, item_type)
    field = changes.new(item_type.code, asked["kind"], multiple="multiple" in asked)
    field.section = item_type.section(asked.get("section") or field.section).code
    if field.kind != "list":
        definitions.attach(field)
    return _form(request, field)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, pk: int) -> HttpResponse:
    """Change a field."""
    return _form(request, find(pk))


@require_safe
@needs_settings
def code(request: http.Request) -> HttpResponse:
    """Answer with the help of the code, which says what the name that is typed gives."""
    item_type = _type(request.GET.get("type", ""))
    if item_type is None:
        raise Http404
    form = FieldForm(changes.new(item_type.code, next(iter(kinds.KINDS))), request.GET)
    return http.part(request, "pages/settings/field_code.html", {"form": form})


@require_POST
@needs_settings
def move(request: http.Request, pk: int, step: str) -> HttpResponse:
    """Move a field up or down within its section."""
    field = find(pk)
    order.move(field, STEPS[step], actor=request.user)
    return http.back_to(home(field))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether a field shall go, saying how many items hold a value, and let it go."""
    field = find(pk)
    if "confirm" in request.POST:
        changes.delete(field, actor=request.user)
        toasts.add(request, _("“%(name)s” was deleted. Its values are being removed.") % {"name": field.label})
        return http.back_to(home(field))
    context = {
        "title": _("Delete “%(name)s”?") % {"name": field.label},
        "text": f"{words.held(changes.count_of_values(field))} {_('This cannot be undone.')}",
        "action": reverse("settings-field-delete", args=[pk]),
        "cancel": reverse("settings-field", args=[pk]),
        "trail": words.trail(_("Delete"), field),
    }
    return http.page(request, "pages/settings/delete.html", context)


def find(pk: int) -> CustomField:
    """Return a field that is not deleted, or answer 404."""
    field = definitions.one(pk)
    if field is None:
        raise Http404
    return field


def home(field: CustomField) -> str:
    """Return the address of the list that a field stands in."""
    return reverse("settings-fields-of", args=[item_types.get(field.item_type).slug])


def _type(code: str) -> ItemType | None:
    return next((each for each in item_types.all_types() if each.code == code), None)


def _choose(request: http.Request, item_type: ItemType | None) -> HttpResponse:
    code = item_type.code if item_type else ""
    first = item_type or item_types.all_types()[0]
    context = {
        "types": words.types_to_choose(code),
        "kinds": words.kinds_to_choose(request.GET.get("kind") or next(iter(kinds.KINDS))),
        "multiple": "multiple" in request.GET,
        "kept": [{"name": name, "value": request.GET[name]} for name in ("section", "back") if name in request.GET],
        "cancel": _back(request) or reverse("settings-fields-of", args=[first.slug]),
        "trail": words.trail(_("New field"), item_type=item_type),
    }
    return http.page(request, "pages/settings/field_kind.html", context)


def _form(request: http.Request, field: CustomField) -> HttpResponse:
    form = FieldForm(field, posted(request))
    leads_to = _back(request) or home(field)
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.label})
        return http.back_to(leads_to)
    item_type = item_types.get(field.item_type)
    title = _("New field") if form.is_new else field.label
    trail = words.trail(title, item_type=item_type)
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "facts": words.facts(field),
        "kind": kinds.of(field.kind),
        "tabs": [] if form.is_new else words.field_tabs(field, options=False),
        "delete": "" if form.is_new else reverse("settings-field-delete", args=[field.pk]),
        "cancel": leads_to,
        "trail": trail,
    }
    return http.page(request, "pages/settings/field.html", context, status=422 if form.errors else 200)


def _back(request: http.Request) -> str:
    """Return where one came from, as long as it is an address of ours."""
    back = request.GET.get("back", "")
    ours = http.is_ours(request, back)
    return back if ours else ""
