"""What can stand in a timeline?"""

from typing import Any

UNDO = {"action": "?dialog=small", "hidden": [{"name": "key", "value": "1"}]}
EDIT = {"label": "Edit", "icon": "edit", "href": "#timeline"}
DELETE = {"label": "Delete", "icon": "bin", "action": "#timeline", "danger": True}
ALICE, BOB = "Alice Meyer", "Bob Krüger"


def link(label: str) -> dict[str, str]:
    """A link that stays on the page."""
    return {"label": label, "href": "#timeline"}


def entry(icon: str, headline: str, author: str, time: str, **more: Any) -> dict[str, Any]:
    """An entry with what all of them have."""
    return {"icon": icon, "headline": headline, "author": author, "time": time} | more


PLANNED = [entry("phone", "Call Ingrid Brandt about hosting", ALICE, "tomorrow, 09:30", menu=[EDIT])]
MADE = entry(
    "invoice",
    "Created based on this deal",
    ALICE,
    "10:14",
    tone="success",
    at="2026-11-24T10:14",
    links=[link("Invoice INV-0042")],
    undo=UNDO,
)
COMMENT = entry(
    "comment",
    "Comment",
    BOB,
    "09:58",
    tone="comment",
    text="Asked for hosting as a separate position.\nWould rather start in March than in April, because the fair in "
    "Hannover is in the last week of April.",
    menu=[EDIT, DELETE],
)
UNDONE = entry(
    "estimate",
    "Angebot EST-2026-0107 erstellt",
    ALICE,
    "16:02",
    links=[link("Angebot EST-2026-0107")],
    undone="Undone by Dana Voss, 24 Nov 2026",
)
INQUIRY = entry(
    "mail",
    "Inquiry by web form",
    "",
    "08:31",
    text="“Could you split the hosting into its own position?”",
    origin=link("Lead “Website form Brandt”"),
)
LOST = entry("error", "Lost: no budget this year", BOB, "08:00", tone="failure", origin={"label": "Hidden item"})
DAYS = [
    {"label": "Today", "entries": [MADE, COMMENT, entry("stage", "Stage: New → Preparing documents", ALICE, "09:12")]},
    {"label": "Montag, 23. November", "entries": [UNDONE, INQUIRY, LOST]},
]
