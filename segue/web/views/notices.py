"""How does somebody read what they were told, and choose what they are told of?"""

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import invitations, notices
from segue.web import http
from segue.web.components import notices as words
from segue.web.components import toasts
from segue.web.components.values import language
from segue.web.forms import notices as chosen
from segue.web.lists import notices as listed


@require_safe
def index(request: http.Request) -> HttpResponse:
    """List everything page by page; the bell asks for a panel with what is newest."""
    if request.htmx:
        return http.part(request, "notices/panel.html", listed.newest(request.user))
    return http.page(request, "pages/notices.html", listed.page(request.GET, reader=request.user))


@require_safe
def count(request: http.Request) -> HttpResponse:
    """Say how many are unread. Open pages ask again and again, so it is one query, and mostly there is nothing new."""
    bell = words.bell(request.user)
    etag = f'"{bell["count"]}-{language()}"'
    answer = get_conditional_response(request, etag=etag, response=JsonResponse(bell))
    assert answer is not None
    answer["ETag"] = etag
    return answer


@require_POST
def open_one(request: http.Request, pk: int) -> HttpResponse:
    """Note that a notice is read, and go to the place it is about."""
    found = notices.of(request.user).filter(pk=pk)
    notice = found.first()
    if notice is None:
        raise Http404
    notices.read(found)
    return http.back_to(words.told([notice], request.user)[0]["href"] or reverse("notices"))


@require_POST
def read(request: http.Request) -> HttpResponse:
    """Note that everything is read, up to the newest one that was shown."""
    notices.read(notices.of(request.user).filter(pk__lte=http.number(request.POST.get("last", "")) or 0))
    return http.back_to(http.page_before(request))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: http.Request) -> HttpResponse:
    """Show and store of which kinds one is told, and how."""
    if request.method == "POST":
        chosen.store(request.user, request.POST)
        toasts.add(request, _("Your choice was saved."))
        return http.back_to(reverse("notice-choices"))
    context = {
        "rows": chosen.rows(request.user),
        "email": request.user.email,
        "goes_nowhere": invitations.goes_nowhere(),
        "trail": [
            {"label": _("Notifications"), "href": reverse("notices")},
            {"label": _("Notification settings"), "href": ""},
        ],
    }
    return http.page(request, "pages/notice_choices.html", context)
