"""Where can a card of a board go? What its menu offers and what a result asks: all that dragging does."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from segue.core import item_types, permissions
from segue.core.models import Item, Stage, User
from segue.core.models.pipeline import FAILURE, SUCCESS
from segue.web import http
from segue.web.components import deadlines, stage_bar
from segue.web.components.create import create_menu

Dialog = dict[str, Any]


def menu(request: HttpRequest, item: Item, back: str, reader: User) -> Dialog:
    """Describe every stage that an item can be moved to; a failure asks which, and a lead succeeds by a conversion."""
    bar, hidden = _bar(request, item, reader)
    failures = [each for each in bar["closing"]["results"] if each["kind"] == FAILURE]
    asked = urlencode({"to": FAILURE, "back": back})
    label = failures[0]["label"] if len(failures) == 1 else pgettext("a result", "Failure")
    return _dialog(item, back, _("Move “%(item)s” to"), hidden, "stage") | {
        "stages": [each for each in bar["stages"] if each["state"] != "current" and not each["shut"]],
        "variants": bar["closing"]["variants"],
        "success": [each for each in bar["closing"]["results"] if each["kind"] == SUCCESS],
        "failure": {"label": label, "href": f"{http.address(item)}move/?{asked}"} if failures else None,
    }


def choices(request: HttpRequest, item: Item, reader: User) -> list[Dialog]:
    """List the stages to choose from where an item stands in a list, in their order; its own is the one selected. What
    a lead succeeds by is asked after the choice.
    """
    bar, _hidden = _bar(request, item, reader)
    shown = [*(each for each in bar["stages"] if not each["shut"]), *bar["closing"]["results"]]
    open_ones = {each["value"] for each in shown}
    by_conversion = bool(bar["closing"]["variants"])
    return [
        {"value": stage.code, "label": stage.label, "selected": stage.pk == item.stage_id}
        for stage in Stage.objects.filter(pipeline=item.pipeline_id).order_by("sort", "pk")
        if stage.pk == item.stage_id or stage.code in open_ones or (by_conversion and stage.semantics == SUCCESS)
    ]


def success(request: HttpRequest, item: Item, back: str, reader: User) -> Dialog:
    """Describe what can be made of a lead."""
    bar, hidden = _bar(request, item, reader)
    return _dialog(item, back, _("Complete “%(item)s”"), hidden, "stage") | {"variants": bar["closing"]["variants"]}


def failure(request: HttpRequest, item: Item, back: str, reader: User) -> Dialog:
    """Ask which failure it is, and why."""
    bar, hidden = _bar(request, item, reader)
    failures = [each for each in bar["closing"]["results"] if each["kind"] == FAILURE]
    asked = _dialog(item, back, _("Close “%(item)s” without success"), hidden, "stage")
    asked["dialog"]["blocked"] = not failures
    return asked | {"failures": failures}


def days(item: Item, back: str, today: date) -> Dialog:
    """Describe the spans of days that an estimate or an invoice can be put off to."""
    present = getattr(item, deadlines.COLUMNS[item.type])
    here = deadlines.span_of(present, today) if present else ""
    spans = [
        {"label": each.label, "value": each.code, "colour": each.hue} for each in deadlines.spans(today) if each.takes
    ]
    return _dialog(item, back, _("Move “%(item)s” to"), [_version(item)], "deadline") | {
        "spans": [span for span in spans if span["value"] != here]
    }


def _bar(request: HttpRequest, item: Item, reader: User) -> tuple[Dialog, list[Dialog]]:
    create = create_menu(request, item)
    may_move = permissions.may(reader, "move", item)
    bar = stage_bar.bar(item, create["variants"], reader, readonly=not may_move)
    assert bar is not None
    if not may_move:
        bar["stages"], bar["closing"]["results"] = [], []
    return bar, create["hidden"]


def _dialog(item: Item, back: str, title: str, hidden: list[Dialog], route: str) -> Dialog:
    item_type, name = item_types.of(item), item_types.name(item)
    return {
        "dialog": {
            "title": title % {"item": name},
            "action": reverse(route, args=[item_type.slug, item.pk]),
            "hidden": [*hidden, {"name": "back", "value": back}],
            "cancel_href": back,
            "blocked": True,  # every choice is a button of its own
        },
        "trail": [{"label": item_type.label_plural, "href": back}, {"label": name, "href": http.address(item)}],
    }


def _version(item: Item) -> Dialog:
    return {"name": "version", "value": item.version}
