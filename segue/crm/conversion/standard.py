"""Which required standard fields can a dialog ask for, and how is an answer read?

Asked is what is typed or chosen in one input; client, products, observers and files the form of the new item asks for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from segue.core import item_types, required
from segue.core.item_types import ItemType
from segue.core.models import DirectoryValue, Item, Stage
from segue.core.typed import read_number
from segue.crm import communications, sellers
from segue.crm.communications import PIECES, Communication
from segue.crm.models import Company
from segue.crm.models.contact_point import LABELS
from segue.crm.types import DIRECTORIES
from segue.lib import dates
from segue.lib.text import is_storable

from .reading import Reading

NAME = "communications"


@dataclass(frozen=True)
class Answers:
    """What was answered rightly: columns by name, and ways to reach somebody."""

    values: dict[str, Any] = field(default_factory=dict)
    reach: tuple[Communication, ...] = ()

    def parts(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts of an item that become others by what was answered."""
        return {NAME: (*held.get(NAME, ()), *self.reach)} if self.reach else {}


def askable(slot: str, reading: Reading) -> list[str]:
    """Name the columns, phones and the like of a type that an administrator made required somewhere."""
    item_type, chosen = item_types.get(slot), {rule.field for rule in reading.rules if rule.item_type == slot}
    return [name for name in required.choosable(item_type) if name in chosen and not item_type.has(name)]


def blanks(item: Item, stage: Stage | None, reading: Reading, parts: Mapping[str, Any]) -> list[str]:
    """Name what is required of an item on a stage, can be asked for, and is blank; an amount may come from rows."""
    item_type = item_types.of(item)
    needed = required.names(item_type, stage, reading.rules)
    needed -= {"amount"} if parts.get("rows") and not item.amount_is_manual else set()
    columns = [name for name in required.blank_columns(item, item_type, needed) if _can_be_answered(item, name)]
    return [*columns, *_lacking(item_type, needed, parts.get(NAME, ()))]


def answers(slot: str, reading: Reading, typed: Mapping[str, str], but: Collection[str] = ()) -> Answers:
    """Read what was typed for what can be asked; not for what is filled in already, nor what is wrong."""
    asked = [name for name in askable(slot, reading) if name in typed and name not in but]
    right = {name: answer(slot, name, typed[name]) for name in asked if not wrong_answer(slot, name, typed[name])}
    reach = tuple(value for name, value in right.items() if name in PIECES)
    return Answers({name: value for name, value in right.items() if name not in PIECES}, reach)


def wrong_answer(slot: str, name: str, text: str) -> str:
    """Say what is wrong with what was typed for a required field; "" for nothing."""
    if not text.strip():
        return _("This field is required.")
    try:
        answer(slot, name, text)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def answer(slot: str, name: str, text: str) -> Any:
    """Return the value that was typed; raises ValidationError."""
    typed = text.strip()
    if not is_storable(typed):
        raise ValidationError(_("The text holds a sign that cannot be stored. Type it anew."))
    if name in PIECES:
        written = Communication(PIECES[name], typed, LABELS[PIECES[name]][0])
        return communications.clean(None, [written])[0]  # type: ignore[arg-type]  # the item plays no part in it
    column: Any = item_types.get(slot).model._meta.get_field(name)
    kind = next((kind for kind in READ if isinstance(column, kind)), None)
    return READ[kind](column, typed) if kind else column.clean(column.formfield().clean(typed), None)


def offered(slot: str, name: str) -> list[models.Model]:
    """List what can be chosen; nothing where the answer is typed."""
    if name in PIECES:
        return []
    return _offered(item_types.get(slot).model._meta.get_field(name))


def _offered(column: Any) -> list[models.Model]:
    if column.related_model is Company:
        return [*sellers.alive()]
    name = column.name
    return [*DirectoryValue.objects.filter(directory=DIRECTORIES[name])] if name in DIRECTORIES else []


def _can_be_answered(item: Item, name: str) -> bool:
    """Say whether there is anything to choose; a company of one's own may not be there yet."""
    column = item._meta.get_field(name)
    return not isinstance(column, models.ForeignKey) or bool(_offered(column))


def _lacking(item_type: ItemType, needed: Collection[str], held: Any) -> list[str]:
    if not item_type.has(NAME):
        return []
    return [each.name for each in item_type.part(NAME).pieces if each.name in needed and not each.stands_in(held)]


def _text(column: Any, typed: str) -> str:
    limit = getattr(column, "max_length", None)
    if limit and len(typed) > limit:
        raise ValidationError(_("At most %(limit)d characters.") % {"limit": limit})
    return typed


def _day(_column: Any, typed: str) -> Any:
    try:
        return dates.parse_day(typed, (get_language() or "en")[:2])
    except dates.NotADay:
        raise ValidationError(_("Enter a day of the calendar.")) from None


def _number(column: Any, typed: str) -> Any:
    number = read_number(typed)
    if required.is_blank(column, number):
        raise ValidationError(_("This field is required."))
    return number


def _one_of(column: Any, typed: str) -> Any:
    found = next((each for each in _offered(column) if str(each.pk) == typed), None)
    if found is None:
        raise ValidationError(_("Choose one of the offered values."))
    return found


READ: dict[type[Any], Any] = {
    models.ForeignKey: _one_of,
    models.DateField: _day,
    models.DecimalField: _number,
    models.CharField: _text,
    models.TextField: _text,
}
