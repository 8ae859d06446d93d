"""How do roles read: the list of them, the matrix of one, and the difference of two?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from segue.core import item_types, roles
from segue.core.item_types import ItemType, Text
from segue.core.models import Pipeline, Role, Stage
from segue.core.models.reach import NONE
from segue.core.models.role import ACTIONS, SCOPES
from segue.core.roles import ALL, YES_OR_NO, Place

Entry = dict[str, Any]
INHERITED = "inherited"  # what a cell sends that says nothing of its own
ACTION_LABELS: dict[str, Text] = {
    "read": pgettext_lazy("right", "Read"),
    "add": pgettext_lazy("right", "Add"),
    "edit": pgettext_lazy("right", "Edit"),
    "delete": pgettext_lazy("right", "Delete"),
    "export": pgettext_lazy("right", "Export"),
    "import": pgettext_lazy("right", "Import"),
    "move": pgettext_lazy("right", "Move to stage"),
    "automate": pgettext_lazy("right", "Automation"),
}
SCOPE_LABELS: dict[str, Text] = {
    "none": gettext_lazy("No"),
    "own": gettext_lazy("Own"),
    "department": gettext_lazy("Department"),
    "department_tree": gettext_lazy("With departments below"),
    "open": gettext_lazy("Also open ones"),
    "all": gettext_lazy("All"),
}
YES = gettext_lazy("Yes")


def scope(action: str, code: str) -> str:
    """Write a scope; of what is granted or not, whether it is."""
    return str(YES if action in YES_OR_NO and code != NONE else SCOPE_LABELS[code])


def name(place: Place, action: str) -> str:
    """Name the input of a cell."""
    end = f".s{place.stage}" if place.stage else f".p{place.pipeline}" if place.pipeline else ""
    return f"cell.{place.item_type}.{action}{end}"


def actions() -> list[Entry]:
    """The columns of every matrix."""
    return [{"code": action, "label": ACTION_LABELS[action]} for action in ACTIONS]


def matrix(
    cells: Mapping[tuple[Place, str], str], unfolded: Mapping[str, Sequence[Entry]], address: str
) -> list[Entry]:
    """Describe the matrix of a role: a row for each item type; `unfolded` are the places below it, by type."""
    rows = []
    for item_type in item_types.all_types():
        own = sum(place != Place(item_type.code) and place.item_type == item_type.code for place, _action in cells)
        rows.append(
            {
                "code": item_type.code,
                "label": item_type.label_plural,
                "icon": item_type.icon,
                "cells": _cells(Place(item_type.code), item_type, cells),
                "open_href": f"{address}?open={item_type.code}" if item_type.has_stages else "",
                "own": ngettext("%(count)s of its own", "%(count)s of their own", own) % {"count": own} if own else "",
                "places": unfolded.get(item_type.code, ()),
            }
        )
    return rows


def places(
    item_type: ItemType,
    cells: Mapping[tuple[Place, str], str],
    destinations: Mapping[int, frozenset[int]],
) -> list[Entry]:
    """Describe the pipelines of a type, where it can have several, and their stages with cells of their own."""
    rows: list[Entry] = []
    pipelines = Pipeline.objects.filter(item_type=item_type.code).order_by("sort", "pk").prefetch_related("stages")
    for pipeline in pipelines:
        stages = sorted(pipeline.stages.all(), key=lambda stage: (stage.sort, stage.pk))
        spoken = str(item_type.label_plural)
        if item_type.pipelines == "many":
            place, spoken = Place(item_type.code, pipeline=pipeline.pk), f"{spoken} · {pipeline.label}"
            own = {"label": pipeline.label, "spoken": spoken, "is_pipeline": True}
            rows.append(own | {"cells": _cells(place, item_type, cells)})
        rows += [
            _stage(stage, stages, item_type, cells, destinations) | {"spoken": f"{spoken} · {stage.label}"}
            for stage in stages
        ]
    return rows


def _stage(
    stage: Stage,
    stages: Sequence[Stage],
    item_type: ItemType,
    cells: Mapping[tuple[Place, str], str],
    destinations: Mapping[int, frozenset[int]],
) -> Entry:
    place, goals = Place(item_type.code, stage=stage.pk), destinations.get(stage.pk, frozenset())
    return {
        "label": stage.label,
        "hue": stage.colour,
        "cells": _cells(place, item_type, cells),
        "goals": {
            "pk": stage.pk,
            "name": f"goals.{stage.pk}",
            "open": bool(goals),
            "options": [
                {"value": each.pk, "label": each.label, "checked": each.pk in goals}
                for each in stages
                if each.pk != stage.pk
            ],
        },
    }


def _cells(place: Place, item_type: ItemType, cells: Mapping[tuple[Place, str], str]) -> list[Entry]:
    """One cell an action, None where the type knows it not; below a type a cell may leave it to the one above."""
    return [
        _cell(place, action, cells.get((place, action)), item_type) if action in roles.actions_of(item_type) else {}
        for action in ACTIONS
    ]


def _cell(place: Place, action: str, chosen: str | None, item_type: ItemType) -> Entry:
    offered = (NONE, ALL) if action in YES_OR_NO else SCOPES
    is_general = place == Place(item_type.code)
    value = chosen or (NONE if is_general else INHERITED)
    if action in YES_OR_NO and value not in {NONE, INHERITED}:
        value = ALL
    options = [{"value": code, "label": scope(action, code)} for code in offered]
    if not is_general:
        options.insert(0, {"value": INHERITED, "label": _("As above")})
    return {
        "name": name(place, action),
        "action": ACTION_LABELS[action],
        "value": value,
        "granted": value not in {NONE, INHERITED},
        "options": [option | {"selected": option["value"] == value} for option in options],
    }


def role_rows(found: Sequence[Role], counts: Mapping[int, int]) -> list[Entry]:
    """The roles as the list of the access page takes them."""
    return [
        {
            "label": role.label,
            "href": reverse("settings-role", args=[role.pk]),
            "note": " · ".join(each for each in (_held_by(counts[role.pk]), _settings(role)) if each),
        }
        for role in found
    ]


def _held_by(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count} if count else _("Nobody has it")


def _settings(role: Role) -> str:
    return _("may change settings") if role.may_change_settings else ""


def choices(found: Iterable[Role], one: Role | None, other: Role | None) -> dict[str, list[Entry]]:
    """Offer all roles as the first and as the second of two to compare; at first the first and the last."""
    every = list(found)
    chosen = {"one": one or every[0], "other": other or every[-1]}
    return {
        name: [{"value": each.pk, "label": each.label, "selected": each == this} for each in every]
        for name, this in chosen.items()
    }


def difference(one: Role, other: Role) -> list[Entry]:
    """List all in which two roles differ: rights about no items, then each type, its pipelines and its stages."""
    cells = [roles.cells_of(each) for each in (one, other)]
    rows = []
    for flag, what in zip(roles.FLAGS, (_("Settings"), _("Products")), strict=True):
        pair = [_yes(getattr(each, flag)) for each in (one, other)]
        rows += [_pair(what, str(ACTION_LABELS["edit"]), *pair)] if pair[0] != pair[1] else []
    for item_type in item_types.all_types():
        named, general = Places(item_type), Place(item_type.code)
        every = {place for each in cells for place, _action in each if place.item_type == item_type.code}
        for place in [general, *sorted(every - {general}, key=lambda each: (each.pipeline or 0, each.stage or 0))]:
            for action in roles.actions_of(item_type):
                pair = [_written(each, place, action) for each in cells]
                rows += [_pair(named.whole(place), str(ACTION_LABELS[action]), *pair)] if pair[0] != pair[1] else []
        rows += _ways_apart(named, roles.destinations_of(one), roles.destinations_of(other))
    return rows


def _ways_apart(named: "Places", one: Mapping[int, frozenset[int]], other: Mapping[int, frozenset[int]]) -> list[Entry]:
    """List the stages of a type from which two roles let items go to different ones."""
    rows = []
    for pk in named.stages:
        pair = [", ".join(named.stages[to].label for to in sorted(each.get(pk, ()))) for each in (one, other)]
        told = [each or _("to every stage") for each in pair]
        rows += (
            [_pair(named.whole(Place(named.item_type.code, stage=pk)), _("May go to"), *told)]
            if pair[0] != pair[1]
            else []
        )
    return rows


class Places:
    """The pipelines and stages of a type by id, read once, to be named."""

    def __init__(self, item_type: ItemType) -> None:
        self.item_type = item_type
        stages = Stage.objects.filter(pipeline__item_type=item_type.code).select_related("pipeline")
        self.stages = {each.pk: each for each in stages.order_by("pipeline", "sort", "pk")}
        self.pipelines = {each.pipeline_id: each.pipeline for each in self.stages.values()}

    def below(self, place: Place) -> str:
        """Name a pipeline, or a stage with its pipeline; nothing for the whole type."""
        if place.stage:
            return f"{self.stages[place.stage].pipeline.label} · {self.stages[place.stage].label}"
        return self.pipelines[place.pipeline].label if place.pipeline else ""

    def whole(self, place: Place) -> str:
        """Name a place with its type."""
        return " · ".join(str(each) for each in (self.item_type.label_plural, self.below(place)) if each)


def _pair(where: str, action: str, one: str, other: str) -> Entry:
    return {"where": where, "action": action, "one": one, "other": other}


def _yes(granted: bool) -> str:  # noqa: FBT001  what is written
    return str(YES) if granted else str(SCOPE_LABELS[NONE])


def _written(cells: Mapping[tuple[Place, str], str], place: Place, action: str) -> str:
    found = cells.get((place, action))
    if found is None and (place.pipeline or place.stage):
        return _("As above")
    return scope(action, found or NONE)
