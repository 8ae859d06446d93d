"""How do the required fields of an item type read in the settings? What c-required-matrix takes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types, required
from segue.core.item_types import ItemType
from segue.core.models import RequiredField
from segue.web.components import settings as words

Entry = dict[str, Any]


def groups(item_type: ItemType, cells: Mapping[str, list[Entry]], errors: Mapping[str, str]) -> list[Entry]:
    """List the fields by the section they stand in, those with a place of their own last.

    `cells` are the choices of each field that has some; what code requires has none. `errors` say what is wrong with
    the choices of a field.
    """
    sections = [(section.label, _of_section(item_type, section.fields)) for section in item_type.sections]
    listed = {name for _label, names in sections for name in names}
    apart = [name for name in cells if name not in listed]
    sections += [(_("Elsewhere in the form"), apart)] if apart else []
    found = [{"label": label, "rows": _rows(item_type, names, cells, errors)} for label, names in sections]
    return [group for group in found if group["rows"]]


def tabs(here: ItemType) -> list[Entry]:
    """The item types as tabs, each with the number of its fields that were made required."""
    rows = RequiredField.objects.order_by().values_list("item_type")
    counts = dict(rows.annotate(Count("field", distinct=True)))
    return [
        {
            "label": each.label_plural,
            "href": reverse("settings-required-of", args=[each.slug]),
            "count": counts.get(each.code, 0),
            "current": each.code == here.code,
        }
        for each in item_types.all_types()
    ]


def trail(item_type: ItemType) -> list[dict[str, str]]:
    """Say where one is."""
    return words.trail(str(item_type.label_plural), (_("Required fields"), reverse("settings-required")))


def _of_section(item_type: ItemType, names: Iterable[str]) -> list[str]:
    return [each for name in names for each in required.choosable_of(item_type, name) or [name]]


def _rows(
    item_type: ItemType, names: Iterable[str], cells: Mapping[str, list[Entry]], errors: Mapping[str, str]
) -> list[Entry]:
    notes = item_type.check(item_type.model(type=item_type.code))  # what its own rules say where nothing is filled in
    return [
        {
            "label": item_type.field_label(name),
            "cells": cells.get(name, []),
            "note": " ".join(str(note) for note in notes.get(name, ())),
            "error": errors.get(name, ""),
        }
        for name in names
        if name in cells or name in item_type.required
    ]
