"""Where does each input stand? The sections as the reader's view has them, and parts with a section of their own."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.forms import Textarea
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core.item_types import Section
from segue.crm import pricing
from segue.crm.types import UTM
from segue.web.components import values
from segue.web.components.spots import SECTION
from segue.web.forms.fields import write_number
from segue.web.forms.item_form import ItemForm

MONEY = ("amount", "revenue")  # columns that share a line with the currency
APART = {"billing": "billing", "rows": "products"}  # part -> id of its section
FOLDED = UTM  # a row of the form is too much for what people seldom fill in
Entry = dict[str, Any]


def sections(form: ItemForm) -> list[dict[str, Any]]:
    """List the sections in order, each with what c-form-entry takes."""
    shown = _shown(form)
    _point(form, [name for section in shown for name in section.fields])
    general: list[dict[str, Any]] = [
        {
            "id": f"{SECTION}{section.code}",
            "code": section.code,
            "title": section.label,
            "entries": list(_entries(form, section.fields)),
        }
        for section in shown
    ]
    apart = [
        {"id": anchor, "title": form.parts[name].label, "entries": [_part(form, name)]}
        for name, anchor in APART.items()
        if name in form.parts
    ]
    if "pipeline" in form.columns.fields:
        general[0]["entries"].insert(0, {"field": form.columns["pipeline"]})
    return general + apart


def some(form: ItemForm, names: Collection[str]) -> list[Entry]:
    """List what c-form-entry takes for some columns, parts and custom fields, in their order."""
    beside = {"amount_is_manual", *(["currency"] if {*MONEY} & {*names} else [])}
    return [_one(form, name) for name in names if name not in beside]


def _one(form: ItemForm, name: str) -> Entry:
    """Describe one field that stands apart from the rest of the form, with which it cannot be computed anew."""
    if name in form.custom:
        return form.custom.entry([name])
    if name in form.parts:
        return _part(form, name)
    if name in MONEY:
        manual = {"manual": form.columns["amount_is_manual"]} if name == "amount" and form.rows is not None else {}
        return _money(form, name) | manual
    field = form.columns[name]
    return {"field": field, "wide": isinstance(field.field.widget, Textarea)}


def amount(form: ItemForm) -> Entry:
    """Describe amount and currency with the box "by hand"; an amount that follows the rows shows their sum."""
    _show_amount(form)
    return {
        "amount": form.columns["amount"],
        "currency": form.columns["currency"],
        "manual": form.columns["amount_is_manual"],
    }


def _shown(form: ItemForm) -> list[Section]:
    """List the sections as the reader's view has them; a hidden field of which something has to be said comes last."""
    sections = list(form.draft.arrangement.sections)
    aside = [name for name in form.draft.arrangement.hidden if name not in form.hidden]
    return [*sections[:-1], replace(sections[-1], fields=(*sections[-1].fields, *aside))]


def _entries(form: ItemForm, names: Iterable[str]) -> Iterable[Entry]:
    for name in names:
        if name in form.custom:
            yield form.custom.entry([name])
        elif name in form.parts:
            yield _part(form, name)
        elif name in MONEY:
            yield amount(form) if name == "amount" else _money(form, name)
        elif name in form.columns.fields and name != "currency" and name not in FOLDED:
            field = form.columns[name]
            yield {"field": field, "wide": isinstance(field.field.widget, Textarea) or name == "title"}
    if folded := [form.columns[name] for name in names if name in FOLDED]:
        used = any(field.value() or field.errors or field.field.required for field in folded)
        yield {"summary": _("Campaign (UTM)"), "open": used, "entries": [{"field": field} for field in folded]}


def _money(form: ItemForm, name: str) -> Entry:
    return {"amount": form.columns[name], "currency": form.columns["currency"]}


def _part(form: ItemForm, name: str) -> Entry:
    part = form.parts[name]
    return {"component": part.component, "attributes": part.attributes, "wide": True}


def _show_amount(form: ItemForm) -> None:
    """Let the box and the currency compute anew, and the amount say what it is."""
    columns, rows = form.columns, form.rows
    assert rows is not None
    anew = {"hx-post": reverse("rows-update"), "hx-trigger": "change", "hx-target": "#product-rows", "hx-swap": "morph"}
    columns.fields["amount_is_manual"].widget.attrs.update(anew)
    columns.fields["currency"].widget.attrs.update(anew)
    totals = None if rows.is_empty else rows.totals()
    if form.amount_follows_rows:
        columns.fields["amount"].widget.attrs["readonly"] = True
        columns["amount"].help_text = _("The sum of the products.")
        _set_amount(form, totals)
    elif totals is not None:
        total = values.amount(totals.gross, form.currency)
        columns["amount"].help_text = _("Stays as entered. The products come to %(total)s.") % {"total": total}


def _set_amount(form: ItemForm, totals: pricing.Totals | None) -> None:
    if totals is not None and form.data is not None:
        shown = form.data.copy()
        shown["amount"] = write_number(totals.gross)
        form.columns.data = shown


def _point(form: ItemForm, order: Iterable[str]) -> None:
    """Put the cursor where it is wanted, or where something is wrong, first where two people changed one thing."""
    if form.choices:
        return
    wrong = (name for name in ["pipeline", *order, *APART] if form.is_wrong(name))
    name = form.cursor or next(wrong, "")
    if name in form.columns.fields:
        form.columns.fields[name].widget.attrs["autofocus"] = True
    elif name in form.parts:
        form.parts[name].focus = True
    elif name in form.custom:
        form.custom[name].focus = 0
