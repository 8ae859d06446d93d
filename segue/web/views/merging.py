"""How do several items become one, and how is that taken back?"""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.core import permissions
from segue.core.models import Item, User
from segue.crm import merging
from segue.crm.models import Merge
from segue.web import http
from segue.web.components import merging as shown
from segue.web.components import toasts
from segue.web.forms import ids
from segue.web.forms.conversion import mark
from segue.web.http import Request
from segue.web.lists.asked import Unclear
from segue.web.many import selection

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def merge(request: Request, slug: str) -> HttpResponse:
    """Show what merging these items would come to, and do what was seen."""
    sent = _sent(request)
    wanted = _wanted(request, slug)
    choices = {
        name.removeprefix(shown.TAKE): pk
        for name in sent
        if name.startswith(shown.TAKE) and (pk := ids.parse(sent.get(name)))
    }
    main = ids.parse(sent.get("main")) or next(iter(wanted), 0)
    if request.method != "POST" or "look" in sent:
        return _show(request, slug, wanted, main, choices, [])
    try:
        done = merging.apply(wanted, main, choices, seen=mark(sent, "seen"), actor=request.user, key=mark(sent, "key"))
    except merging.Refused as refused:
        said = [str(shown.SAID[refused.code])] if refused.code in shown.SAID else []
        return _show(request, slug, wanted, main, choices, said, status=409)
    except permissions.Forbidden:
        _items(request, slug, wanted)  # whoever may not even see one gets to know nothing of it
        raise
    except ValidationError as refused:
        return _show(request, slug, wanted, main, choices, refused.messages, status=422)
    shown.say(request, done)
    if done.main is None:
        raise Http404
    return http.go_to(done.main)


@require_http_methods(METHODS)
def undo(request: Request, pk: int) -> HttpResponse:
    """Ask whether a merge shall be taken back, and take it back."""
    done = Merge.objects.select_related("main").filter(pk=pk).first()
    if done is None or done.main is None or not Item.objects.visible_to(request.user).filter(pk=done.main_id).exists():
        raise Http404
    if "go" not in request.POST:
        return http.dialog(request, "conversion/undo.html", shown.undoing(done, request.user))
    try:
        merging.undo(done, actor=request.user)
    except merging.NotUndone:
        return http.dialog(request, "conversion/undo.html", shown.undoing(done, request.user), status=409)
    toasts.add(request, _("Undone."))
    return http.leave_to(request, http.address(done.main))


def _sent(request: Request) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _wanted(request: Request, slug: str) -> list[int]:
    """Return the ticked items, or all that a list finds; no more than it takes to say that they are too many."""
    sent = _sent(request)
    if "all" not in sent:
        return ids.parse_all(sent.getlist("id"))[: merging.MOST + 1]
    try:
        return selection.read(http.item_type(slug), sent).after(0, merging.MOST + 1, request.user)
    except Unclear:
        raise Http404 from None


def _way_back(request: Request, slug: str) -> tuple[str, list[dict[str, Any]]]:
    """Return where one came from, as far as it is ours, else the list as it was; and what a form sends along for it."""
    sent = _sent(request)
    back = sent.get("back", "")
    if back and http.is_ours(request, back):
        return back, [{"name": "back", "value": back}]
    ticked = selection.read(http.item_type(slug), sent)
    return ticked.home, [{"name": "query", "value": ticked.query}] if ticked.query else []


def _items(request: Request, slug: str, wanted: list[int]) -> list[Item]:
    """Read the items; 404 when there are none of this type, or one may not see each of them."""
    found = [item for item in merging.read(wanted, request.user) if item.type == http.item_type(slug).code]
    if not found or len(found) < len(wanted):
        raise Http404
    return found


def _merged(wanted: list[int], reader: User) -> dict[int, int]:
    """Return, by id, what those went into that somebody merged before; nothing for what is there itself."""
    there = {item.pk for item in merging.read(wanted, reader)}
    return merging.survivors(pk for pk in wanted if pk not in there)


def _touched(request: Request, items: list[Item], main: int, choices: dict[str, int]) -> dict[str, int]:
    """Leave out what was not chosen but stood there because another item was to stay: it follows the one that does."""
    before = ids.parse(_sent(request).get("was"))
    if before == main or before not in {item.pk for item in items}:
        return choices
    stood = {unit.name: unit.chosen for unit in merging.plan(items, before, {}, actor=request.user).units}
    return {name: pk for name, pk in choices.items() if pk != stood.get(name)}


def _show(  # noqa: PLR0913, PLR0917  what the page is made of
    request: Request,
    slug: str,
    wanted: list[int],
    main: int,
    choices: dict[str, int],
    said: list[str],
    status: int = 200,
) -> HttpResponse:
    """Show the plan, where what was merged meanwhile stands as what it went into; lead on if that alone is left."""
    into = _merged(wanted, request.user)
    items = _items(request, slug, list(dict.fromkeys(into.get(pk, pk) for pk in wanted)))
    if into and len(items) == 1:
        toasts.add(request, _("These were merged already. This is the one that stayed."))
        return http.go_to(items[0])
    main = into.get(main, main)
    plan = merging.plan(items, main, _touched(request, items, main, choices), actor=request.user)
    back, kept = _way_back(request, slug)
    context: dict[str, Any] = shown.dialog(request, plan, said, back=back, kept=kept)
    return http.page(request, "pages/merge.html", context, status=status)
