"""What can stand in the list of the bell?"""

from typing import Any


def told(pk: int, icon: str, headline: str, about: str, **more: Any) -> dict[str, Any]:
    """A notice with what all of them have."""
    when = {"when": "10 minutes ago", "at": "24 Nov 2026, 10:14", "iso": "2026-11-24T10:14"}
    return {"pk": pk, "icon": icon, "kind": "", "headline": headline, "about": about, "is_new": pk > 1} | when | more


ROWS = [
    told(3, "comment", "Bob Krüger mentioned you in a comment", "Deal #12 · Website relaunch",
         note="@Alice Meyer, can you check the price before Friday?"),
    told(2, "calendar", "Fällig: 24.11.2026, 10:30", "Verkostung · Auftrag #12 · Relaunch der Unternehmenswebsite"),
    told(1, "user", "Bob Krüger made you responsible", "Hidden item"),
]  # fmt: skip
CHOICES = [
    {"code": "mention", "icon": "comment", "label": "Somebody mentions me in a comment", "shown": True, "mailed": True},
    {"code": "reminder", "icon": "calendar", "label": "Eine Aktivität erinnert mich", "shown": True, "mailed": False},
]
