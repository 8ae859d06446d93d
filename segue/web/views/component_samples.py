"""Which made-up data fills the page of components? Whatever is too long to stand beside its tag."""

from typing import Any

HUES = ("grey", "blue", "cyan", "teal", "green", "lime", "yellow", "orange", "red", "pink", "violet", "brown")
LONG = "Relaunch der Unternehmenswebsite mit mehrsprachigem Produktkatalog und Händlerportal"
UNDO = {"action": "?dialog=small", "hidden": [{"name": "key", "value": "1"}]}


def everything() -> dict[str, Any]:
    """All samples by the name their template uses."""
    return {
        "hues": HUES,
        "entries": {"planned": PLANNED, "days": DAYS},
        "chain": CHAIN,
        "plan": PLAN,
        "list": {"columns": COLUMNS, "rows": ROWS},
        "products": PRODUCTS,
        "communications": COMMUNICATIONS,
    }


def link(label: str) -> dict[str, str]:
    """A link that stays on the page."""
    return {"label": label, "href": "#timeline"}


PLANNED = [
    {"icon": "phone", "headline": "Call Ingrid Brandt about hosting", "author": "Alice Meyer", "time": "tomorrow, 09:30",
     "menu": [{"label": "Done", "icon": "check", "action": "#"}, {"label": "Edit", "icon": "edit", "href": "#"}]},
]  # fmt: skip
DAYS = [
    {"label": "Today", "entries": [
        {"icon": "invoice", "tone": "success", "headline": "Created based on this deal", "author": "Alice Meyer",
         "time": "10:14", "at": "2026-11-24T10:14", "links": [link("Invoice INV-0042")], "undo": UNDO},
        {"icon": "comment", "tone": "comment", "headline": "Comment", "author": "Bob Krüger", "time": "09:58",
         "text": "Asked for hosting as a separate position.\nWould rather start in March than in April, because the "
         "fair in Hannover is in the last week of April.",
         "menu": [{"label": "Edit", "icon": "edit", "href": "#"}, {"label": "Delete", "icon": "bin", "action": "#", "danger": True}]},
        {"icon": "stage", "headline": "Stage: New → Preparing documents", "author": "Alice Meyer", "time": "09:12"},
    ]},
    {"label": "Montag, 23. November", "entries": [
        {"icon": "estimate", "headline": "Angebot EST-2026-0107 erstellt", "author": "Alice Meyer", "time": "16:02",
         "links": [link("Angebot EST-2026-0107")], "undone": "Undone by Dana Voss, 24 Nov 2026"},
        {"icon": "mail", "headline": "Inquiry by web form", "author": "", "time": "08:31",
         "text": "“Could you split the hosting into its own position?”", "origin": link("Lead “Website form Brandt”")},
        {"icon": "error", "tone": "failure", "headline": "Lost: no budget this year", "author": "Bob Krüger", "time": "08:00",
         "origin": {"label": "Hidden item"}},
    ]},
]  # fmt: skip


