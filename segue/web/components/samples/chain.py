"""How does a chain of items look, with a hidden one and one that is reached twice?"""

from typing import Any

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
