"""How do sample data come in, and how do they leave? For administrators only."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from segue.crm.demo import sample
from segue.web import http
from segue.web.components import settings, toasts
from segue.web.views.settings.gate import needs_administrator


@require_safe
@needs_administrator
def show(request: http.Request) -> HttpResponse:
    """Say whether there are sample data, and offer what can be done."""
    count = sample.count()
    text = ngettext(
        "There is %(count)s item of the sample data.", "There are %(count)s items of the sample data.", count
    )
    context = {
        "count": count,
        "text": text % {"count": count},
        "is_possible": sample.is_possible(),
        "trail": settings.trail(_("Sample data")),
    }
    return http.page(request, "pages/settings/sample.html", context)


@require_POST
@needs_administrator
def load(request: http.Request) -> HttpResponse:
    """Let the sample data come in, and show the deals among them."""
    try:
        sample.load(actor=request.user)
    except sample.NotPossible as refused:
        toasts.add(request, str(refused), tone="error")
        return http.back_to(reverse("settings-sample"))
    link = {"label": _("Sample data"), "href": reverse("settings-sample")}
    toasts.add(request, _("The sample data are there. They can be removed in the settings."), link=link)
    return http.back_to(reverse("list", args=["deals"]))


@require_POST
@needs_administrator
def remove(request: http.Request) -> HttpResponse:
    """Put the sample data into the recycle bin."""
    sample.remove(actor=request.user)
    link = {"label": _("Recycle bin"), "href": reverse("bin")}
    toasts.add(request, _("The sample data are in the recycle bin."), link=link)
    return http.back_to(reverse("settings"))
