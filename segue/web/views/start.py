"""What does one see first?"""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from segue.core import settings_changes
from segue.crm.demo import sample
from segue.web import http
from segue.web.components import first_steps, shell
from segue.web.views.settings.gate import needs_administrator


def start(request: http.Request) -> HttpResponse:
    """Greet the administrator of an empty system; else go to the first list one may read, or to what one may change.

    Somebody without any role is told so.
    """
    if steps := first_steps.greet(request.user):
        context = {"steps": steps, "sample_is_possible": sample.is_possible()}
        return http.page(request, "pages/first_steps.html", context)
    if readable := shell.readable(request.user):
        return http.back_to(reverse("list", args=[readable[0].slug]))
    if request.user.may_edit_catalogue:
        return http.back_to(reverse("settings" if request.user.may_change_settings else "products"))
    return http.page(request, "pages/empty_start.html", {"empty": False})


@require_POST
@needs_administrator
def dismiss(request: http.Request) -> HttpResponse:
    """Greet nobody with the first steps any more."""
    settings_changes.save_preferences({"first_steps": False}, actor=request.user)
    return http.back_to(reverse("start"))
