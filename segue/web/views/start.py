"""What does one see first?"""

from django.http import HttpResponse
from django.urls import reverse

from segue.web import http
from segue.web.components import shell


def start(request: http.Request) -> HttpResponse:
    """Go to the first list one may read, else to what one may change; somebody without any role is told so."""
    if readable := shell.readable(request.user):
        return http.back_to(reverse("list", args=[readable[0].slug]))
    if request.user.may_edit_catalogue:
        return http.back_to(reverse("settings" if request.user.may_change_settings else "products"))
    return http.page(request, "pages/empty_start.html", {"empty": False})
