"""Who may do what? The roles, the matrix of each, two compared, and what somebody may do and why."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import item_types, role_holders, roles
from segue.core.item_types import ItemType
from segue.core.models import Role, User
from segue.core.models.role import SCOPES
from segue.web import http
from segue.web.components import access as words
from segue.web.components import person_rights, settings, toasts
from segue.web.forms.settings.role import NewRoleForm, RoleForm, filled
from segue.web.views.settings.gate import needs_settings, posted

MOST_SHOWN = 50  # people of a role, by name; the rest is counted
MOST_UNSEARCHED = 8  # roles that one overlooks without a search


@require_safe
@needs_settings
def index(request: http.Request) -> HttpResponse:
    """Show the roles, and who may do everything without one."""
    found = sorted(Role.objects.prefetch_related("members"), key=lambda role: (role.label.casefold(), role.pk))
    wanted = request.GET.get("q", "").strip().casefold()
    shown = [role for role in found if wanted in role.label.casefold()]
    counts = {role.pk: role_holders.people_with(role).count() for role in shown}
    context = {
        "rows": words.role_rows(shown, counts),
        "q": request.GET.get("q", ""),
        "administrators": User.objects.active().filter(is_admin=True),
        "people": User.objects.active(),
        "has_search": len(found) > MOST_UNSEARCHED or bool(wanted),
        "choices": words.choices(found, None, None) if len(found) > 1 else None,
        "trail": settings.trail(_("Access")),
    }
    return http.page(request, "pages/settings/access.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request) -> HttpResponse:
    """Begin a role: empty, or as a copy of another."""
    like = request.GET.get("like", "")
    form = NewRoleForm(Role(), posted(request))
    form.initial["like"] = like
    if request.method == "POST" and form.store(actor=request.user):
        return http.back_to(reverse("settings-role", args=[form.row.pk]))
    context = {
        "form": form,
        "title": _("New role"),
        "cancel": reverse("settings-access"),
        "trail": settings.trail(_("New role"), _home()),
    }
    return http.page(request, "pages/settings/role_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def role(request: http.Request, pk: int) -> HttpResponse:
    """Show and store what a role grants, and to whom it is given.

    With "fill" nothing is stored: the matrix comes as it was typed, with one scope in all cells, or unfolded.
    """
    row = get_object_or_404(Role, pk=pk)
    form = RoleForm(row, posted(request))
    fill = request.POST.get("fill", "")
    if request.method == "POST" and not fill and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.label})
        return http.back_to(reverse("settings-role", args=[pk]))
    cells = form.typed_cells | (filled(fill) if fill in SCOPES else {})
    people = role_holders.people_with(row)
    address = reverse("settings-role", args=[pk])
    context = {
        "form": form,
        "role": row,
        "actions": words.actions(),
        "rows": words.matrix(cells, _unfolded(request, form, cells), address),
        "people": people[:MOST_SHOWN],
        "count": people.count(),
        "trail": settings.trail(row.label, _home()),
    }
    failed = form.is_bound and not fill and form.errors
    return http.page(request, "pages/settings/role.html", context, status=422 if failed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether a role shall go, saying who loses it, and let it go."""
    row = get_object_or_404(Role, pk=pk)
    if "confirm" in request.POST:
        roles.remove(row, actor=request.user)
        toasts.add(request, _("“%(name)s” was deleted.") % {"name": row.label})
        return http.back_to(reverse("settings-access"))
    count = role_holders.people_with(row).count()
    context = {
        "title": _("Delete “%(name)s”?") % {"name": row.label},
        "text": _("People who have it: %(count)s. They lose what no other role gives them.") % {"count": count},
        "action": reverse("settings-role-delete", args=[pk]),
        "cancel": reverse("settings-role", args=[pk]),
        "trail": settings.trail(_("Delete"), _home(), (row.label, reverse("settings-role", args=[pk]))),
    }
    return http.page(request, "pages/settings/delete.html", context)


@require_safe
@needs_settings
def compare(request: http.Request) -> HttpResponse:
    """Show in what two roles differ."""
    one, other = (_chosen(request.GET.get(name, "")) for name in ("one", "other"))
    context = {
        "one": one,
        "other": other,
        "choices": words.choices(Role.objects.order_by("pk"), one, other),
        "rows": words.difference(one, other) if one and other else [],
        "trail": settings.trail(_("Compare"), _home()),
    }
    return http.page(request, "pages/settings/compare.html", context)


@require_safe
@needs_settings
def person(request: http.Request, pk: int) -> HttpResponse:
    """Show what somebody may do, and which role gives it."""
    user = get_object_or_404(User, pk=pk)
    held = role_holders.held_by(user)
    context: dict[str, Any] = {
        "person": user,
        "title": _("What may %(name)s do?") % {"name": user.name},
        "held": [{"label": each.role.label, "pk": each.role.pk, "ways": person_rights.ways(each)} for each in held],
        "settings_by": [each.role.label for each in held if each.role.may_change_settings],
        "actions": words.actions(),
        "rows": [] if user.is_admin or not user.is_active else person_rights.rights(user, held),
        "may_view_as": request.user.is_admin and user.is_active and not user.is_admin,
        "trail": settings.trail(user.name, _home()),
    }
    return http.page(request, "pages/settings/person_access.html", context)


def _home() -> tuple[str, str]:
    return _("Access"), reverse("settings-access")


def _chosen(text: str) -> Role | None:
    known = {str(row.pk): row for row in Role.objects.all()}
    return known.get(text)


def _unfolded(request: http.Request, form: RoleForm, cells: Any) -> dict[str, list[dict[str, Any]]]:
    """The places below the types that are to be shown: those asked for, and those that were sent."""
    destinations = roles.destinations_of(form.row) | form.destinations
    asked = {*request.GET.getlist("open"), *request.POST.getlist("open")}
    shown = [each for each in item_types.all_types() if each.code in asked]
    return {each.code: words.places(_with_stages(each), cells, destinations) for each in shown}


def _with_stages(item_type: ItemType) -> ItemType:
    if not item_type.has_stages:
        raise Http404
    return item_type
