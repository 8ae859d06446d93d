"""Which input does each kind of custom field have? One row per widget that `kinds` names."""

from decimal import Decimal
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from segue.core.custom_fields import choices, links, times
from segue.core.custom_fields import values as custom_values
from segue.core.custom_fields.kind import chosen
from segue.lib import dates
from segue.web.components import custom_values as wording
from segue.web.components import values
from segue.web.forms.custom.filed import FileInput
from segue.web.forms.custom.inputs import CustomInput, Described
from segue.web.forms.custom.items import ItemInput
from segue.web.forms.fields import write_number

NO = "–"
MOST_ROWS = 8  # of a list in which several can be chosen
NOT_TYPED = ("latitude", "longitude")  # they are of the address as it was


class TextInput(CustomInput):
    """A line of text, or several where the field, or what is stored, has them."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        rows = chosen(self.field, "rows") or 1
        self.rows = rows if rows > 1 else 3 if any("\n" in line for line in self.lines) else 1
        self.wide = self.rows > 1

    def read(self, data: QueryDict) -> list[str]:
        """Browsers end lines with two signs; we keep one."""
        return [line.replace("\r\n", "\n").replace("\r", "\n") for line in super().read(data)]

    def describe(self) -> Described:
        """One line or several."""
        return {"type": "text", "rows": self.rows if self.rows > 1 else 0, "size": chosen(self.field, "size")}


class LinkInput(CustomInput):
    """An address; people type www.brandt.de, which browsers do not take for one."""

    def write(self, value: Any) -> str:
        """Show an e-mail address as people write it."""
        return wording.address_of(str(value))

    def describe(self) -> Described:
        """A keyboard for addresses on the phone."""
        return {"type": "text", "inputmode": "url", "size": chosen(self.field, "size")}


class NumberInput(CustomInput):
    """A number in the notation of the reader."""

    def write(self, value: Any) -> str:
        """Write it so that it is read the same again."""
        return write_number(Decimal(str(value)))

    def describe(self) -> Described:
        """A keyboard for numbers on the phone."""
        return {"type": "text", "inputmode": "decimal", "size": chosen(self.field, "size")}


class DayInput(CustomInput):
    """A day."""

    def describe(self) -> Described:
        """The calendar of the browser."""
        return {"type": "date"}


class InstantInput(CustomInput):
    """A day and a time by the clock of the field, else by that of the reader."""

    def write(self, value: Any) -> str:
        """Write it as the input of the browser takes it."""
        here = times.instant(value).astimezone(times.clock(self.field)).replace(tzinfo=None)
        return here.isoformat(timespec="seconds" if chosen(self.field, "seconds") else "minutes")

    def describe(self) -> Described:
        """The calendar and clock of the browser."""
        own = chosen(self.field, "time_zone") or ""
        clock = dates.zone_place(own, values.language()) if own and own != timezone.get_current_timezone_name() else ""
        return {"type": "datetime-local", "step": "1" if chosen(self.field, "seconds") else "", "clock": clock}


class MoneyInput(CustomInput):
    """An amount and its currency; both come as often as there are lines."""

    template = "components/custom_inputs/money.html"

    def read(self, data: QueryDict) -> list[dict[str, str]]:
        """Put amounts and currencies together."""
        pairs = zip_longest(data.getlist(self.code), data.getlist(f"{self.code}-currency"), fillvalue="")
        return [{"amount": amount, "currency": currency} for amount, currency in pairs]

    def write(self, value: Any) -> dict[str, str]:
        """Write the amount in the notation of the reader."""
        return {"amount": write_number(Decimal(str(value["amount"]))), "currency": value["currency"]}

    def is_blank(self, line: Any) -> bool:
        """A currency alone is nothing."""
        return not line["amount"].strip()

    def empty(self) -> dict[str, str]:
        """Begin with the currency of the item."""
        return {"amount": "", "currency": self.shared.draft.item.currency_id}

    def describe(self) -> Described:
        """List the currencies, one that is no longer offered too while it is used."""
        used = [each["currency"] for each in custom_values.each(self.field, self.stored)]
        return {"currencies": list(dict.fromkeys([*self.field.offered, *used]))}


class PlaceInput(CustomInput):
    """An address in its parts."""

    template = "components/custom_inputs/place.html"
    grouped = wide = True

    def read(self, data: QueryDict) -> list[dict[str, str]]:
        """Put the parts together, which come as often as there are lines."""
        parts = [part for part in links.PLACE if part not in NOT_TYPED]
        sent = zip_longest(*(data.getlist(f"{self.code}-{part}") for part in parts), fillvalue="")
        return [self._line_ends(dict(zip(parts, line, strict=True))) for line in sent]

    def write(self, value: Any) -> dict[str, str]:
        """Show each part."""
        return {part: value.get(part, "") for part in links.PLACE if part not in NOT_TYPED}

    def is_blank(self, line: Any) -> bool:
        """Say whether all parts are blank."""
        return not any(part.strip() for part in line.values())

    def empty(self) -> dict[str, str]:
        """Begin without any part."""
        return self.write({})

    def describe(self) -> Described:
        """An address of one text, as it is imported, has an input for it."""
        return {"has_text": any(line.get("text") for line in self.lines)}

    def _line_ends(self, line: dict[str, str]) -> dict[str, str]:
        return {part: text.replace("\r\n", "\n") for part, text in line.items()}


class SwitchInput(CustomInput):
    """Yes or no: a box, two radio buttons, or a list."""

    template = "components/custom_inputs/switch.html"
    has_lines = False

    def __init__(self, *args: Any) -> None:
        self.display = chosen(args[0], "display") or "checkbox"
        self.grouped = self.display == "radio"
        super().__init__(*args)

    def write(self, value: Any) -> str:
        """Say no by no box."""
        return "1" if value else "0"

    def is_blank(self, line: Any) -> bool:
        """No is as good as nothing, so that a box nobody touched writes nothing."""
        return line in choices.NO

    def typed(self) -> list[str]:
        """A box that is not ticked is not sent."""
        return self.lines or ["0"]

    def describe(self) -> Described:
        """The words of the field."""
        now = any(line in choices.YES for line in self.lines)
        options = [("1", True), ("0", False)]
        return {
            "display": self.display,
            "labels_itself": self.display == "checkbox",
            "on": now,
            "options": [
                {"value": key, "label": wording.switch(self.field, value), "selected": value == now}
                for key, value in options
            ],
        }


class ChoiceInput(CustomInput):
    """An option, or a value of a directory: a list, buttons, or a window with them; several of them, or one."""

    template = "components/custom_inputs/choice.html"
    has_lines = False

    def __init__(self, *args: Any) -> None:
        self.display = chosen(args[0], "display") or "list"
        self.grouped = self.display != "list"
        super().__init__(*args)

    def compared(self, lines: list[Any]) -> list[Any]:
        """Browsers send what is chosen in the order of the list."""
        return sorted(lines)

    def describe(self) -> Described:
        """List the options, one that is gone too while it is chosen."""
        gone = [each for each in custom_values.each(self.field, self.stored) if each not in self.field.offered]
        options: list[Described] = [
            {"value": str(key), "label": wording.choice(self.field, key), "selected": str(key) in self.lines}
            for key in [*self.field.offered, *gone]
        ]
        several, height = self.field.multiple, chosen(self.field, "height") or 0
        return {
            "options": options if several else [*self._none(), *options],
            "several": several,
            "display": self.display,
            "chosen": ", ".join(option["label"] for option in options if option["selected"]) or self._no_caption,
            "none": self._no_caption,
            "searched": len(options) > MOST_ROWS,
            "size": height or (min(max(len(options), 2), MOST_ROWS) if several else 0),
        }

    @property
    def _no_caption(self) -> str:
        return chosen(self.field, "none_caption") or NO

    def _none(self) -> list[Described]:
        """What says that nothing is chosen; where that cannot be taken back, only until something is."""
        can_be_chosen = self.field.settings.get("show_none", True)
        blank = not any(self.lines)
        if not can_be_chosen and (not blank or self.display != "list"):
            return []
        return [{"value": "", "label": self._no_caption, "selected": blank, "disabled": not can_be_chosen}]


class PersonInput(CustomInput):
    """Somebody who can sign in, or is named already; several have a list each."""

    template = "components/custom_inputs/person.html"

    def describe(self) -> Described:
        """List the people by name."""
        people = self.shared.people
        gone = [pk for pk in custom_values.each(self.field, self.stored) if pk not in people]
        named = {pk: self.shared.named.people.get(pk) or _("Deleted user") for pk in gone} if gone else {}
        return {"options": [{"value": str(pk), "label": name} for pk, name in (people | named).items()]}

    def single(self, line: Any) -> Any:
        """Refuse who was not offered."""
        found = super().single(line)
        if found is not None and found not in self.shared.people:
            raise ValidationError(_("Choose one of the offered people."))
        return found


class Reading(CustomInput):
    """A field that is shown in the form, but not typed there."""

    template = "components/custom_inputs/reading.html"
    is_typed = has_lines = False

    def describe(self) -> Described:
        """Say how it reads."""
        shared = self.shared
        text = wording.plain(self.field, self.stored, shared.draft.reader, shared.named if self.stored else None)
        return {"text": text or NO}

    def _fingerprint(self) -> str:
        return ""


WIDGETS: dict[str, type[CustomInput]] = {
    "text": TextInput,
    "link": LinkInput,
    "number": NumberInput,
    "day": DayInput,
    "instant": InstantInput,
    "money": MoneyInput,
    "place": PlaceInput,
    "switch": SwitchInput,
    "choice": ChoiceInput,
    "person": PersonInput,
    "item": ItemInput,
    "files": FileInput,
}
