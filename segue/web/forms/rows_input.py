"""Which products does the item sell, row by row, and what do they come to?"""

from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.models import Currency
from segue.crm import pricing
from segue.crm.rows import Row
from segue.web.components import rows_editor
from segue.web.forms import ids, row_currency, row_paste, row_reading, row_text
from segue.web.forms.offers import Offers
from segue.web.forms.part_input import PartInput, fingerprint
from segue.web.forms.row_reading import Reader
from segue.web.forms.row_text import RowText

MOST = 500
PASTED = "rows_paste"


class RowsInput(PartInput):
    """The rows as typed; the server's engine computes what they come to."""

    component = "product-rows-editor"
    pasted = ""  # cells of a spreadsheet that are no rows yet
    currency: Currency  # set by the form, which knows what is chosen there

    def show(self, value: tuple[Row, ...]) -> None:
        """Begin with what is stored."""
        self.currency = self.draft.item.currency
        self.stored = {row.id: row for row in value}
        self.offers = Offers(value)
        self.texts = [row_text.written(row, self.offers, self.draft.item.decimals) for row in value]
        self.shown = fingerprint(row_text.as_sent(self.texts))
        self.priced_in = self.currency

    def take(self, data: QueryDict) -> None:
        """Begin with what was sent; an id that is none of this item's, or named twice, is that of a new row."""
        self.currency = self.draft.item.currency
        self.stored = {row.id: row for row in self.draft.stored(self.name)}
        self.offers = Offers(self.stored.values())
        self.texts = row_text.sent(data)
        self.pasted = data.get(PASTED, "")
        self.shown = data.get("rows_shown", "")
        self.priced_in = Currency.objects.filter(code=_code(data.get("rows_currency"))).first() or self.currency
        self.is_as_shown = not self.pasted.strip() and self.shown == fingerprint(row_text.as_sent(self.texts))
        seen: set[int] = set()
        for text in self.texts:
            pk = ids.parse(text.id)
            if pk not in self.stored or pk in seen:
                text.id = ""
            elif pk is not None:
                seen.add(pk)

    @property
    def is_empty(self) -> bool:
        """Say whether there are no rows."""
        return all(text.is_blank for text in self.texts)

    @property
    def is_undecided(self) -> bool:
        """Say whether another currency was chosen than the prices are in."""
        return self.priced_in != self.currency and not self.is_empty

    def act(self, action: str) -> None:
        """Add a row or those that were pasted, take one out, move it; each fills in products that were named, and
        computes anew.
        """
        if action == row_currency.CONVERT and self.is_undecided:
            row_currency.convert(self.texts, self.priced_in, self.currency)
        if action in {row_currency.CONVERT, row_currency.KEEP}:
            self.priced_in = self.currency
        self._match()
        verb, _dash, place = action.partition("-")
        at = int(place) if place in map(str, range(len(self.texts))) else None
        if verb == "add" and len(self.texts) < MOST:
            self.texts.append(row_text.blank(self.offers))
        elif verb == "paste":
            self._insert()
        elif verb == "remove" and at is not None:
            del self.texts[at]
        elif verb in {"up", "down"} and at is not None:
            self._swap(at, at - 1 if verb == "up" else at + 1)
        self.__dict__.pop("read", None)

    def check(self) -> None:
        """Note what is wrong beside its row; rows that were added and left blank are dropped."""
        self.texts = [text for text in self.texts if not text.is_blank]
        self._insert()
        if len(self.texts) > MOST:
            self.errors.append(_("At most %(most)s rows fit on one item.") % {"most": MOST})
        if self.is_undecided:
            self.errors.append(row_currency.undecided(self.priced_in, self.currency))
        for text, row in self.read:
            if not row.name:
                text.errors.setdefault("name", _("Enter a name."))
            elif not self._is_allowed(row):
                text.errors.setdefault("name", _("Choose a product of the catalogue."))
        if self.totals() is None and not self.has_errors:
            self.errors.append(_("At most 11 digits before and 4 after the decimal point."))

    @property
    def has_errors(self) -> bool:
        """Say whether anything is wrong, with a row or with all of them."""
        return bool(self.errors) or any(text.errors for text in self.texts)

    def peek(self) -> tuple[Row, ...]:
        """Return the rows that are not blank."""
        return tuple(row for text, row in self.read if not text.is_blank)

    def totals(self) -> pricing.Totals | None:
        """Return what the rows come to; None while one of them cannot be priced."""
        rows = self.peek()
        if any(text.errors for text in self.texts):
            return None
        try:
            return pricing.totals([row.line for row in rows], self.draft.item.rounding_mode, self.currency.decimals)
        except pricing.LineRefused:
            return None

    @property
    def attributes(self) -> dict[str, Any]:
        """What c-product-rows-editor takes."""
        first = next((text for text in self.texts if text.errors), None)
        if self.focus and first is not None:
            first.focus = True
        totals = self.totals()
        rows = [rows_editor.row(f"{row_text.PREFIX}-{place}", vars(text), row, self.currency)
                for place, (text, row) in enumerate(self.read)]  # fmt: skip
        return {
            "rows": rows,
            "measures": self.offers.measure_options({text.measure for text in self.texts}),
            "tax_rates": self.offers.rate_options({text.tax_rate for text in self.texts}),
            "totals": rows_editor.totals(totals or self._priced(), self.currency) if rows else None,
            "totals_are_old": totals is None,
            "currency": self.currency.code,
            "update_href": reverse("rows-update"),
            "products_href": reverse("product-options"),
            "error": " ".join(self.errors),
            "required": self.is_required,
            "shown": self.shown,
            "pasted": self.pasted,
            "priced_in": (self.priced_in if self.is_undecided else self.currency).code,
            "choice": row_currency.choice(self.priced_in, self.currency) if self.is_undecided else None,
        }

    def _priced(self) -> pricing.Totals | None:
        """Return what the rows without a fault come to, while there are others."""
        lines = [row.line for text, row in self.read if not text.is_blank and not text.errors]
        try:
            return pricing.totals(lines, self.draft.item.rounding_mode, self.currency.decimals)
        except pricing.LineRefused:
            return None

    def _reader(self) -> Reader:
        return Reader(self.stored, self.offers, self.currency, self.draft.item.decimals, self.texts)

    @cached_property
    def read(self) -> list[tuple[RowText, Row]]:
        """Read all rows; what cannot be read or priced is noted beside its field."""
        reader = self._reader()
        pairs = [(text, reader.row(text)) for text in self.texts]
        for text, row in pairs:
            row_reading.refusals(text, row, self.currency.decimals)
        return pairs

    def _match(self) -> None:
        self._reader().match()
        self.__dict__.pop("read", None)

    def _insert(self) -> None:
        """Add the rows that were pasted, without scripts also those whose button nobody pressed; one more than fit,
        so that it is told.
        """
        if self.pasted.strip():
            kept = [text for text in self.texts if not text.is_blank]
            rows = row_paste.read(self.pasted, self.offers, most=MOST + 1 - len(kept))
            self.texts = [*kept, *rows]
            if not rows:
                self.errors.append(_("There are no products in the copied cells."))
            self.pasted = "" if rows else self.pasted
        self._match()

    def _is_allowed(self, row: Row) -> bool:
        """Free positions, if the organisation wants them; those that are there may stay."""
        there = self.stored.get(row.id)
        return bool(row.product_id or self.draft.chosen.free_positions or (there and there.name == row.name))

    def _swap(self, one: int, other: int) -> None:
        if 0 <= other < len(self.texts):
            self.texts[one], self.texts[other] = self.texts[other], self.texts[one]


def _code(sent: str | None) -> str:
    """Return what may be the code of a currency; anything else is asked of no database."""
    return sent if sent and sent.isascii() and sent.isalpha() else ""
