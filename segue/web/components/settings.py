"""How does a row of the settings read in its list?"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_name
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from segue.core import currencies, numbering_changes, pipelines
from segue.core.item_types import ItemType, Text
from segue.core.models import Currency, DirectoryValue, Pipeline, Stage, User
from segue.core.models.pipeline import FAILURE, PROCESS, SUCCESS
from segue.crm.models import Company, Measure, TaxRate
from segue.lib.money import Rate
from segue.web import http
from segue.web.components import values
from segue.web.components.values import language

Entry = dict[str, Any]
# The fixed lists: how an address names them, their code, and what they are called.
DIRECTORIES: dict[str, tuple[str, Text]] = {
    "source": ("SOURCE", gettext_lazy("Sources")),
    "contact-type": ("CONTACT_TYPE", gettext_lazy("Contact types")),
    "company-type": ("COMPANY_TYPE", gettext_lazy("Company types")),
    "industry": ("INDUSTRY", gettext_lazy("Industries")),
    "employees": ("EMPLOYEES", gettext_lazy("Employees")),
    "deal-type": ("DEAL_TYPE", gettext_lazy("Deal types")),
    "honorific": ("HONORIFIC", gettext_lazy("Salutations")),
}
SEMANTICS = {PROCESS: "", SUCCESS: gettext_lazy("Success"), FAILURE: gettext_lazy("Failure")}


def trail(here: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """Say where one is below the settings."""
    steps = [(_("Settings"), reverse("settings")), *between, (here, "")]
    return [{"label": label, "href": href} for label, href in steps]


def currency(row: Currency) -> Entry:
    """A currency: its name, its worth."""
    name = get_currency_name(row.code, locale=language())
    if row.is_base:
        return {"label": f"{row.code} – {name}", "note": _("Base currency"), "locked": _("base")}
    worth_in_base = worth(row.worth, row.code, currencies.base().code)
    return {"label": f"{row.code} – {name}", "note": _joined(worth_in_base, "" if row.active else _("Inactive"))}


def worth(rate: Rate, code: str, base: str) -> str:
    """Write a rate: "100 JPY = 0.61 EUR"."""
    return f"{values.number(Decimal(rate.nominal))} {code} = {values.number(rate.value)} {base}"


def tax_rate(row: TaxRate) -> Entry:
    """A VAT rate: its name, its per cent, its category."""
    rate = values.percent(row.rate)
    marks = (_("Default") if row.is_default else "", "" if row.active else _("Inactive"))
    return {"label": row.name, "note": _joined(rate if rate != row.name else "", row.category, *marks)}


def measure(row: Measure) -> Entry:
    """A unit: its name, its abbreviation and code."""
    title, symbol = row.titles.get(language()) or row.titles.get("en") or str(row), str(row)
    entry: Entry = {"label": title, "note": _joined(symbol, row.unece_code, _("Default") if row.is_default else "")}
    return entry | ({"locked": _("default")} if row.is_default else {})


def directory_value(row: DirectoryValue) -> Entry:
    """A value of a list, with its name in the other language where that differs."""
    other = row.labels.get("de" if language() == "en" else "en", "")
    entry: Entry = {"label": row.label, "note": other if other != row.label else ""}
    return entry | ({"locked": _("built in")} if row.system else {})


def pipeline(row: Pipeline) -> Entry:
    """A pipeline: its name, how many deals it holds."""
    count = getattr(row, "held", 0)
    held = ngettext("%(count)s deal", "%(count)s deals", count) % {"count": count} if count else ""
    entry: Entry = {"label": row.label, "note": _joined(held, _("Default") if row.is_default else "")}
    return entry | ({"locked": _locked(row)} if pipelines.why_pipeline_stays(row) else {})


def stages_links(links: Iterable[tuple[ItemType, str]]) -> tuple[Entry, ...]:
    """The stages of types with one pipeline each, as the settings list takes them."""
    entries = [{"label": each.label_plural, "text": "", "icon": each.icon, "href": href} for each, href in links]
    return ({"title": _("Stages of other items"), "entries": entries},)


def stage(row: Stage) -> Entry:
    """A stage: its name and colour, what it means, how many items stand in it."""
    count = getattr(row, "held", 0)
    held = ngettext("%(count)s item", "%(count)s items", count) % {"count": count} if count else ""
    mark = _("find the cause") if row.is_analysis else ""
    entry: Entry = {"label": row.label, "hue": row.colour, "note": _joined(SEMANTICS[row.semantics], mark, held)}
    return entry | ({"locked": _locked(row)} if pipelines.why_stage_stays(row) else {})


def seller(row: Company) -> Entry:
    """One of our companies as the list table takes it."""
    default = {"label": _("Make default"), "icon": "check", "action": reverse("settings-seller-default", args=[row.pk])}
    delete = {
        "label": _("Delete"),
        "icon": "bin",
        "action": reverse("settings-seller-delete", args=[row.pk]),
        "danger": True,
    }
    open_page = {"label": _("Open as a company"), "icon": "company", "href": http.address(row)}
    href = reverse("settings-seller", args=[row.pk])
    billing = getattr(row, "billing", None)
    return {
        "label": row.title,
        "cells": [
            {"text": row.title, "role": "title", "href": href},
            {"text": _("Default") if row.is_default_seller else "", "role": "text"},
            {"text": billing.city if billing else "", "role": "quiet"},
            {"text": billing.vat_number if billing else "", "role": "quiet"},
        ],
        "menu": [open_page] if row.is_default_seller else [open_page, default, delete],
    }


def seller_columns() -> list[Entry]:
    """The columns of our companies."""
    names = ((_("Name"), "title"), (_("State"), "text"), (_("City"), "quiet"), (_("VAT number"), "quiet"))
    return [{"label": label, "role": role} for label, role in names]


def gaps(item_type: str) -> list[Entry]:
    """The numbers nobody gets again, and why, as the settings list of fields takes them."""
    deleted = [_gap(item.number, item.deleted_at, item.deleted_by) for item in numbering_changes.in_the_bin(item_type)]
    purged = [_gap(each.data["number"], each.at, each.actor) for each in numbering_changes.purged(item_type)]
    return [*deleted, *purged]


def _gap(number: str, at: Any, by: User | None) -> Entry:
    told = _("deleted on %(day)s by %(name)s") if by else _("deleted on %(day)s")
    return {"label": number, "value": told % {"day": values.instant(at), "name": by}}


def _locked(row: Pipeline | Stage) -> str:
    return _("in use") if getattr(row, "held", 0) else _("needed")


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
