"""Where does an item stand among its stages, and where can it go? What c-stage-bar takes."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from segue.core import item_types, permissions
from segue.core.item_types import Text
from segue.core.models import Item, Stage, User
from segue.core.models.pipeline import PROCESS, SUCCESS
from segue.core.records import Stale
from segue.crm.stages import SUCCEED_BY_CONVERSION
from segue.web import http
from segue.web.components import conflicts

Bar = dict[str, Any]
CLOSE: dict[str, Text] = {"lead": gettext_lazy("Complete lead"), "deal": gettext_lazy("Close deal")}


def bar(item: Item, variants: list[dict[str, Any]], reader: User, *, readonly: bool) -> Bar | None:
    """Describe the bar: the process stages and one closing cell. `variants` is how a lead succeeds.

    A stage that the reader may not move the item to is shown and cannot be pressed.
    """
    if item.pipeline_id is None:
        return None
    stages = list(Stage.objects.filter(pipeline=item.pipeline_id).order_by("sort", "pk"))
    here = next(place for place, stage in enumerate(stages) if stage.pk == item.stage_id)
    return {
        "action": reverse("stage", args=[item_types.of(item).slug, item.pk]),
        "stages": [
            {
                "label": stage.label,
                "value": stage.code,
                "colour": stage.colour,
                "state": _state(place, here),
                "shut": not permissions.may_go(reader, item, stage),
            }
            for place, stage in enumerate(stages)
            if stage.semantics == PROCESS
        ],
        "closing": _closing(
            item, stages[here], [each for each in stages if permissions.may_go(reader, item, each)], variants
        ),
        "hidden": [{"name": "version", "value": item.version}],
        "readonly": readonly,
    }


def moves(item: Item, reader: User) -> list[dict[str, Any]]:
    """List the stages that the reader, who may edit and move the item, may move it to, as single acts."""
    shown = bar(item, [], reader, readonly=False)
    if shown is None:
        return []
    open_stages = [each for each in shown["stages"] if not each["shut"] and each["state"] != "current"]
    stages = [*open_stages, *shown["closing"]["results"]]
    return [
        {
            "label": _("Move to “%(stage)s”") % {"stage": stage["label"]},
            "icon": "stage",
            "action": shown["action"],
            "stage": stage["value"],
        }
        for stage in stages
    ]


def question(item: Item, stage: Stage, action: str, version: str) -> dict[str, Any]:
    """Describe the question for what a stage requires; `action` completes the move."""
    item_type, home = item_types.of(item), http.address(item)
    hidden = {"stage": stage.code, "version": version, "item_type": item.type, "item": item.pk}
    return {
        "dialog": {
            "title": _("Move to “%(stage)s”") % {"stage": stage.label},
            "text": _("This has to be filled in first."),
            "action": action,
            "hidden": [{"name": name, "value": value} for name, value in hidden.items()],
            "cancel_href": home,
        },
        "trail": [
            {"label": item_type.label_plural, "href": reverse("list", args=[item_type.slug])},
            {"label": item_types.name(item), "href": home},
            {"label": stage.label},
        ],
    }


def meanwhile(stale: Stale, label: Callable[[str], Text]) -> str:
    """Say what somebody else did to the same fields since the question was asked."""
    there = {name: ", ".join(conflicts.words(name, theirs)) for name, (theirs, _yours) in stale.conflicts.items()}
    said = "; ".join(f"{label(name)}: {value or '–'}" for name, value in there.items())
    told = _("This was changed meanwhile: %(said)s. What you typed is still here; saving puts it in the place of that.")
    return told % {"said": said}


def _state(place: int, here: int) -> str:
    if place == here:
        return "current"
    return "past" if place < here else "future"


def _closing(item: Item, present: Stage, stages: list[Stage], variants: list[dict[str, Any]]) -> Bar:
    """The last cell: the result that was reached, or the question for it."""
    by_conversion = item.type in SUCCEED_BY_CONVERSION
    return {
        "label": present.label if present.is_final else CLOSE.get(item.type, pgettext("an item", "Close")),
        "state": present.semantics if present.is_final else "",
        "variants": variants if by_conversion else [],
        "results": [
            {"label": stage.label, "value": stage.code, "kind": stage.semantics}
            for stage in stages
            if stage.is_final and not (by_conversion and stage.semantics == SUCCESS)
        ],
    }
