"""What stands on the General tab of an item: its sections, what edits each value, and where it came from?"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from segue.core.item_types import Section, Text
from segue.core.models import User
from segue.web.components import values
from segue.web.components.item_values import BACK_REFERENCES, Shown, Values
from segue.web.components.spots import ELSEWHERE, SECTION, Spots

APART = ("title", *BACK_REFERENCES, *ELSEWHERE)  # in the heading, under "Origin", with another field
BLANK = "–"
MOST_EMPTY = 200  # of a section are unfolded here; a type may have a thousand, and then the whole form is the place
Spot = dict[str, Any]  # what c-spot takes


def sections(its: Values, spots: Spots) -> list[dict[str, Any]]:
    """Describe the sections in order, as far as there is anything to be read or filled in.

    `spots` are what is filled in, `empty` what is not but can be: `count` of them. Longer texts come last.
    """
    found = [*(_section(its, spots, section) for section in its.arrangement.sections), *_billing(its, spots)]
    return [section for section in [*found, _origin(its)] if section["spots"] or section.get("count")]


def title(its: Values, spots: Spots) -> dict[str, Any] | None:
    """Describe the pencil of the heading; None where the heading is not edited by itself."""
    return spots.edit("title", its.item_type.field_label("title"))


def _section(its: Values, spots: Spots, section: Section) -> dict[str, Any]:
    own = {field.code: (field, shown) for field, shown in its.custom}
    found = [
        _custom(its, spots, *own[name]) if name in own else _standard(its, spots, name)
        for name in section.fields
        if name not in APART
    ]
    code = f"{SECTION}{section.code}"
    edit = spots.pencil(code, section.label) if spots.may_edit else None
    return {"name": code, "title": section.label, "edit": edit} | _parted(found)


def _billing(its: Values, spots: Spots) -> Iterable[dict[str, Any]]:
    """The billing details of a contact or company, line by line under a heading of their own as in the form."""
    if its.item_type.has("billing"):
        spot = _standard(its, spots, "billing")
        lines = [line for shown in spot["shown"] for line in shown["lines"]]
        spot["shown"] = [{"label": line["note"], "value": line["value"]} for line in lines]
        yield {"name": f"{SECTION}billing", "title": its.item_type.field_label("billing")} | _parted([spot])


def _standard(its: Values, spots: Spots, name: str) -> Spot:
    renamed = its.arrangement.names.get(name)
    label = renamed or its.item_type.field_label(name)
    shown = its.fields(name)
    return _spot(
        name, label, [each | {"label": label} for each in shown] if renamed else shown, spots.edit(name, label)
    )


def _custom(its: Values, spots: Spots, field: Any, shown: Shown) -> Spot:
    label = its.arrangement.names.get(field.code) or field.label
    edit = spots.pencil(field.code, label) if spots.may_edit and field.editable else None
    named = shown | {"label": label}
    spot = _spot(field.code, label, [named], edit)
    return spot | {"shown": spot["shown"] or [named | {"value": BLANK}]} if field.show_always else spot


def _spot(name: str, label: Text, shown: Iterable[Shown], edit: dict[str, Any] | None) -> Spot:
    return {"name": name, "label": label, "shown": [each for each in shown if has_text(each)], "edit": edit}


def _parted(spots: list[Spot]) -> dict[str, Any]:
    """Part what is filled in from what could be; a blank that nobody can fill in is left out."""
    filled = [spot for spot in spots if spot["shown"]]
    blank = [spot for spot in spots if not spot["shown"] and spot["edit"]]
    empty = [spot | {"shown": [{"label": spot["label"], "value": BLANK}]} for spot in blank]
    return {
        "spots": sorted(filled, key=lambda spot: bool(spot["shown"][0].get("html"))),
        "empty": empty if len(empty) <= MOST_EMPTY else [],
        "count": len(empty),
    }


def has_text(shown: Shown) -> bool:
    """Say whether anything is to be read."""
    return bool(shown.get("value") or shown.get("lines") or shown.get("html"))


def _origin(its: Values) -> dict[str, Any]:
    """The items this one was made from, as far as they may be named; who made and changed it, and when."""
    item = its.item
    names = [name for name in BACK_REFERENCES if getattr(item, f"{name}_id", None)]
    stamps = [_stamp(_("Created"), item.created_at, item.created_by)]
    if item.version > 1:
        stamps.append(_stamp(_("Changed"), item.changed_at, item.changed_by))
    shown = [*(its.show(name) for name in names), *stamps]
    spots = [{"name": "", "shown": [each]} for each in shown]
    return {"name": "origin", "title": _("Origin"), "spots": spots, "empty": []}


def _stamp(label: str, at: datetime, who: User) -> Shown:
    return {"label": label, "value": f"{values.instant(at)} · {who}"}
