"""How does somebody comment an item, and take a comment back?"""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from segue.core import addressed, comments, permissions
from segue.core.models import TimelineEntry
from segue.web import http
from segue.web.components import tabs, timeline, toasts
from segue.web.forms.comment import CommentForm
from segue.web.http import Request, visible
from segue.web.views import items

MOST_NAMES, LONGEST_NAME = 8, 100


@require_POST
def add(request: Request, slug: str, pk: int) -> HttpResponse:
    """Store a comment, and files that come with it or alone; refused, all comes back."""
    item = visible(request, slug, pk)
    form = CommentForm(request, item)
    if not form.save(item):
        return items.page(request, item, timeline.TAB, refused=form)
    return http.go_to(item, _tab(request), cursor=timeline.COMPOSER)


@require_GET
def names(request: Request) -> HttpResponse:
    """List whom a comment can call, while their name is typed behind an @."""
    permissions.require_access(request.user)
    found = addressed.names(request.GET.get("q", "")[:LONGEST_NAME])
    return http.part(request, "pages/names.html", {"names": found[:MOST_NAMES]})


@require_POST
def delete(request: Request, slug: str, pk: int, entry: int) -> HttpResponse:
    """Delete a comment of one's own; administrators any."""
    item = visible(request, slug, pk)
    found = TimelineEntry.objects.select_related("item", "actor").filter(pk=entry, item=item).first()
    if found is None:
        raise Http404
    comments.delete(found, actor=request.user)
    toasts.add(request, _("Comment deleted"))
    return http.go_to(item, _tab(request), cursor=timeline.HEADING)


def _tab(request: Request) -> str:
    """Return the tab one came from: on the desk the timeline stands beside General, on the phone it is one."""
    return timeline.TAB if request.POST.get("tab") == timeline.TAB else tabs.GENERAL
