"""What does one see first?"""

from django.http import HttpResponse
from django.urls import reverse

from segue.web import http
from segue.web.components import shell


def start(request: http.Request) -> HttpResponse:
    """Go to the first list one may read; somebody without any role is told so."""
    readable = shell.readable(request.user)
    if not readable:
        return http.page(request, "pages/empty_start.html", {"empty": False})
    return http.back_to(reverse("list", args=[readable[0].slug]))
