"""How do custom fields and the options of a list read in the settings?"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import item_types
from segue.core.custom_fields import indexes, kinds
from segue.core.item_types import ItemType
from segue.core.models import CustomField, CustomFieldOption
from segue.core.models.custom_index import FAILED, READY
from segue.web.components import settings as words
from segue.web.components import values

Entry = dict[str, Any]
# What each kind is for, where one is chosen.
PURPOSES: dict[str, str | Promise] = {
    "string": gettext_lazy("One line or several"),
    "integer": gettext_lazy("A number without decimals"),
    "double": gettext_lazy("A number with decimals"),
    "boolean": gettext_lazy("A box to tick"),
    "date": gettext_lazy("A day"),
    "datetime": gettext_lazy("A day with its time"),
    "money": gettext_lazy("An amount in a currency"),
    "url": gettext_lazy("A web or e-mail address"),
    "address": gettext_lazy("Street, postal code, city, country"),
    "list": gettext_lazy("Options of your own to choose from"),
    "file": gettext_lazy("Documents and pictures"),
    "employee": gettext_lazy("One of your people"),
    "crm": gettext_lazy("A lead, deal, contact or another item"),
    "directory": gettext_lazy("A value of one of the shared lists"),
}


def groups(item_type: ItemType, fields: Iterable[CustomField]) -> list[Entry]:
    """List the fields of a type by the section they stand in; sections without any are left out."""
    found: dict[str, list[CustomField]] = {section.code: [] for section in item_type.sections}
    for field in fields:
        found[item_type.section(field.section).code].append(field)
    return [
        {"id": f"fields-{code}", "title": item_type.section(code).label, "rows": _rows(standing)}
        for code, standing in found.items()
        if standing
    ]


def facts(field: CustomField) -> list[Entry]:
    """Tell what of a field cannot change."""
    return [
        {"label": _("Item type"), "value": item_types.get(field.item_type).label},
        {"label": _("Kind"), "value": kinds.of(field.kind).label},
        {"label": _("Several values"), "value": values.yes_no(field.multiple)},
        *([{"label": _("Code"), "value": field.code}] if field.pk else []),
    ]


def kinds_to_choose(chosen: str) -> list[Entry]:
    """List the kinds as radio buttons."""
    return [
        {"value": code, "label": kind.label, "selected": code == chosen, "help": PURPOSES.get(code, "")}
        for code, kind in kinds.KINDS.items()
    ]


def types_to_choose(chosen: str) -> list[Entry]:
    """List the item types as a choice."""
    return [
        {"value": each.code, "label": each.label_plural, "selected": each.code == chosen}
        for each in item_types.all_types()
    ]


def type_tabs(here: ItemType, counts: dict[str, int]) -> list[Entry]:
    """The item types as tabs, each with the number of its fields."""
    return [
        {
            "label": each.label_plural,
            "href": reverse("settings-fields-of", args=[each.slug]),
            "count": counts.get(each.code, 0),
            "current": each.code == here.code,
        }
        for each in item_types.all_types()
    ]


def field_tabs(field: CustomField, *, options: bool) -> list[Entry]:
    """A list has a second page: its options."""
    if field.kind != "list":
        return []
    return [
        {"label": _("Field"), "href": reverse("settings-field", args=[field.pk]), "current": not options},
        {
            "label": _("Options"),
            "href": reverse("settings-options", args=[field.pk]),
            "count": field.options.filter(deleted_at=None).count(),
            "current": options,
        },
    ]


def options(field: CustomField, present: Sequence[CustomFieldOption]) -> list[Entry]:
    """List the options of a list as rows that can be ordered."""
    return _movable([(option, _option(option), [field.pk, option.pk]) for option in present], "settings-option")


def trail(here: str, field: CustomField | None = None, item_type: ItemType | None = None) -> list[dict[str, str]]:
    """Say where one is: custom fields, a type, a field."""
    if field is not None:
        item_type = item_types.get(field.item_type)
    steps = [(_("Custom fields"), reverse("settings-fields"))]
    if item_type is not None:
        steps.append((str(item_type.label_plural), reverse("settings-fields-of", args=[item_type.slug])))
    if field is not None:
        steps.append((field.label, reverse("settings-field", args=[field.pk])))
    return words.trail(here, *steps)


def held(count: int) -> str:
    """Say how many items hold a value."""
    if not count:
        return _("No item has a value in it.")
    told = ngettext(
        "%(count)s item has a value in it, which will be lost.",
        "%(count)s items have a value in it, which will be lost.",
        count,
    )
    return told % {"count": count}


def chosen_by(count: int) -> str:
    """Say how many items have an option."""
    if not count:
        return _("No item has it.")
    return ngettext("%(count)s item has it.", "%(count)s items have it.", count) % {"count": count}


def _rows(fields: Sequence[CustomField]) -> list[Entry]:
    return _movable([(field, _field(field), [field.pk]) for field in fields], "settings-field")


def _movable(described: Sequence[tuple[Any, Entry, list[int]]], view: str) -> list[Entry]:
    """The first cannot move up, the last cannot move down."""
    return [
        {
            "href": reverse(view, args=keys),
            "up": reverse(f"{view}-move", args=[*keys, "up"]) if place else "",
            "down": reverse(f"{view}-move", args=[*keys, "down"]) if place + 1 < len(described) else "",
            "remove": reverse(f"{view}-delete", args=keys),
            **entry,
        }
        for place, (_row, entry, keys) in enumerate(described)
    ]


def _field(field: CustomField) -> Entry:
    kind = kinds.of(field.kind).label
    marks = [
        (_("%(kind)s, several values") % {"kind": kind}) if field.multiple else str(kind),
        field.code,
        _required(field),
        _("in lists") if field.in_list else "",
        _filter(field) if field.in_filter else "",
        _duplicates(field) if field.finds_duplicates else "",
        _("not editable") if not field.editable else "",
        _("restricted") if field.is_restricted else "",
    ]
    return {"label": field.label, "note": " · ".join(mark for mark in marks if mark)}


def _duplicates(field: CustomField) -> str:
    """Say so while a job still reads what the items have already."""
    return _("finds duplicates") if field.has_keys else _("finds duplicates, being prepared")


def _filter(field: CustomField) -> str:
    """Say so while the database still prepares for it, or could not."""
    note = getattr(field, "index", None)
    if note is None or note.state == READY:
        return _("in filters")
    if note.state == FAILED:
        return _("in filters, slowly: its index could not be built")
    return _("in filters, index at %(percent)s") % {"percent": values.percent(Decimal(indexes.percent(note)))}


def _required(field: CustomField) -> str:
    if field.mandatory:
        return _("required")
    return _("required from “%(stage)s” on") % {"stage": field.mandatory_from.label} if field.mandatory_from else ""


def _option(option: CustomFieldOption) -> Entry:
    marks = (_("Default") if option.is_default else "", option.external_id)
    return {"label": option.text, "hue": option.colour, "note": " · ".join(mark for mark in marks if mark)}
