"""How do a tree of departments and the audit log look, with long names and many levels?"""

from typing import Any


def node(key: int, name: str, head: str, count: int, *children: dict[str, Any]) -> dict[str, Any]:
    """A department with those below it."""
    return {
        "key": key,
        "name": name,
        "href": "#organisation",
        "head": head,
        "count": f"{count} people" if count else "nobody",
        "people_href": "#organisation" if count else "",
        "add_href": "#organisation",
        "up": "#" if key % 2 else "",
        "down": "" if key % 2 else "#",
        "children": children,
    }


NORTH = node(4, "North", "Bob Lindner", 4, node(5, "Hamburg and Schleswig-Holstein", "", 0))
SERVICE = node(3, "Kundendienst, Ersatzteile und Rücknahme von Altgeräten", "Charlie Novák (deactivated)", 12)
DEPARTMENTS = [node(1, "Management", "Dana Voss", 1, node(2, "Sales", "Alice Berger", 3, NORTH), SERVICE)]

AUDIT = [
    {
        "date": "Nov 26, 2026, 10:14:05 AM",
        "author": "Dana Voss",
        "event": "Person changed",
        "subject": "alice@segue.test",
        "href": "#organisation",
        "changes": [
            {"label": "Administrator", "old": "No", "new": "Yes"},
            {"label": "Departments", "old": "", "new": "Sales, Service"},
        ],
    },
    {
        "date": "Nov 26, 2026, 9:58:40 AM",
        "author": "–",
        "event": "Sign-in failed",
        "subject": "somebody-with-a-very-long-address@a-firm-with-a-long-name.example",
    },
    {
        "date": "Nov 25, 2026, 5:30:00 PM",
        "author": "Dana Voss",
        "event": "Setting added",
        "subject": "Currency PLN",
        "facts": [{"label": "Code", "text": "PLN"}, {"label": "Rate", "text": "0.23"}],
    },
]
