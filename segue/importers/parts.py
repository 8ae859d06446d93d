"""How does a part of an item (communications, client, rows, billing details ...) come out of cells, and into an item?

What cells say of a part is a `Given`: it may say only a piece of it, and is laid over what an item holds.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from segue.core import preferences
from segue.core.models import Currency, Item
from segue.crm import communications, pricing
from segue.crm.clients import Clients
from segue.crm.communications import Communication
from segue.crm.models.contact_point import EMAIL, IM, LABELS, PHONE, WEB
from segue.crm.rows import Row
from segue.importers import cells, finding
from segue.importers.finding import Finder
from segue.lib import money
from segue.lib.spreadsheets import Cell
from segue.lib.text import fold

Cells = Mapping[str, Cell]  # by column, only those that are not blank
KINDS = {"phone": PHONE, "email": EMAIL, "web": WEB, "messenger": IM}
USUAL = {IM: "OTHER"}
NO_ITEM: Any = None  # what cleans a part of communications asks no item
MARKED = "!"  # before a value that nobody is to be contacted by


@dataclass
class Given:
    """What the cells of a record say of one part: a whole value, or how it is laid over a present one."""

    over: Callable[[Any], Any]  # the present value -> the new one
    into: Callable[[Any], Any]  # the present value -> with what is lacking filled in


def reached(name: str, found: Iterable[Cell]) -> tuple[Communication, ...]:
    """Read the phones, e-mails and so on of one column; raises ValidationError."""
    try:
        return communications.clean(NO_ITEM, [each for cell in found for each in _reached(name, cell)])
    except ValidationError as refused:
        raise ValidationError(refused.messages) from None


def reach(new: tuple[Communication, ...]) -> Given:
    """Lay phones, e-mails and so on over what is there; kinds of which there are no new ones stay as they are."""
    kinds = {each.kind for each in new}

    def over(present: tuple[Communication, ...]) -> tuple[Communication, ...]:
        return (*(each for each in present if each.kind not in kinds), *new)

    def into(present: tuple[Communication, ...]) -> tuple[Communication, ...]:
        return communications.merge(present, new, preferences.load().country)

    return Given(over, into)


def client(company: Item | None, contacts: tuple[Item, ...]) -> Given:
    """Lay a company and contacts over a client."""
    ids = tuple(each.pk for each in contacts)

    def over(present: Clients) -> Clients:
        chosen = company.pk if company else present.company
        return Clients(chosen, ids, None) if ids else replace(present, company=chosen)

    def into(present: Clients) -> Clients:
        chosen = present.company or (company.pk if company else None)
        return replace(present, company=chosen, contacts=present.contacts or ids)

    return Given(over, into)


def billing(lines: Mapping[str, str]) -> Given:
    """Lay some lines over billing details."""
    return Given(
        lambda present: replace(present, **lines),
        lambda present: replace(present, **{name: text for name, text in lines.items() if not getattr(present, name)}),
    )


def whole(value: tuple[Any, ...]) -> Given:
    """Take the place of what is there, as observers, employers and rows do; or fill in where there is nothing."""
    return Given(lambda present: value, lambda present: present or value)


class RowReader:
    """Reads product rows, each from the cells of one line."""

    def __init__(self, style: str) -> None:
        self.style, self.products, self.measures = style, finding.Products(), finding.measures()
        self.rates = finding.rates()

    @property
    def finders(self) -> dict[str, Finder]:
        """What is looked for by what stands in which column."""
        return {"row_product": self.products, "row_measure": self.measures}

    def row(self, found: Cells, currency: Currency) -> Row:
        """Return the row; raises ValidationError by column."""
        errors: dict[str, list[str]] = {}
        row = Row(name="")
        for name, read in (
            ("row_product", lambda cell: self._product(cell, currency)),
            ("row_name", lambda cell: {"name": cells.text(cell)}),
            ("row_quantity", lambda cell: {"quantity": cells.number(cell, self.style)}),
            ("row_measure", self._measure),
            ("row_price", lambda cell: {"price_entered": cells.number(cell, self.style)}),
            ("row_tax_included", lambda cell: {"basis": pricing.GROSS if cells.switch(cell) else pricing.NET}),
            ("row_discount", lambda cell: {"discount_rate": cells.number(cell, self.style)}),
            ("row_tax_rate", self._tax),
        ):
            if name in found:
                try:
                    row = replace(row, **read(found[name]))
                except ValidationError as refused:
                    errors[name] = refused.messages
        if errors:
            raise ValidationError(errors)
        return row if row.measure_name else replace(row, measure_name=self._usual(row.measure_code))

    def _usual(self, code: int) -> str:
        self.measures.prepare([str(code)])
        try:
            return str(self.measures.find(str(code)))
        except ValidationError:
            return ""

    def _product(self, cell: Cell, currency: Currency) -> dict[str, Any]:
        product = self.products.find(cells.text(cell))
        try:
            price = money.convert(product.price, product.currency.worth, currency.worth, currency.decimals)
        except money.TooManyDigits:
            raise ValidationError(_("At most 11 digits before and 4 after the decimal point.")) from None
        price = product.price if product.currency_id == currency.pk else price
        unit = product.measure
        measure = {"measure_code": unit.code, "measure_name": str(unit)} if unit else {}
        tax = self._snapshot(product.tax_rate) if product.tax_rate else {}
        basis = pricing.GROSS if product.tax_included else pricing.NET
        own = {"product_id": product.pk, "name": product.name, "kind": product.kind}
        return own | {"price_entered": price, "basis": basis} | measure | tax

    def _measure(self, cell: Cell) -> dict[str, Any]:
        measure = self.measures.find(cells.text(cell))
        return {"measure_code": measure.code, "measure_name": str(measure)}

    def _tax(self, cell: Cell) -> dict[str, Any]:
        rate = self.rates.get(fold(cells.text(cell)))
        if rate is None:
            rate = self.rates.get(cells.number(cell, self.style).normalize())
        if rate is None:
            raise ValidationError(_("“%(name)s” is not known here.") % {"name": cells.text(cell)[:80]})
        return self._snapshot(rate)

    def _snapshot(self, rate: Any) -> dict[str, Any]:
        return {"tax_rate": rate.rate, "tax_name": rate.name, "tax_category": rate.category}


def _reached(name: str, cell: Cell) -> list[Communication]:
    kind_name, _mark, own = name.partition("_")
    kind = KINDS[kind_name]
    usual = own.upper() or USUAL.get(kind, LABELS[kind][0])
    return [_one(kind, usual, text) for text in cells.texts(cell)]


def _one(kind: str, label: str, text: str) -> Communication:
    is_marked = text.startswith(MARKED)
    told = text.removeprefix(MARKED)
    before, mark, value = told.partition(":")
    if mark and before.strip().upper() in LABELS[kind]:
        return Communication(kind, value.strip(), before.strip().upper(), is_marked)
    return Communication(kind, told.strip(), label, is_marked)


def told(each: Communication) -> str:
    """Write a way to reach somebody so that it is read as the same."""
    is_usual = each.label == USUAL.get(each.kind, LABELS[each.kind][0])
    return f"{MARKED if each.do_not_contact else ''}{'' if is_usual else f'{each.label}:'}{each.value}"
