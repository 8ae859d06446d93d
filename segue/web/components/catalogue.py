"""How does the catalogue of products read: its list, one product, and its form?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.core import currencies
from segue.crm import catalogue
from segue.crm.models import Measure, Product, TaxRate
from segue.web.components import values

Entry = dict[str, Any]
LONGEST_QUERY = 200
STATES = {"": True, "all": None, "inactive": False}


@dataclass(frozen=True)
class Chosen:
    """What of the catalogue is wanted."""

    q: str
    section: str
    state: str

    def products(self) -> "QuerySet[Product]":
        """Return the products that are wanted."""
        return catalogue.find(self.q, section=self.section, active=STATES[self.state])

    def __bool__(self) -> bool:
        return bool(self.q or self.section or self.state)

    def query(self, **more: Any) -> str:
        """Write the choice as the end of an address."""
        wanted = {name: value for name, value in (vars(self) | more).items() if value}
        return f"?{urlencode(wanted)}" if wanted else ""


def chosen(params: Mapping[str, Any]) -> Chosen:
    """Read what an address says; what it cannot mean is left out."""
    q, section, state = (str(params.get(name, "")).replace("\0", "").strip() for name in ("q", "section", "state"))
    return Chosen(q[:LONGEST_QUERY], section[:LONGEST_QUERY], state if state in STATES else "")


def listed(page: "Page[Product]", wanted: Chosen, *, may_change: bool) -> Entry:
    """Describe a page of the catalogue."""
    home = reverse("products")
    return {
        "may_change": may_change,
        "home": home,
        "chosen": bool(wanted),
        "search": {"name": "q", "value": wanted.q, "label": _("Search products")},
        "selects": [_sections(wanted), _states(wanted)],
        "columns": _columns(),
        "rows": [_row(product, may_change=may_change) for product in page],
        "previous_href": home + wanted.query(page=page.previous_page_number()) if page.has_previous() else "",
        "next_href": home + wanted.query(page=page.next_page_number()) if page.has_next() else "",
        "count": _count(page.paginator.count),
    }


def blank() -> Product:
    """Begin a new product with the default tax rate, unit and the base currency."""
    rate = TaxRate.objects.filter(is_default=True, active=True).first()
    return Product(currency=currencies.base(), tax_rate=rate, measure=Measure.objects.filter(is_default=True).first())


def form(form: Any, sections: list[str]) -> Entry:
    """Describe the form of a product."""
    title = _("New product") if form.is_new else form.row.name
    delete = "" if form.is_new else reverse("product-delete", args=[form.row.pk])
    return {"form": form, "title": title, "sections": sections, "delete": delete, "trail": _trail(title)}


def read(product: Product) -> Entry:
    """Describe a product for people who may not change it."""
    taxed = _("tax included") if product.tax_included else _("plus tax")
    fields = [
        {"label": _("Price"), "value": f"{price(product)} ({taxed})", "amount": True},
        {"label": _("VAT rate"), "value": str(product.tax_rate or _("No tax"))},
        {"label": _("Unit"), "value": str(product.measure or "")},
        {"label": _("Code"), "value": product.code},
        {"label": _("Section"), "value": product.section},
        {"label": _("Kind"), "value": product.get_kind_display()},
        {"label": _("Description"), "value": product.description, "wide": True},
    ]
    return {"product": product, "fields": fields, "trail": _trail(product.name)}


def question(product: Product) -> Entry:
    """Ask whether a product shall go."""
    return {
        "title": _("Delete “%(name)s”?") % {"name": product.name},
        "text": _("This cannot be undone."),
        "action": reverse("product-delete", args=[product.pk]),
        "cancel": reverse("products"),
        "trail": _trail(product.name),
    }


def price(product: Product) -> str:
    """Write a product's price with its currency."""
    return values.price(product.price, product.currency)


def _count(count: int) -> str:
    return ngettext("%(count)s product", "%(count)s products", count) % {"count": count}


def _columns() -> list[Entry]:
    names = (
        (_("Name"), "title"), (_("Section"), "text"), (_("Code"), "quiet"), (_("Unit"), "quiet"),
        (_("VAT"), "quiet"), (_("Price"), "amount"),
    )  # fmt: skip
    return [{"label": label, "role": role} for label, role in names]


def _row(product: Product, *, may_change: bool) -> Entry:
    href = reverse("product", args=[product.pk])
    return {
        "label": product.name,
        "cells": [
            {"text": product.name, "role": "title", "href": href, "note": "" if product.active else _("Inactive")},
            {"text": product.section, "role": "text"},
            {"text": product.code, "role": "quiet"},
            {"text": str(product.measure or ""), "role": "quiet"},
            {"text": str(product.tax_rate or _("No tax")), "role": "quiet"},
            {"text": price(product), "role": "amount"},
        ],
        "menu": _menu(product, href) if may_change else [],
    }


def _menu(product: Product, href: str) -> list[Entry]:
    state = (
        (_("Deactivate"), "hidden", "product-deactivate")
        if product.active
        else (_("Activate"), "view", "product-activate")
    )
    return [
        {"label": _("Edit"), "icon": "edit", "href": href},
        {"label": state[0], "icon": state[1], "action": reverse(state[2], args=[product.pk])},
        {"label": _("Delete"), "icon": "bin", "action": reverse("product-delete", args=[product.pk]), "danger": True},
    ]


def _sections(wanted: Chosen) -> Entry:
    options = [("", _("All sections")), *((name, name) for name in catalogue.sections())]
    return {"name": "section", "label": _("Section"), "options": _options(options, wanted.section)}


def _states(wanted: Chosen) -> Entry:
    options = [("", _("Active")), ("inactive", _("Inactive")), ("all", _("Active and inactive"))]
    return {"name": "state", "label": _("State"), "options": _options(options, wanted.state)}


def _options(options: list[tuple[str, str]], selected: str) -> list[Entry]:
    return [{"value": value, "label": label, "selected": value == selected} for value, label in options]


def _trail(here: str) -> list[dict[str, str]]:
    return [{"label": _("Products"), "href": reverse("products")}, {"label": here, "href": ""}]
