"""How is something done to many items at once: looked at first, then in the background?"""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from segue.core import permissions
from segue.core.item_types import ItemType
from segue.web import http
from segue.web.components import create, toasts, values, words
from segue.web.forms.conversion import mark
from segue.web.lists import listing
from segue.web.lists.asked import Unclear
from segue.web.many import acts, preview, selection, work
from segue.web.many.act import Act
from segue.web.many.selection import Selection

METHODS = ["GET", "HEAD", "POST"]
OWN = ("id", "page", "all", "query", "act", "go", "look", "seen", "key", "csrfmiddlewaretoken")  # the rest was typed


@require_http_methods(METHODS)
def items(request: http.Request, slug: str) -> HttpResponse:
    """Show what an act would do to items of a list (GET, and POST until it was looked at), and do it (POST)."""
    item_type = http.item_type(slug)
    listing.require_read(item_type, request.user)
    return _answer(request, item_type)


@require_http_methods(METHODS)
def deleted(request: http.Request) -> HttpResponse:
    """The same for what lies in the recycle bin."""
    permissions.require_access(request.user)
    return _answer(request, None)


def _answer(request: http.Request, item_type: ItemType | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else request.GET
    chosen, text = selection.read(item_type, sent), sent.get("act", "")[:50]
    try:
        total = chosen.count(request.user)
    except Unclear:
        said = _("This filter asks for something that is not there any more. Nothing was done.")
        toasts.add(request, said, tone="error")
        return http.back_to(chosen.home)
    if not total:
        toasts.add(request, _("Tick some first."))
        return http.back_to(chosen.home)
    act = acts.make(text, item_type, _typed(sent), request.user)
    if act is None:
        raise Http404
    act.look_at(next(iter(preview.first(chosen, request.user)[:1]), None))
    if request.method != "POST":
        return _show(request, act, text, chosen, total)
    if not (act.is_begun and act.check()):
        return _show(request, act, text, chosen, total, status=422 if act.is_begun else 200)
    looks = sent.get("look") == "all"
    if not looks and ("look" in sent or "go" not in sent or mark(sent, "seen") != act.digest):
        return _show(request, act, text, chosen, total)
    job = work.start(act, text, chosen, actor=request.user, key=mark(sent, "key"), looks=looks)
    return http.back_to(reverse("job", args=[job.pk]))


def _show(  # noqa: PLR0913  what the page is made of
    request: http.Request, act: Act, text: str, chosen: Selection, total: int, *, status: int = 200
) -> HttpResponse:
    is_ready = not act.entries or (bool(act.typed) and act.is_begun and act.check())
    hidden = [*chosen.hidden, {"name": "act", "value": text}, {"name": "key", "value": create.fresh_key()}]
    hidden += getattr(act, "hidden", [])
    context: dict[str, Any] = {
        "act": act,
        "title": act.title,
        "label": act.title if is_ready else "",
        "text": _how_many(act.item_type, total),
        "action": request.path,
        "hidden": [*hidden, {"name": "seen", "value": act.digest}] if is_ready else hidden,
        "found": preview.of(act, chosen, total, actor=request.user) if is_ready else None,
        "cancel_href": chosen.home,
        "trail": _trail(act, chosen),
    }
    return http.page(request, "pages/many.html", context, status=status)


def _typed(sent: QueryDict) -> QueryDict:
    typed = sent.copy()
    for name in OWN:
        typed.pop(name, None)
    return typed


def _how_many(item_type: ItemType | None, total: int) -> str:
    count = values.number(Decimal(total))
    if item_type is None:
        return ngettext("%(count)s deleted item", "%(count)s deleted items", total) % {"count": count}
    named = words.of(item_type)
    return f"{count} {named.one if total == 1 else named.many}"


def _trail(act: Act, chosen: Selection) -> list[dict[str, Any]]:
    label = chosen.item_type.label_plural if chosen.item_type else _("Recycle bin")
    return [{"label": label, "href": chosen.home}, {"label": act.title, "href": ""}]
