"""How do items stand on a board, and how are they moved, added and shown there?"""

from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, QueryDict
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from segue.core import cards as kept
from segue.core import item_types, permissions, records
from segue.core.item_types import ItemType
from segue.core.models import Item
from segue.core.models.pipeline import FAILURE, SUCCESS
from segue.core.records import Stale
from segue.lib import dates
from segue.web import http
from segue.web.components import cards, deadlines, last_view, moving, toasts, words
from segue.web.forms import saving
from segue.web.forms.quick import QuickForm
from segue.web.http import Request, visible
from segue.web.lists import board_page, listing
from segue.web.lists.board import KINDS, Board, StageBoard
from segue.web.views import cells

CHANGED = "board-changed"  # the event after which a page asks for the totals again


@require_safe
def show(request: Request, slug: str, kind: str, pipeline: str = "") -> HttpResponse:
    """Show a board; its address holds pipeline and filter."""
    try:
        board = _open(request, kind, http.item_type(slug), _within(request.GET, pipeline))
    except permissions.Forbidden:
        if not pipeline or last_view.pipeline(request, slug) != pipeline:
            raise
        return _usual(request, slug, kind)
    seen = board.home_pipeline if isinstance(board, StageBoard) else last_view.pipeline(request, slug)
    context = board_page.build(board, with_totals="totals" in request.GET, pipeline=seen)
    page, head = http.page(request, "pages/board.html", context), context["head"]
    http.say_address(request, page, part=head["target"], address=head["address"])
    return last_view.remember(request, page, slug, kind, seen)


def _usual(request: Request, slug: str, kind: str) -> HttpResponse:
    """Lead to the usual board instead of one that was open when it was seen last: menus led to it from then on."""
    return last_view.remember(request, http.back_to(reverse(kind, args=[slug])), slug, kind, "")


@require_safe
def lane(request: Request, slug: str) -> HttpResponse:
    """Answer with the next cards of a lane, or with its first ones."""
    board = _asked(request, slug)
    wanted = board.lane(request.GET.get("lane", ""))
    return http.part(request, "boards/lane.html", {"lane": board_page.page(board, wanted, request.GET)})


@require_safe
def totals(request: Request, slug: str) -> HttpResponse:
    """Answer with what the lanes come to; this counts, so the board does not wait for it."""
    return http.part(request, "boards/totals.html", {"totals": board_page.totals(_asked(request, slug))})


@require_http_methods(["GET", "HEAD", "POST"])
def quick_add(request: Request, slug: str) -> HttpResponse:
    """Show the few fields of a new item at the head of its board, and store it."""
    board = _open(request, "board", http.item_type(slug), request.GET)
    assert isinstance(board, StageBoard)
    sent = request.POST if request.method == "POST" else None
    form = QuickForm(board.item_type, board.pipeline.pk, sent, reader=request.user)
    if sent is None:
        return _show_form(request, board, form)
    outcome = saving.save(form, actor=request.user)
    if outcome.item is None:
        return _show_form(request, board, form, status=outcome.status)
    said = _("“%(name)s” was created.") % {"name": item_types.name(outcome.item)}
    if not request.htmx:
        toasts.add(request, said)
        return http.back_to(board.address, cursor=f"card-{outcome.item.pk}")
    empty = QuickForm(board.item_type, board.pipeline.pk, None, reader=request.user)
    made = http.visible(request, slug, outcome.item.pk)
    return _show_form(request, board, empty, made=board_page.of_one(board, made), said=said)


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: Request, slug: str) -> HttpResponse:
    """Ask what the cards shall show to this person, and keep it."""
    board = _asked(request, slug)
    offered = cards.offered(board.item_type, board_page.fields_of(board))
    if request.method == "POST":
        named = [name for name in offered if name in request.POST.getlist("names")]
        kept.choose(request.user, board.item_type.code, None if "usual" in request.POST else named)
        return http.leave_to(request, board.address)
    shown = cards.shown(board.item_type, board_page.fields_of(board), request.user)
    options = [{"value": name, "label": label, "checked": name in shown} for name, label in offered.items()]
    context = {
        "dialog": {"title": _("What cards show"), "action": request.get_full_path(), "cancel_href": board.address},
        "trail": [{"label": board.item_type.label_plural, "href": board.address}, {"label": _("What cards show")}],
        "options": options,
    }
    return http.dialog(request, "boards/choose.html", context)


