"""How do values look that can be edited where they stand?"""

from typing import Any


def _edit(name: str, label: str) -> dict[str, Any]:
    return {"name": name, "edit": {"label": label, "href": "#item", "part": "?", "at": f"at-{name}"}}


CLIENT = [
    {"value": "Brandt GmbH", "href": "#item"},
    {"value": "Ingrid Brandt", "href": "#item", "note": "primary"},
    {"value": "Ole Vandersmissen-Hagedorn", "href": "#item"},
]
REACH = [
    {"label": "Phone", "lines": [{"value": "+49 521 96 80-112", "href": "tel:+4952196 80112", "note": "work"}]},
    {"label": "E-Mail", "lines": [{"value": "ingrid@brandt.example", "href": "mailto:ingrid@brandt.example"}]},
]
SPOTS: list[dict[str, Any]] = [
    {"name": "", "shown": [{"label": "Number", "value": "2026-0042"}]},
    _edit("amount", "Amount") | {"shown": [{"label": "Amount", "value": "8,400.00 EUR", "amount": True}]},
    _edit("client", "Client") | {"shown": [{"label": "Client", "lines": CLIENT}]},
    _edit("reach", "Phone, e-mail and more") | {"shown": REACH},
    _edit("comment", "Comment")
    | {"shown": [{"label": "Comment", "value": "Would rather start in March.", "wide": True}]},
]
