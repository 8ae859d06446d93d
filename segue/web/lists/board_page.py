"""What does a board show to this reader: its head, its lanes with their cards, and the places to drop a result?"""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core import currencies, permissions, stage_moves
from segue.core.custom_fields.definitions import Fields
from segue.core.item_types import ItemType
from segue.core.models import Item, Stage, User
from segue.core.models.pipeline import FAILURE, SUCCESS
from segue.crm.stages import SUCCEED_BY_CONVERSION
from segue.web.components import cards, counts, deadlines, looks, values, words
from segue.web.components.cards import Place
from segue.web.lists import head
from segue.web.lists.board import KINDS, Board, DeadlineBoard, Lane, StageBoard, Stretch, Total

Shown = dict[str, Any]


def open_board(kind: str, item_type: ItemType, params: Any, reader: User) -> Board:
    """Return the board of that kind; raises KeyError for types that have none."""
    if not item_type.has_stages or (kind == "deadlines" and item_type.code not in deadlines.COLUMNS):
        raise KeyError(kind)
    return KINDS[kind](item_type, params, reader)


def build(board: Board, *, with_totals: bool, pipeline: str) -> Shown:
    """Return what pages/board.html takes; the totals too, for browsers that do not ask for them by themselves.
    `pipeline` is the one whose board was seen last, if not the usual one.
    """
    item_type, reader = board.item_type, board.reader
    stretches = board.begin()
    sums = totals(board) if with_totals else {}
    drawn = _drawn(board, [item for stretch in stretches.values() for item in stretch.items])
    return {
        "item_type": item_type,
        "words": words.of(item_type),
        "head": head.describe(board.asked, target="board"),
        "looks": looks.of(item_type, board.address.partition("?")[2], board.route, pipeline=pipeline),
        "pipelines": _pipelines(board) if isinstance(board, StageBoard) else None,
        "new_href": reverse("new", args=[item_type.slug]) if permissions.may_add(reader, item_type.code) else "",
        "cards_href": board.part("cards"),
        "totals_href": board.part("totals"),
        "with_totals_href": "" if with_totals else _with_totals(board),
        "back": board.address,
        "move_name": "stage" if isinstance(board, StageBoard) else "to",
        "lanes": [
            _lane(lane, board, stretches[lane.key], drawn) | {"total": sums.get(lane.key)} for lane in board.lanes
        ],
        "zones": _zones(board) if isinstance(board, StageBoard) else [],
        "add_href": _add_href(board),
    }


def page(board: Board, lane: Lane, params: Any) -> Shown:
    """Return what components/cards.html takes for the next cards of a lane."""
    stretch = board.page(lane, params)
    return _lane(lane, board, stretch, _drawn(board, stretch.items))


def of_one(board: Board, item: Item) -> Shown:
    """Describe one card as it stands now, as the only one of its lane."""
    return {"key": board.lane_of(item), "cards": [_drawn(board, [item])[item.pk]]}


def totals(board: Board) -> dict[str, Shown]:
    """Word what the lanes come to: the count, each amount, and all in the base currency where there are several."""
    return {key: _total(total) for key, total in board.totals().items()}


def fields_of(board: Board) -> Fields:
    """Return the custom fields that cards can show to this reader."""
    return board.asked.seen


def place_of(board: Board) -> Place:
    """Say how cards of this board come back to it, and how they are moved."""
    if not isinstance(board, StageBoard):
        return Place(board.address, board.lane_of, "deadline", "deadline", ("edit",), ("edit",))
    needs = ("edit", "move")
    offers = ("edit",) if board.item_type.code in SUCCEED_BY_CONVERSION else needs  # a conversion moves without Move
    return Place(board.address, board.lane_of, "move", "stage", needs, offers)


def _drawn(board: Board, items: Any) -> dict[int, Shown]:
    besides = (board.column,) if isinstance(board, DeadlineBoard) else ()
    names = cards.shown(board.item_type, fields_of(board), board.reader, besides=besides)
    drawn = cards.describe(items, names, fields_of(board), place_of(board), board.reader)
    shut = permissions.shut(board.reader, items, board.stages) if isinstance(board, StageBoard) else {}
    return {
        item.pk: each | {"shut": " ".join(stage.code for stage in shut.get(item.pk, ()))}
        for item, each in zip(items, drawn, strict=True)
    }


