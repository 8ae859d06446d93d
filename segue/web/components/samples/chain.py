"""How does a chain of items look, with a hidden one and one that is reached twice?"""

from decimal import Decimal
from typing import Any

from segue.core import links
from segue.core.models import Currency, Item, Stage, User
from segue.web.components import drawing

Node = dict[str, Any]


def node(icon: str, title: str, number: str, *children: Node, **more: Any) -> Node:
    """A node with what most of them share."""
    shared = {"type": icon.capitalize(), "icon": icon, "title": title, "number": number, "href": "#chain"}
    return shared | {"owner": "Alice Meyer", "created": "24 Nov 2026", "children": children} | more


def stage(label: str, colour: str) -> dict[str, str]:
    """A stage with its dot."""
    return {"label": label, "colour": colour}


SENT = node("invoice", "Website relaunch", "INV-0042", amount="9,996.00 EUR", stage=stage("Sent to client", "cyan"))
CREDIT = node("invoice", "Credit note", "INV-0043", amount="-250.00 EUR", stage=stage("New", "blue"))
HOSTING = node("invoice", "Hosting 2027", "INV-0051", amount="¥ 1,048", stage=stage("Paid", "green"))
ESTIMATE = node(
    "estimate",
    "Relaunch, first part",
    "EST-2026-0107",
    SENT,
    CREDIT,
    amount="9,996.00 EUR",
    stage=stage("Accepted", "green"),
)
DEAL = node(
    "deal",
    "Relaunch der Unternehmenswebsite mit mehrsprachigem Produktkatalog und Händlerportal",
    "#42",
    ESTIMATE,
    {"hidden": True, "children": [HOSTING]},
    node("invoice", "Website relaunch", "INV-0042", again="shown above"),
    amount="8,400.00 EUR",
    current=True,
    stage=stage("Unterlagen vorbereiten", "cyan"),
)
CONTACT = node("contact", "Ingrid Brandt", "#9", kind="used")
NODES = [node("lead", "Website form Brandt", "#4", DEAL, CONTACT, stage=stage("Converted", "green"))]


def drawn() -> dict[str, Any] | None:
    """A chain with every kind of line, a hidden item and a title that is too long."""
    stages = [Stage(labels={"en": label}, colour=colour) for label, colour in (("Sent", "cyan"), ("Paid", "green"))]
    items = [
        Item(pk=pk, type=kind, title=title, amount=Decimal(8400), currency=Currency(pk="EUR"), stage=stages[pk % 2],
             owner=User(name="Alice Meyer"))
        for pk, (kind, title) in enumerate([
            ("lead", "Website form Brandt"), ("deal", str(DEAL["title"])), ("estimate", "Relaunch, first part"),
            ("invoice", "Website relaunch"), ("contact", "Ingrid Brandt"),
        ])
    ]  # fmt: skip
    lead, deal, estimate, invoice, contact = items
    joined = ((0, 1, "created"), (0, 5, "used"), (1, 2, "created"), (1, 3, "bound"), (1, 4, ""), (2, 3, "created"))
    under = (links.Node(estimate, 2, "created", children=(links.Node(invoice, 3, "created"),)), links.Node(None, 4))
    below = (links.Node(deal, 1, "created", children=under), links.Node(contact, 5, "used"))
    return drawing.block(links.Tree((links.Node(lead, 0, children=below),), 1, len(items) + 1, joined), deal)
