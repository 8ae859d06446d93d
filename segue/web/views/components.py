"""What does every component look like, in all its states? One page for those who build pages, with made-up data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from segue.web import http
from segue.web.components import samples

PARTS = (
    "buttons",
    "messages",
    "forms",
    "editors",
    "item",
    "timeline",
    "chain",
    "conversion",
    "lists",
    "figures",
    "products",
    "settings",
    "organisation",
    "paper",
)
DIALOGS = ("panel", "sheet", "small", "wide")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page, or with ?dialog=NAME one dialog, as htmx asks for it."""
    context: dict[str, Any] = {"parts": PARTS, "dialogs": DIALOGS, **samples.everything()}
    dialog = request.GET.get("dialog")
    if dialog in DIALOGS:
        return http.page(request, "pages/components/dialog.html", context | {"dialog": dialog})
    return http.page(request, "pages/components.html", context)
