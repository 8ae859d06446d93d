"""How does something come back that was deleted, or leave for good?"""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.core import bin as recycle_bin
from segue.core import item_types, permissions, records
from segue.core.models import Item
from segue.web import http
from segue.web.components import toasts
from segue.web.lists import deleted
from segue.web.many import acts


@require_safe
def show(request: http.Request) -> HttpResponse:
    """List what can be brought back; administrators find everybody's deletions."""
    permissions.require_access(request.user)
    context = deleted.build(request.GET, reader=request.user)
    context["many"] = acts.bar(None, request.GET, context, reader=request.user)
    return http.page(request, "pages/bin.html", context)


@require_POST
def restore(request: http.Request, pk: int) -> HttpResponse:
    """Bring an item back."""
    item = records.restore(_deleted(request, pk), actor=request.user)
    toasts.add(request, _("%(name)s is back.") % {"name": item_types.name(item)})
    return http.go_to(item)


@require_http_methods(["GET", "HEAD", "POST"])
def purge(request: http.Request, pk: int) -> HttpResponse:
    """Ask, then delete for good."""
    item = _deleted(request, pk)
    name = item_types.name(item)
    if request.method != "POST":
        recycle_bin.require_purge(item, actor=request.user)
        return http.page(request, "pages/confirm_purge.html", {"item": item, "name": name})
    recycle_bin.purge(item, actor=request.user)
    toasts.add(request, _("%(name)s was deleted for good.") % {"name": name})
    return http.back_to(reverse("bin"))


def _deleted(request: http.Request, pk: int) -> Item:
    """Return an item in the bin that one could read before, else answer 404."""
    item = deleted.readable(request.user).filter(pk=pk).first()
    if item is None:
        raise Http404
    assert isinstance(item, Item)
    return item
