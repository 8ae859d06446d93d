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
    return {"cells": cells, "label": title, "menu": MENU, "variants": VARIANTS}


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