@require_safe
def move(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask where a card shall go: the menu of it, or what a result wants to know (`to`)."""
    item = visible(request, slug, pk, to="edit")
    if item.pipeline_id is None:
        raise Http404
    ask = {FAILURE: moving.failure, SUCCESS: moving.success}.get(request.GET.get("to", ""), moving.menu)
    return http.dialog(request, "boards/move.html", ask(request, item, _back(request, item), request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def deadline(request: Request, slug: str, pk: int) -> HttpResponse:
    """Ask until when an open estimate or invoice shall hold (GET), and set that day (POST)."""
    item = visible(request, slug, pk, to="edit")
    if item.type not in deadlines.COLUMNS or item.closed_at is not None:
        raise Http404
    today = dates.today(timezone.get_current_timezone_name())
    back = _back(request, item, "deadlines")
    if request.method != "POST":
        return http.dialog(request, "boards/move.html", moving.days(item, back, today))
    wanted = next((each for each in deadlines.spans(today) if each.takes and each.code == request.POST.get("to")), None)
    if wanted is None:
        raise Http404
    version = http.number(request.POST.get("version", ""))
    values = {deadlines.COLUMNS[item.type]: wanted.sets}
    try:
        moved = records.change(item, values, actor=request.user, base_version=version)
    except Stale:
        return stale(request, item, back)
    return arrived(request, moved, back, f"{item_types.name(moved)}: {wanted.label}")


def came_from(request: Request) -> str:
    """Return the board that a card was moved on; "" where it was moved elsewhere."""
    back = request.POST.get("back", "")
    return back if back and http.is_ours(request, back) and _board_at(back, request) else ""


def arrived(request: Request, item: Item, back: str, said: str) -> HttpResponse:
    """Answer for a card that was moved: with the card as it is now, or with the board, which says so."""
    if not request.htmx:
        toasts.add(request, said)
        return http.back_to(back, cursor=f"card-{item.pk}")
    return _answer(request, item, back, {"said": said})


def stale(request: Request, item: Item, back: str) -> HttpResponse:
    """Answer for a card that somebody else was quicker with: say who, and show where it is now."""
    present = visible(request, item_types.of(item).slug, item.pk)
    why = quicker(present)
    if not request.htmx:
        context = {"code": 409, "title": _("This cannot be saved"), "detail": why}
        return http.page(request, "refused.html", context, status=409)
    return _answer(request, present, back, {"refused": why}, status=409)


def quicker(present: Item) -> str:
    """Say who moved an item before it could be moved."""
    told = {"item": item_types.name(present), "who": present.changed_by.name, "stage": present.stage}
    return _("“%(item)s” was changed by %(who)s meanwhile and is in “%(stage)s” now. Nothing was moved.") % told


def _answer(request: Request, item: Item, back: str, said: dict[str, str], *, status: int = 200) -> HttpResponse:
    board = _board_at(back, request)
    seen = board is not None and permissions.may(request.user, "read", item)
    lane = board_page.of_one(board, item) if board is not None and seen else None
    context: dict[str, Any] = {**said, "gone": "" if seen else f"card-{item.pk}", "lane": lane}
    if board and lane and lane["key"] not in {each.key for each in board.lanes}:  # nobody sees where it went
        context["link"] = {"label": pgettext("button", "Show"), "href": http.address(item)}
    response = http.part(request, "boards/moved.html", context, status=status)
    response["HX-Trigger"] = CHANGED
    return response


def _show_form(  # noqa: PLR0913  the form, and what was just made with it
    request: Request,
    board: StageBoard,
    form: QuickForm,
    *,
    made: Any = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "dialog": {
            "title": words.of(board.item_type).new,
            "action": board.part("quick-add"),
            "cancel_href": board.address,
            "hidden": form.hidden_inputs,
        },
        "trail": [{"label": board.item_type.label_plural, "href": board.address}, {"label": _("Quick add")}],
        "entries": form.entries,
        "messages_of_form": form.messages,
        "lane": made,
        "said": said,
    }
    if not request.htmx:
        return http.page(request, "pages/question.html", context | {"part": "boards/add.html"}, status=status)
    response = http.part(request, "boards/add_here.html", context, status=status)
    if made:
        response["HX-Trigger"] = CHANGED
    return response


def _open(request: Request, kind: str, item_type: ItemType, params: Any) -> Board:
    """Return a board that this person may see; 404 for types that have none."""
    try:
        board = board_page.open_board(kind, item_type, params, request.user)
    except KeyError:
        raise Http404 from None
    listing.require_read(item_type, request.user)
    return board


def _asked(request: Request, slug: str) -> Board:
    """Return the board that the address of a part of it names."""
    kind = request.GET.get("of", "board")
    return _open(request, kind if kind in KINDS else "board", http.item_type(slug), request.GET)


def _board_at(address: str, request: Request) -> Board | None:
    """Return the board that an address of ours shows; None for other addresses."""
    there = urlsplit(address)
    try:
        found = resolve("/" + there.path.removeprefix(get_script_prefix()))
    except Resolver404:
        return None
    kind = found.kwargs.get("kind", "")
    if kind not in KINDS:
        return None
    said = _within(QueryDict(there.query), found.kwargs.get("pipeline", ""))
    return _open(request, kind, http.item_type(found.kwargs["slug"]), said)


def _within(params: QueryDict, pipeline: str) -> QueryDict:
    """Return what is asked, in the pipeline that the address names."""
    if not pipeline:
        return params
    said = params.copy()
    said["pipeline"] = pipeline
    return said


def _back(request: Request, item: Item, kind: str = "board") -> str:
    """Return the board that a card is moved on, or the list; else the usual board of its type."""
    said = request.POST if request.method == "POST" else request.GET
    back = said.get("back") or request.htmx.current_url_abs_path or request.META.get("HTTP_REFERER", "")
    if back and http.is_ours(request, back) and (_board_at(back, request) or cells.is_list(request, back)):
        return back
    return reverse(kind, args=[item_types.of(item).slug])