def node(icon: str, title: str, number: str, children: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """A node of the chain with what most of them share."""
    return {"type": icon.capitalize(), "icon": icon, "title": title, "number": number, "href": "#chain",
            "owner": "Alice Meyer", "created": "24 Nov 2026", "children": children or []} | more  # fmt: skip


INVOICES = [
    node("invoice", "Website relaunch", "INV-0042", amount="9,996.00 EUR", stage={"label": "Sent to client", "colour": "cyan"}),
    node("invoice", "Credit note", "INV-0043", amount="−250.00 EUR", stage={"label": "New", "colour": "blue"}),
]
CHAIN = [
    node("lead", "Website form Brandt", "#4", [
        node("deal", LONG, "#42", [
            node("estimate", "Relaunch, first part", "EST-2026-0107", INVOICES, amount="9,996.00 EUR",
                 stage={"label": "Accepted", "colour": "green"}),
            {"hidden": True, "children": [node("invoice", "Hosting 2027", "INV-0051", amount="¥ 1,048",
                                               stage={"label": "Paid", "colour": "green"})]},
            node("invoice", "Website relaunch", "INV-0042", again="shown above"),
        ], amount="8,400.00 EUR", current=True, stage={"label": "Unterlagen vorbereiten", "colour": "cyan"}),
        node("contact", "Ingrid Brandt", "#9", kind="used"),
    ], stage={"label": "Converted", "colour": "green"}),
]  # fmt: skip

PLAN = {
    "records": [
        {"heading": "Invoice", "icon": "invoice", "note": "new",
         "fields": [
             {"source": "Name", "target": "Subject", "value": "Website relaunch"},
             {"source": "Client", "target": "Client", "value": "Brandt GmbH, Ingrid Brandt"},
             {"source": "", "target": "Pay before", "value": "8 Dec 2026", "rule": "today + 14 days"},
             {"source": "Verantwortliche Person", "target": "Verantwortliche Person", "value": "Alice Meyer"}],
         "rows": [{"name": "Concept and design", "quantity": "12 h", "sum": "1,440.00"},
                  {"name": "Programming of the multilingual catalogue", "quantity": "58 h", "sum": "6,960.00"},
                  {"name": "Discount for returning customers", "quantity": "1", "sum": "−250.00"}],
         "files": ["angebot-brandt.pdf"]},
        {"heading": "Contact", "icon": "contact", "note": "Ingrid Brandt", "note_href": "#conversion",
         "fields": [{"source": "E-mail", "target": "E-mail", "value": "i.brandt@brandt.example", "rule": "added"}]},
    ],
    "stays": [{"label": "Delivery window", "value": "before noon", "reason": "invoices have no such field"},
              {"label": "Unterstützungsbedarf bei der Inbetriebnahme", "value": "", "reason": "ein Feld mit diesem Namen gibt es unter anderem Code"}],
    "totals": [{"label": "Net", "before": "8,150.00", "after": "8,150.00"}, {"label": "Tax", "before": "1,548.50", "after": "1,548.50"},
               {"label": "Total", "before": "9,698.50", "after": "9,698.50"}],
    "effects": ["The deal stays in its stage."],
}  # fmt: skip

COLUMNS = [
    {"label": "Name", "href": "?sort=title", "role": "title"}, {"label": "Stage", "role": "stage"},
    {"label": "Client", "role": "text"}, {"label": "Amount", "href": "?sort=amount", "sorted": "desc", "role": "amount"},
    {"label": "Responsible", "role": "quiet"}, {"label": "Changed", "href": "?sort=changed", "role": "date"},
]  # fmt: skip
MENU = [{"label": "View", "icon": "view", "href": "#lists"}, {"label": "Edit", "icon": "edit", "href": "#lists"},
        {"label": "Delete", "icon": "bin", "action": "#lists", "danger": True}]  # fmt: skip
VARIANTS = [{"label": "Estimate", "action": "?dialog=panel"}, {"label": "Invoice", "action": "?dialog=panel"}]


def row(title: str, stage: tuple[str, str], client: str, amount: str, changed: str) -> dict[str, Any]:
    """A row of the list of deals."""
    cells = [
        {"text": title, "role": "title", "href": "#lists"},
        {"text": stage[0], "role": "stage", "hue": stage[1]},
        {"text": client, "role": "text", "href": "#lists" if client else ""},
        {"text": amount, "role": "amount"},
        {"text": "Alice Meyer", "role": "quiet"},
        {"text": changed, "role": "date"},
    ]
    return {"cells": cells, "label": title, "menu": MENU, "variants": VARIANTS}


ROWS = [
    row("Website relaunch", ("Prepayment invoice", "teal"), "Brandt GmbH", "8,400.00 EUR", "10:14"),
    row(LONG, ("Unterlagen vorbereiten", "cyan"), "Brandt & Söhne Werkzeugmaschinenbau GmbH", "1,234,567.89 EUR", "yesterday"),
    row("Credit note", ("Deal lost", "red"), "", "−250.00 EUR", "3 Nov"),
    row("Lizenzen Tokio", ("New", "blue"), "Aurora Foods K.K.", "¥ 1,048", "28 Oct 2025"),
]  # fmt: skip

RATES = [{"value": "", "label": "none"}, {"value": "7", "label": "7 %"}, {"value": "19", "label": "19 %"}]
EDIT = {"measure": "h", "discount": "0", "discount_type": "percent", "tax_rate": "19", "errors": {}}
PRODUCTS = {
    "measures": [{"value": "h", "label": "h"}, {"value": "pcs", "label": "pcs"}],
    "rates": RATES,
    "edit": [
        EDIT | {"prefix": "rows-0", "id": 1, "name": "Concept and design", "quantity": "12", "price": "120.00", "sum": "1,713.60"},
        EDIT | {"prefix": "rows-1", "id": 2, "name": "Programmierung des mehrsprachigen Produktkatalogs", "quantity": "-3",
                "price": "120.00", "discount": "12.5", "tax_included": True, "sum": "–",
                "errors": {"quantity": "The quantity cannot be negative."}},
        EDIT | {"prefix": "rows-2", "name": "Discount for returning customers", "quantity": "1", "price": "−250.00",
                "discount": "10.00", "discount_type": "amount", "tax_rate": "", "sum": "−1,234,567.89"},
    ],
    "totals": {"before_discount": "8,400.00", "discount": "−250.00", "net": "8,150.00",
               "taxes": [{"label": "7 % of 1,000.00", "amount": "70.00"}, {"label": "19 % of 7,150.00", "amount": "1,358.50"}],
               "tax": "1,428.50", "total": "9,578.50 EUR"},
    "yen": {"net": "¥ 954", "taxes": [{"label": "10 %", "amount": "¥ 94"}], "tax": "¥ 94", "total": "¥ 1,048"},
    "read": [
        {"name": "Concept and design", "href": "#products", "note": "from row 1 of EST-2026-0107", "note_href": "#products",
         "quantity": "12", "measure": "h", "price": "120.00", "discount": "", "tax": "19 %", "sum": "1,440.00"},
        {"name": "Programmierung des mehrsprachigen Produktkatalogs mit Händlerportal", "quantity": "58", "measure": "h",
         "price": "120.00", "discount": "12.5 %", "tax": "19 %", "sum": "6,090.00"},
        {"name": "Returning customer", "quantity": "1", "measure": "pcs", "price": "−250.00", "discount": "", "tax": "0 %",
         "sum": "−250.00"},
    ],
}  # fmt: skip

TYPES = [{"value": "WORK", "label": "Work"}, {"value": "MOBILE", "label": "Mobile"}]
COMMUNICATIONS = [
    {"kind": "phone", "label": "Phone", "input": "tel", "types": TYPES, "rows": [
        {"prefix": "phone-0", "id": 1, "value": "+49 521 96 80-112", "type": "WORK"},
        {"prefix": "phone-1", "id": 2, "value": "12", "type": "MOBILE", "error": "A phone number has at least five digits."}]},
    {"kind": "email", "label": "E-Mail", "input": "email", "types": TYPES, "rows": []},
]  # fmt: skip
