"""Which companies are we ourselves?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core.settings_changes import InUse
from segue.crm import sellers
from segue.crm.models import Company
from segue.web import http
from segue.web.components import settings as words
from segue.web.components import toasts
from segue.web.forms.settings.seller import SellerForm
from segue.web.views.settings.gate import needs_settings, posted


@require_safe
@needs_settings
def index(request: http.Request) -> HttpResponse:
    """Show our companies."""
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def new(request: http.Request) -> HttpResponse:
    """Add one of our companies."""
    return _form(request, SellerForm(Company(), posted(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def edit(request: http.Request, pk: int) -> HttpResponse:
    """Change one of our companies."""
    return _form(request, SellerForm(_find(pk), posted(request)))


@require_POST
@needs_settings
def default(request: http.Request, pk: int) -> HttpResponse:
    """Let new papers be sold by this company."""
    company = _find(pk)
    sellers.make_default(company, actor=request.user)
    toasts.add(request, _("New estimates and invoices are sold by “%(name)s”.") % {"name": company.title})
    return http.back_to(reverse("settings-sellers"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs_settings
def delete(request: http.Request, pk: int) -> HttpResponse:
    """Ask whether one of our companies shall go into the recycle bin, and put it there."""
    company = _find(pk)
    if "confirm" not in request.POST:
        return http.page(request, "pages/settings/delete.html", _question(company))
    try:
        sellers.remove(company, actor=request.user)
    except InUse as refused:
        return _list(request, refused=str(refused))
    toasts.add(request, _("“%(name)s” was deleted.") % {"name": company.title})
    return http.back_to(reverse("settings-sellers"))


def _find(pk: int) -> Company:
    company = sellers.alive().filter(pk=pk).first()
    if company is None:
        raise Http404
    return company


def _list(request: http.Request, *, refused: str = "") -> HttpResponse:
    rows = [words.seller(company) for company in sellers.alive()]
    context = {
        "rows": rows,
        "columns": words.seller_columns(),
        "trail": words.trail(_("My companies")),
        "refused": refused,
    }
    return http.page(request, "pages/settings/sellers.html", context, status=409 if refused else 200)


def _form(request: http.Request, form: SellerForm) -> HttpResponse:
    home = reverse("settings-sellers")
    if request.method == "POST" and form.store(actor=request.user):
        toasts.add(request, _("“%(name)s” was saved.") % {"name": form.row.title})
        return http.back_to(home)
    title = _("New company of mine") if form.is_new else form.row.title
    trail = words.trail(title, (_("My companies"), home))
    context = {"form": form, "title": title, "trail": trail, "cancel": home}
    return http.page(request, "pages/settings/seller.html", context, status=422 if form.errors else 200)


def _question(company: Company) -> dict[str, object]:
    home = reverse("settings-sellers")
    return {
        "title": _("Delete “%(name)s”?") % {"name": company.title},
        "text": _("It goes to the recycle bin. Estimates and invoices it sold on keep it."),
        "action": reverse("settings-seller-delete", args=[company.pk]),
        "cancel": home,
        "trail": words.trail(company.title, (_("My companies"), home)),
    }
