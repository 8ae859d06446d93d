"""How does somebody link an item to another by hand, and take such a link away?"""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import links
from segue.core.models import Item
from segue.web import http
from segue.web.components import tabs, toasts
from segue.web.forms import linking
from segue.web.http import Request, visible


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """Search what can be linked, and list what is; link one, or take one away."""
    item = visible(request, slug, pk, to="edit")
    if request.method != "POST":
        return http.page(request, "pages/links.html", linking.block(item, request.GET, reader=request.user))
    try:
        told = _remove(request, item) if "remove" in request.POST else _add(request, item)
    except ValidationError as refused:
        context = linking.block(item, request.GET, reader=request.user, error=" ".join(refused.messages))
        return http.page(request, "pages/links.html", context, status=422)
    toasts.add(request, told)
    return http.go_to(item, tabs.DEPENDENCIES)


def _add(request: Request, item: Item) -> str:
    key = http.number(request.POST.get("add", ""))
    other = Item.objects.visible_to(request.user).filter(pk=key).first()
    if other is None:
        raise ValidationError(_("This item is not there any more."))
    ends = (item, other) if linking.side_of(request.GET) == linking.AFTER else (other, item)
    links.bind(*ends, actor=request.user)
    return _("The items are linked.")


def _remove(request: Request, item: Item) -> str:
    key = http.number(request.POST["remove"])
    for link, _other in links.by_hand(item, request.user):
        if link.pk == key:
            links.unbind(link, actor=request.user)
            break
    return _("The items are linked no longer.")
