"""Which arrangements of forms hold for others than their makers? A list to change and delete them from."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import form_view_changes, item_types
from segue.core.models import FormView, User
from segue.web import http
from segue.web.components import arranger, toasts
from segue.web.components import settings as words
from segue.web.views import form_views
from segue.web.views.settings.gate import needs_settings


@require_safe
@needs_settings
def index(request: http.Request) -> HttpResponse:
    """Show the common and named views, and lead to where new ones are made."""
    back = reverse("settings-form-views")
    types = [
        {
            "label": each.label_plural,
            "text": "",
            "icon": each.icon,
            "href": f"{reverse('arrange', args=[each.slug])}?{urlencode({'back': back})}",
        }
        for each in item_types.all_types()
    ]
    context = {
        "rows": [_row(view, back, request.user) for view in _for_others().prefetch_related("users", "departments")],
        "groups": [{"title": _("Arrange the form"), "entries": types}],
        "trail": words.trail(_("Form views")),
    }
    return http.page(request, "pages/settings/form_views.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether a view shall go, and let it go."""
    view = _for_others().filter(pk=pk).first()
    if view is None:
        raise Http404
    name = _name(view, request.user)
    if "confirm" in request.POST:
        form_view_changes.remove(view, actor=request.user)
        toasts.add(request, _("“%(name)s” was deleted.") % {"name": name})
        return http.back_to(reverse("settings-form-views"))
    context = {
        "title": _("Delete “%(name)s”?") % {"name": name},
        "text": _("Those it was for see the form as everyone does, or as they arranged it themselves."),
        "action": reverse("settings-form-view-delete", args=[pk]),
        "cancel": reverse("settings-form-views"),
        "trail": words.trail(_("Delete"), (_("Form views"), reverse("settings-form-views"))),
    }
    return http.page(request, "pages/settings/delete.html", context)


def _for_others() -> QuerySet[FormView]:
    return FormView.objects.filter(owner=None)


def _name(view: FormView, reader: User) -> str:
    item_type = item_types.get(view.item_type)
    variant = dict(form_views.variants(item_type, reader)).get(view.variant, "")
    return " – ".join(str(each) for each in (item_type.label_plural, variant, view) if str(each))


def _row(view: FormView, back: str, reader: User) -> dict[str, Any]:
    slug = item_types.get(view.item_type).slug
    return {
        "key": view.pk,
        "label": _name(view, reader),
        "note": arranger.members(view),
        "href": f"{reverse('arrange', args=[slug])}?{urlencode({'view': view.pk, 'back': back})}",
        "remove": reverse("settings-form-view-delete", args=[view.pk]),
    }
