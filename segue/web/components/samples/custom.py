"""How do the inputs of custom fields look: one of each, some with several values, some refused?"""

from typing import Any

FOLDER = "components/custom_inputs"
PEOPLE = [{"value": "1", "label": "Alice Meyer"}, {"value": "2", "label": "Bob Krüger"}]
REGIONS = [
    {"value": "1", "label": "North", "selected": True},
    {"value": "2", "label": "Süd (mit Österreich und der deutschsprachigen Schweiz)", "selected": True},
    {"value": "3", "label": "West"},
]
ANSWERS = [{"value": "1", "label": "Liegt vor"}, {"value": "0", "label": "Liegt nicht vor", "selected": True}]
LEAD = {"key": "7", "name": "Website form", "note": "Lead #7", "icon": "lead"}
HIDDEN = {"key": "hidden-1", "name": "Hidden item", "note": "", "icon": "hidden"}
STORED = {"id": 3, "name": "Rahmenvertrag 2027.pdf", "href": "?dialog=panel", "removed": False}
SENT = {"token": "sample", "name": "Anlage 1.pdf"}
BERLIN = {"address": "Friedrichstraße 12", "postal_code": "10117", "city": "Berlin", "country": "Germany"}


def _field(code: str, label: str, template: str, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    numbered = [{"id": f"id_{code}-{place}", "number": place + 1, "place": place} | line
                for place, line in enumerate(lines or ({},))]  # fmt: skip
    numbered[0]["id"] = f"id_{code}"
    return {"code": code, "id": f"id_{code}", "label": label, "template": f"{FOLDER}/{template}.html",
            "lines": numbered, "grouped": more.get("multiple", False)} | more  # fmt: skip


FIELDS = [
    _field("X_TEXT", "Contract number", "line", {"value": "V-2027/118"}, type="text", help="As on the cover sheet"),
    _field("X_NUMBER", "Seats", "line", {"value": "1234.5"}, type="text", inputmode="decimal", required=True,
           errors=["Enter a whole number."]),
    _field("X_DAY", "Kick-off", "line", {"value": "2027-02-28"}, type="date"),
    _field("X_INSTANT", "Appointment", "line", {"value": "2027-02-28T17:30"}, type="datetime-local"),
    _field("X_MONEY", "Budget", "money", {"amount": "8400", "currency": "EUR"}, currencies=["EUR", "USD"]),
    _field("X_SWITCH", "NDA signed", "switch", display="checkbox", labels_itself=True, on=True),
    _field("X_PERSON", "Technician", "person", {"value": "2"}, options=PEOPLE),
    _field("X_READING", "Score", "reading", text="87", help="Computed every night"),
    _field("X_TEXTS", "Delivery numbers", "line", {"value": "LS-1"}, {"value": "LS-2"}, type="text", multiple=True,
           errors=["At most 4 characters."]),
    _field("X_LIST", "Region", "choice", options=REGIONS, several=True, display="list", size=3),
    _field("X_BUTTONS", "Regionen", "choice", options=REGIONS, several=True, display="buttons", grouped=True),
    _field("X_WINDOW", "Regions", "choice", options=REGIONS, several=True, display="dialog", grouped=True,
           searched=True, chosen="North, Süd (mit Österreich und der deutschsprachigen Schweiz)", none="–"),
    _field("X_NARROW", "Seats", "line", {"value": "7"}, type="text", inputmode="decimal", size=6),
    _field("X_TOKYO", "Appointment", "line", {"value": "2027-02-28T17:30"}, type="datetime-local", clock="Tokyo"),
    _field("X_RADIO", "Rahmenvertrag", "switch", display="radio", grouped=True, options=ANSWERS),
    _field("X_ITEM", "Recommended by", "item", chosen=[LEAD, HIDDEN], room=True, q="brandt", found=[LEAD], grouped=True,
           search_href="?dialog=panel"),
    _field("X_FILES", "Signed papers", "file", grouped=True, several=True, files=[STORED], uploaded=[SENT], megabytes=5,
           accept=".pdf", endings="pdf", errors=["“page.html” could run in a browser, so it is not taken here."]),
    _field("X_PLACE", "Ort der Baustelle", "place", BERLIN, wide=True, grouped=True, required=True),
]  # fmt: skip
