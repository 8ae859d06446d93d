"""How does a list look, with short and long titles, large and negative amounts?"""

from typing import Any

LONG = "Relaunch der Unternehmenswebsite mit mehrsprachigem Produktkatalog und Händlerportal"
COLUMNS = [
    {"label": "Name", "href": "?sort=title", "role": "title"},
    {"label": "Stage", "role": "stage"},
    {"label": "Client", "role": "text"},
    {"label": "Amount", "href": "?sort=amount", "sorted": "desc", "role": "amount"},
    {"label": "Responsible", "role": "quiet"},
    {"label": "Changed", "href": "?sort=changed", "role": "date"},
]
MENU = [
    {"label": "View", "icon": "view", "href": "#lists"},
    {"label": "Edit", "icon": "edit", "href": "#lists"},
    {"label": "Delete", "icon": "bin", "action": "#lists", "danger": True},
]
VARIANTS = [
    {"label": "Estimate", "icon": "estimate", "action": "?dialog=panel"},
    {"label": "Invoice", "icon": "invoice", "action": "?dialog=panel"},
]


def row(title: str, stage: tuple[str, str], client: str, amount: str, changed: str) -> dict[str, Any]:
    """A row of the list of deals."""
    cells = [
        {"text": title, "role": "title", "href": "#lists"},
        {"text": stage[0], "role": "stage", "hue": stage[1]},
        {"text": client, "role": "text", "href": "#lists" if client else ""},
        {"text": amount, "role": "amount"},
        {"text": "Alice Meyer", "role": "quiet"},
        {"text": changed, "role": "date", "label": "Changed"},
    ]
    return {"pk": len(title), "cells": cells, "label": title, "menu": MENU, "variants": VARIANTS}


SOEHNE = "Brandt & Söhne Werkzeugmaschinenbau GmbH"
ROWS = [
    row("Website relaunch", ("Prepayment invoice", "teal"), "Brandt GmbH", "8,400.00 EUR", "10:14"),
    row(LONG, ("Unterlagen vorbereiten", "cyan"), SOEHNE, "1,234,567.89 EUR", "yesterday"),
    row("Credit note", ("Deal lost", "red"), "", "-250.00 EUR", "3 Nov"),
    row("Lizenzen Tokio", ("New", "blue"), "Aurora Foods K.K.", "¥ 1,048", "28 Oct 2025"),
]

HITS = [
    {
        "pieces": [("Brandt", True), (" & Söhne Werkzeugmaschinenbau GmbH", False)],
        "icon": "company",
        "href": "#lists",
        "kind": "Company #12",
        "owner": "Alice Meyer",
        "lines": [],
    },
    {
        "pieces": [("Website relaunch", False)],
        "icon": "lead",
        "href": "#lists",
        "kind": "Lead #40",
        "stage": "New",
        "hue": "blue",
        "owner": "Bernd Schulze",
        "lines": [{"label": "Company name", "pieces": [("Brandt", True), (" GmbH", False)]}],
    },
]
MANY = {
    "action": "#lists",
    "query": "stage=1",
    "all": "All that are found: 10,000+ deals",
    "ticks": {"page": "16,84"},
    "acts": [
        {"code": "create", "label": "Create based on", "icon": "plus", "variants": [
            {"code": "create-estimate", "label": "Estimate", "icon": "estimate"},
        ]},
        {"code": "owner", "label": "Verantwortliche Person ändern", "icon": "user"},
        {"code": "delete", "label": "Delete", "icon": "bin", "tone": "danger"},
    ],
}  # fmt: skip
PREVIEW = {
    "counts": [
        {"label": "Will be done", "count": "9,871", "hue": "green"},
        {"label": "Need a decision", "count": "112", "hue": "orange"},
        {"label": "Blocked", "count": "17", "hue": "red"},
    ],
    "reasons": [
        {"text": "You may not edit this deal.", "count": "17", "items": [{"text": LONG, "href": "#lists"}]},
        {"text": "Invoice was created from it before.", "count": "112", "items": [
            {"text": "Website relaunch", "href": "#lists"}, {"text": "Credit note", "href": "#lists"},
        ]},
    ],
    "gone": "2 are not there any more, or you may not see them.",
    "unknown": "These are the first 200. The other 9,800 are checked as they are done, or before by “Check all”.",
}  # fmt: skip
_OPTIONS = [{"value": "", "label": "All stages"}, {"value": "1", "label": "Unterlagen vorbereiten", "selected": True}]
HEAD: dict[str, Any] = {
    "home": "#lists",
    "target": "sample-list",
    "search": {"name": "q", "value": "", "label": "Search deals"},
    "selects": [{"name": "stage", "label": "Stage", "options": _OPTIONS}],
    "sorts": None,
    "hidden": [],
    "tabs": [
        {"label": "All", "href": "#lists", "current": False},
        {"label": "My", "href": "#lists", "current": True},
        {"label": "Trade fair in spring", "href": "#lists", "current": False},
    ],
    "views": [{"label": "My", "href": "#lists", "current": True, "is_pinned": True, "action": "#lists", "note": ""}],
    "view": {"name": "My", "is_first": False, "action": "#lists"},
    "chips": [
        {"text": "Region is North", "href": "#lists"},
        {"text": "Budget at least 1,000", "href": "#lists", "joint": "or"},
    ],
    "reset_href": "#lists",
    "count": 2,
    "filter_href": "#lists",
    "columns_href": "#lists",
    "save_href": "#lists",
}


def card(title: str, lane: str, amount: str, **facts: dict[str, Any]) -> dict[str, Any]:
    """A card of a board of deals."""
    told = [
        {"name": "amount", "text": amount},
        {"name": "client", "text": SOEHNE, "href": "#lists", "icon": "company"},
        *({"name": name} | fact for name, fact in facts.items()),
        {"name": "age", "text": "12 days", "icon": "history", "label": "In this stage"},
    ]
    owner = {"owner": "Alice Meyer", "initials": "AM"}
    home = {"href": "#lists", "move_href": "?dialog=small", "send_href": "#lists"}
    return {"id": f"card-{lane}-{len(title)}", "title": title, "lane": lane, "version": 1, "facts": told} | home | owner


LATE = {"text": "Send the offer", "note": "2 days ago", "icon": "check", "tone": "late", "label": "Next activity"}
LANES = [
    {
        "key": "new",
        "label": "New",
        "hue": "blue",
        "takes": True,
        "cards": [card("Website relaunch", "new", "8,400.00 EUR", next=LATE), card(LONG, "new", "-250.00 EUR")],
        "total": {"count": "10,000+", "amounts": ["8,150.00 EUR", "¥ 1,048"], "base": "8,157.00 EUR"},
    },
    {"key": "empty", "label": "Unterlagen vorbereiten", "hue": "cyan", "takes": True, "cards": [], "total": None},
]