def _lane(lane: Lane, board: Board, stretch: Stretch, drawn: dict[int, Shown]) -> Shown:
    more = board.part("lane", ("lane", lane.key), ("after", stretch.next)) if stretch.next else ""
    return {
        "key": lane.key,
        "value": lane.value,
        "label": lane.label,
        "hue": lane.hue,
        "takes": lane.takes,
        "cards": [drawn[item.pk] for item in stretch.items],
        "fresh_href": board.part("lane", ("lane", lane.key)),
        "more_href": more,
        "more_page": _whole_lane(lane, board) if more else "",
    }


def _whole_lane(lane: Lane, board: Board) -> str:
    """Return the list of what stands in a lane, which has pages without scripts; of deadlines the list of all."""
    said = [pair for pair in board.asked.said if pair[0] != "stage"]
    said += [("stage", lane.key)] if isinstance(board, StageBoard) else []
    there = reverse("list", args=[board.item_type.slug])
    return f"{there}?{urlencode(said)}" if said else there


def _total(total: Total) -> Shown:
    by_currency = sorted(total.amounts, key=lambda each: each[1].pk)
    amounts = [values.amount(amount, currency) for amount, currency in by_currency]
    several = len(amounts) > 1
    return {
        "count": str(counts.known(total.count)),
        "amounts": amounts,
        "base": values.amount(total.base, currencies.base()) if several else "",
    }


def _with_totals(board: Board) -> str:
    """Return the address of the board with its totals, for browsers that do not ask for them by themselves."""
    return f"{board.address}{'&' if '?' in board.address else '?'}totals=1"


def _pipelines(board: StageBoard) -> Shown | None:
    """Offer the boards of the other pipelines, where there are any, with the same filter but its stage."""
    if len(board.pipelines) == 1:
        return None
    said = urlencode([pair for pair in board.asked.said if pair[0] != "stage"])
    others = [each for each in board.pipelines if each.pk != board.pipeline.pk]
    entries = [
        {"label": str(each), "icon": "board", "href": board.home_of(each) + (f"?{said}" if said else "")}
        for each in others
    ]
    return {"text": str(board.pipeline), "entries": entries}


def _zones(board: StageBoard) -> list[Shown]:
    """Where a card is dropped that is done with: a result that asks something first opens a dialog."""
    succeeded = [stage for stage in board.stages if stage.semantics == SUCCESS]
    failed = [stage for stage in board.stages if stage.semantics == FAILURE]
    by_conversion = board.item_type.code in SUCCEED_BY_CONVERSION
    label = str(_("Create based on") if by_conversion else succeeded[0])
    zones = [_zone(SUCCESS, label, succeeded, asks=by_conversion, is_open=by_conversion)]
    if failed:
        label = str(failed[0]) if len(failed) == 1 else pgettext("a result", "Failure")
        zones.append(_zone(FAILURE, label, failed, asks=True))
    return zones


def _zone(kind: str, label: str, stages: list[Stage], *, asks: bool, is_open: bool = False) -> Shown:
    """Describe a zone for these results; it is shut to a card that may go to none of them, unless it is always open."""
    leads_to = "" if is_open else " ".join(stage.code for stage in stages)
    asked = kind if asks else ""
    return {"kind": kind, "label": label, "value": stages[0].code, "asks": asked, "leads_to": leads_to}


def _add_href(board: Board) -> str:
    """Where something is added at the head of the first lane, if new items begin there and may be made."""
    if not isinstance(board, StageBoard) or not board.lanes:
        return ""
    first = stage_moves.first_stage(board.item_type.code, board.pipeline.pk)
    if first is None or board.lanes[0].key != str(first.pk):
        return ""
    return board.part("quick-add") if permissions.may_add(board.reader, board.item_type.code, first) else ""
