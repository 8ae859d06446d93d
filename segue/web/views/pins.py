"""How does somebody pin an entry of a timeline, and take it off?"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from segue.core import pins
from segue.core.models import TimelineEntry
from segue.web import http
from segue.web.components import tabs, timeline, toasts
from segue.web.http import Request, visible


@require_POST
def pin(request: Request, slug: str, pk: int, entry: int) -> HttpResponse:
    """Put an entry on top; where there are too many already, say so."""
    return _act(request, slug, pk, entry, pins.pin)


@require_POST
def unpin(request: Request, slug: str, pk: int, entry: int) -> HttpResponse:
    """Take an entry off the top."""
    return _act(request, slug, pk, entry, pins.unpin)


def _act(request: Request, slug: str, pk: int, entry: int, act: Callable[..., None]) -> HttpResponse:
    item = visible(request, slug, pk)
    found = TimelineEntry.objects.select_related("item").filter(pk=entry, item=item).first()
    if found is None:
        raise Http404
    try:
        act(found, actor=request.user)
    except ValidationError as refused:
        toasts.add(request, " ".join(refused.messages), tone="error")
    tab = timeline.TAB if request.POST.get("tab") == timeline.TAB else tabs.GENERAL
    return http.go_to(item, tab, cursor=timeline.HEADING)
