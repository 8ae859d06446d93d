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


LATE = {"word": "Overdue", "is_late": True, "ago": "2 days ago", "at": "24.11.2026, 09:30", "iso": "2026-11-24T09:30"}
SOON = {"word": "", "is_late": False, "ago": "in 3 days", "at": "29.11.2026, 14:00 – 15:00", "iso": "2026-11-29T14:00"}
PLANNED: list[dict[str, Any]] = [
    {
        "id": "activity-1",
        "icon": "check",
        "kind": "To-do",
        "headline": "Send Ingrid Brandt the offer about hosting",
        "priority": "High priority",
        "is_high": True,
        "hue": "orange",
        "due": LATE,
        "responsible": ALICE,
        "complete": {"action": "#timeline", "asks": False},
        "menu": [EDIT, DELETE],
        "version": 1,
    },
    {
        "id": "activity-2",
        "icon": "calendar",
        "kind": "Meeting",
        "headline": "Verkostung vor Ort",
        "due": SOON,
        "responsible": BOB,
        "reminders": "15 minutes before",
        "html": "Bring cups.",
        "origin": link("Lead #4 · Website form Brandt"),
        "complete": {"action": "?dialog=small", "asks": True},
        "menu": [EDIT, DELETE],
        "version": 1,
    },
]
COMPOSER = [{"label": label, "href": "#timeline", "current": label == "Comment"}
            for label in ("Comment", "To-do", "Call", "Meeting", "E-mail")]  # fmt: skip
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
CALLED = entry(
    "phone",
    "Outgoing call: Ask for the date of the fair",
    ALICE,
    "09:40",
    tone="done",
    note="24.11.2026, 09:30",
    text="Last week of April.",
)
PINNED = [COMMENT | {"day": "24.11.2026"}]
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
    {
        "label": "Today",
        "entries": [MADE, COMMENT, CALLED, entry("stage", "Stage: New → Preparing documents", ALICE, "09:12")],
    },
    {"label": "Montag, 23. November", "entries": [UNDONE, INQUIRY, LOST]},
]
