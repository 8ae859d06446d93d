"""How does what a list finds become a file? Asked for here, written by a job."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import permissions
from segue.web import http
from segue.web.components import counts, create, toasts
from segue.web.forms.conversion import mark
from segue.web.lists import exporting, listing
from segue.web.lists.asked import Asked
from segue.web.many import selection
from segue.web.views import list_filter


@require_http_methods(["GET", "POST"])
def export(request: http.Request, slug: str) -> HttpResponse:
    """Ask for columns and format (GET), and start the job that writes the file (POST): of all that an address finds, or
    of the rows that were ticked there, as the bar below a list says it.
    """
    to = list_filter.asked(request, slug)
    only: tuple[int, ...] = ()
    if "query" in request.GET:
        chosen = selection.read(to.item_type, request.GET)
        if not (chosen.whole or chosen.ids):
            toasts.add(request, _("Tick some first."))
            return http.back_to(chosen.home)
        to, only = Asked(to.item_type, QueryDict(chosen.query), request.user), chosen.ids
    if not exporting.may(request.user, to.item_type):
        raise permissions.Forbidden(permissions.Missing("export", to.item_type.code))
    if request.method == "POST":
        form = request.POST.get("format", "")
        job = exporting.start(
            to,
            form=form if form in exporting.FORMATS else exporting.CSV,
            columns=exporting.EVERY if request.POST.get("columns") == exporting.EVERY else exporting.VISIBLE,
            key=mark(request.POST, "key"),
            only=only,
        )
        return http.leave_to(request, reverse("job", args=[job.pk]))
    return http.dialog(request, "lists/export.html", _dialog(request, to, only))


def _dialog(request: http.Request, to: Asked, only: tuple[int, ...]) -> dict[str, Any]:
    count = counts.of(exporting.rows(to, only))
    action = f"{reverse('list-export', args=[to.item_type.slug])}?{request.GET.urlencode()}"
    return {
        "dialog": {
            "title": _("Export"),
            "text": listing.count_text(count, to.item_type),
            "action": action,
            "cancel_href": to.address,
            "hidden": [{"name": "key", "value": create.fresh_key()}],
        },
        "formats": [
            {"value": exporting.CSV, "label": "CSV", "selected": True},
            {"value": exporting.XLSX, "label": "XLSX (Excel)", "selected": False},
        ],
        "columns": [
            {"value": exporting.VISIBLE, "label": _("The columns shown"), "selected": True},
            {"value": exporting.EVERY, "label": _("All columns"), "selected": False},
        ],
    }
