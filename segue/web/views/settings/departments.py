"""Which departments are there, how do they stand below one another, and who leads them?"""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import departments
from segue.core.models import Department
from segue.core.settings_changes import InUse
from segue.web import http
from segue.web.components import departments as words
from segue.web.components import settings as settings_words
from segue.web.components import toasts
from segue.web.forms.settings.department import DepartmentForm
from segue.web.views.settings.gate import needs_settings, posted
from segue.web.views.settings.rows import OTHER, STEPS


@require_safe
@needs_settings
def index(request: http.Request) -> HttpResponse:
    """Show the tree."""
    return _tree(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request) -> HttpResponse:
    """Add a department, below one where the address says so."""
    below = request.GET.get("below", "")
    parent = next((each for each in departments.tree().by_id.values() if str(each.pk) == below), None)
    return _form(request, DepartmentForm(Department(parent=parent), posted(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, pk: int) -> HttpResponse:
    """Change a department, or move it elsewhere."""
    return _form(request, DepartmentForm(_find(pk), posted(request)))


@require_POST
@needs_settings
def move(request: http.Request, pk: int, step: str) -> HttpResponse:
    """Move a department up or down among its neighbours."""
    found = _find(pk)
    departments.move(found, STEPS[step], actor=request.user)
    neighbours = departments.tree().below(found.parent_id)
    ends = {"up": neighbours[0].pk, "down": neighbours[-1].pk}
    return http.back_to(_home(), cursor=f"department-{pk}-{OTHER[step] if ends[step] == pk else step}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether a department shall go, and let it go."""
    found = _find(pk)
    if reason := departments.why_stays(found):
        return _refuse(request, found, reason)
    if "confirm" not in request.POST:
        return http.page(request, "pages/settings/delete.html", _question(found))
    try:
        departments.remove(found, actor=request.user)
    except InUse as refused:
        return _refuse(request, found, str(refused))
    toasts.add(request, _("“%(name)s” was deleted.") % {"name": found.name})
    return http.back_to(_home())


def _home() -> str:
    return reverse("settings-departments")


def _find(pk: int) -> Department:
    found = Department.objects.select_related("parent", "head").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _refuse(request: http.Request, found: Department, reason: str) -> HttpResponse:
    return _tree(request, refused=_("“%(name)s” stays. %(why)s") % {"name": found.name, "why": reason})


def _tree(request: http.Request, *, refused: str = "") -> HttpResponse:
    context = {
        "nodes": words.nodes(departments.tree(), departments.sizes()),
        "refused": refused,
        "trail": settings_words.trail(_("Departments")),
    }
    return http.page(request, "pages/settings/departments.html", context, status=409 if refused else 200)


def _form(request: http.Request, form: DepartmentForm) -> HttpResponse:
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.name})
        return http.back_to(_home())
    title = _("New department") if form.is_new else form.row.name
    context: dict[str, Any] = {"form": form, "title": title, "cancel": _home(), "trail": words.trail(title)}
    if not form.is_new:
        context |= {
            "delete": reverse("settings-department-delete", args=[form.row.pk]),
            "people_href": words.people_href(form.row),
        }
    return http.page(request, "pages/settings/department.html", context, status=422 if form.errors else 200)


def _question(found: Department) -> dict[str, Any]:
    return {
        "title": _("Delete “%(name)s”?") % {"name": found.name},
        "text": _("This cannot be undone."),
        "action": reverse("settings-department-delete", args=[found.pk]),
        "cancel": _home(),
        "trail": words.trail(found.name),
    }
