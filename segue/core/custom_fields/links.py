"""Kinds that name something else: a person, an item, a place, a file."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.models import CustomField, Item, User
from segue.lib.text import is_storable

from .kind import Kind, Setting, Typed, Value, chosen, no_value, one_text

PLACE = ("text", "address", "address_2", "postal_code", "city", "region", "country", "latitude", "longitude")
LONGEST_PART = 1000
LARGEST_ID = 2**63 - 1
_EXCHANGED = re.compile(r"(?P<text>.*)\|(?P<latitude>[-\d.]*);(?P<longitude>[-\d.]*)", re.ASCII | re.DOTALL)
CHOICE_OPERATORS = ("is", "is_not", "among", "blank", "filled")


def _read_id(field: CustomField, typed: Typed) -> Value | None:
    text = one_text(typed).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(LARGEST_ID)):
        raise ValidationError(_("Choose one of the offered values."))
    return int(text)


def _check_id(field: CustomField, value: Value) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LARGEST_ID:
        raise no_value()


def _user_fact(field: CustomField, value: Value) -> Any:
    return {"id": value, "label": User.objects.filter(pk=value).values_list("name", flat=True).first() or ""}


def _item_fact(field: CustomField, value: Value) -> Any:
    return {"id": value, "label": Item.objects.filter(pk=value).values_list("title", flat=True).first() or ""}


def allowed_types(field: CustomField) -> tuple[str, ...]:
    """Return the item types that a CRM field may name; leads where none is given."""
    return tuple(chosen(field, "types") or ("lead",))


def _read_place(field: CustomField, typed: Typed) -> Value | None:
    given = _apart(typed) if isinstance(typed, str) else typed
    place = {name: given[name].strip() for name in PLACE if given.get(name, "").strip()}
    return place or None


def _apart(text: str) -> dict[str, str]:
    """Part an address from the coordinates that stand after it."""
    found = _EXCHANGED.fullmatch(text)
    return found.groupdict() if found else {"text": text}


def _check_place(field: CustomField, value: Value) -> None:
    if not isinstance(value, dict) or not set(value) <= set(PLACE) or not value:
        raise no_value()
    for text in value.values():
        if not isinstance(text, str) or not is_storable(text):
            raise no_value()
        if len(text) > LONGEST_PART:
            raise ValidationError(_("At most %(limit)d characters.") % {"limit": LONGEST_PART})


def _place_exchanged(field: CustomField, value: Value) -> str:
    """Write an address with its coordinates: "Hauptstr. 1|52.5;13.4". Parts come back as one text."""
    text, coordinates = place_text(field, value), ";".join(value.get(name, "") for name in ("latitude", "longitude"))
    return f"{text}|{coordinates}" if coordinates != ";" or _EXCHANGED.fullmatch(text) else text


def place_text(field: CustomField, value: Value) -> str:
    """Write an address on one line."""
    city = " ".join(filter(None, (value.get("postal_code"), value.get("city"))))
    lines = (value.get("text"), value.get("address"), value.get("address_2"), city, value.get("region"),
             value.get("country"))  # fmt: skip
    return ", ".join(line for line in lines if line)


EMPLOYEE = Kind(
    code="employee",
    label=gettext_lazy("Employee"),
    widget="person",
    read=_read_id,
    check=_check_id,
    fact=_user_fact,
    key=lambda field, value: str(value),
    column="id",
    operators=CHOICE_OPERATORS,
    names="user",
)
CRM = Kind(
    code="crm",
    label=gettext_lazy("CRM item"),
    widget="item",
    read=_read_id,
    check=_check_id,
    fact=_item_fact,
    key=lambda field, value: str(value),
    settings=(Setting("types", gettext_lazy("Item types that can be chosen"), "types", ("lead",)),),
    column="id",
    operators=CHOICE_OPERATORS,
    names="item",
)
ADDRESS = Kind(
    code="address",
    label=gettext_lazy("Address"),
    widget="place",
    read=_read_place,
    check=_check_place,
    text=_place_exchanged,
    words=place_text,
    settings=(Setting("show_map", gettext_lazy("Link to a map"), "switch", default=True),),
    column="",
    operators=("blank", "filled"),
)
