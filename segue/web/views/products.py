"""What do we sell? Everyone with access to the CRM sees the catalogue, holders of the right to edit it change it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import permissions
from segue.core.settings_changes import InUse
from segue.crm import catalogue
from segue.crm.models import Product
from segue.web import http
from segue.web.components import catalogue as shown
from segue.web.components import toasts
from segue.web.forms.settings.product import ProductForm
from segue.web.views.settings.gate import needs_catalogue, posted

PAGE_SIZE = 50


@require_safe
def index(request: http.Request) -> HttpResponse:
    """Show the catalogue; the address holds search, section and page."""
    permissions.require_access(request.user)
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_catalogue
def new(request: http.Request) -> HttpResponse:
    """Add a product."""
    return _form(request, ProductForm(shown.blank(), posted(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def product(request: http.Request, pk: int) -> HttpResponse:
    """Show a product; whoever may edit it gets it as a form."""
    permissions.require_access(request.user)
    found = _find(pk)
    if request.method == "POST":
        permissions.require_catalogue(request.user)
    if request.user.may_edit_catalogue:
        return _form(request, ProductForm(found, posted(request)))
    return http.page(request, "pages/settings/product_read.html", shown.read(found))


@require_POST
@needs_catalogue
def activate(request: http.Request, pk: int, *, active: bool) -> HttpResponse:
    """Let a product be chosen for new rows, or no longer."""
    found = catalogue.save(_find(pk), {"active": active}, actor=request.user)
    text = _("“%(name)s” can be chosen again.") if found.active else _("“%(name)s” can no longer be chosen.")
    toasts.add(request, text % {"name": found.name})
    return http.back_to(reverse("products"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_catalogue
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether a product shall go, and let it go."""
    found = _find(pk)
    if "confirm" not in request.POST:
        return http.page(request, "pages/settings/delete.html", shown.question(found))
    try:
        catalogue.remove(found, actor=request.user)
    except InUse as refused:
        return _list(request, refused=_("“%(name)s” stays. %(why)s") % {"name": found.name, "why": refused})
    toasts.add(request, _("“%(name)s” was deleted.") % {"name": found.name})
    return http.back_to(reverse("products"))


def _find(pk: int) -> Product:
    found = catalogue.find().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _list(request: http.Request, *, refused: str = "") -> HttpResponse:
    chosen = shown.chosen(request.GET)
    page = Paginator(chosen.products(), PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = shown.listed(page, chosen, may_change=request.user.may_edit_catalogue)
    return http.page(
        request, "pages/settings/products.html", context | {"refused": refused}, status=409 if refused else 200
    )


def _form(request: http.Request, form: ProductForm) -> HttpResponse:
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.name})
        return http.back_to(reverse("products"))
    context = shown.form(form, catalogue.sections())
    return http.page(request, "pages/settings/product.html", context, status=422 if form.errors else 200)
