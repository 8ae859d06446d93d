"""Where does one read how something is done?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.web import http
from segue.web.components import guides


@require_safe
def index(request: http.Request) -> HttpResponse:
    """Show every guide as a link."""
    return http.page(request, "pages/help.html", {"guides": _entries()})


@require_safe
def guide(request: http.Request, topic: str) -> HttpResponse:
    """Show one guide, in the reader's language."""
    found = guides.BY_NAME.get(topic)
    if found is None:
        raise Http404
    page = guides.page(found)
    trail = [{"label": _("Help"), "href": reverse("help")}, {"label": page.title}]
    return http.page(request, "pages/guide.html", {"guide": page, "trail": trail})


def _entries() -> list[dict[str, object]]:
    return [
        {
            "label": guides.page(each).title,
            "text": each.about,
            "href": reverse("guide", args=[each.name]),
        }
        for each in guides.GUIDES
    ]
