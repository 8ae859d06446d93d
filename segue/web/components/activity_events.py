"""In which words does the timeline tell of activities: planned, done, called, written, changed, gone?"""

from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core.item_types import Text
from segue.core.models import TimelineEntry
from segue.core.models.activity import INCOMING
from segue.web.components import values
from segue.web.components.activities import COLOUR_NAMES, KINDS, PRIORITIES, reminders

if TYPE_CHECKING:
    from segue.web.components.events import Telling

Said = dict[str, Any]
PLANNED, CHANGED, REMOVED = "activity_planned", "activity_changed", "activity_removed"
DONE, CALLED, WRITTEN = "activity_done", "call", "email"
TOLD = (PLANNED, CHANGED, REMOVED, DONE, CALLED, WRITTEN)
FINISHED = (DONE, CALLED, WRITTEN)
LONGEST = 120  # of a text in a line

HEADLINES: dict[str, Text] = {
    PLANNED: gettext_lazy("%(kind)s planned: %(title)s"),
    CHANGED: gettext_lazy("%(kind)s changed: %(title)s"),
    REMOVED: gettext_lazy("%(kind)s removed: %(title)s"),
    DONE: gettext_lazy("%(kind)s done: %(title)s"),
}
DIRECTIONS: dict[tuple[str, bool], Text] = {  # incoming or not
    (CALLED, True): gettext_lazy("Incoming call"),
    (CALLED, False): gettext_lazy("Outgoing call"),
    (WRITTEN, True): gettext_lazy("E-mail received"),
    (WRITTEN, False): gettext_lazy("E-mail sent"),
}
FIELDS: dict[str, Text] = {
    "title": gettext_lazy("Title"),
    "description": gettext_lazy("Description"),
    "deadline": gettext_lazy("When"),
    "ends_at": gettext_lazy("Until"),
    "responsible": gettext_lazy("Responsible person"),
    "reminders": gettext_lazy("Reminders"),
    "colour": gettext_lazy("Colour"),
    "priority": gettext_lazy("Priority"),
    "direction": gettext_lazy("Direction"),
}


def headline(entry: TimelineEntry) -> str:
    """Head an entry: "Call planned: Ask for the date", "Incoming call: Ask for the date"."""
    facts = entry.data
    if entry.kind in HEADLINES:
        kind = str(KINDS[facts["as"]].label)
        if facts["title"]:
            return str(HEADLINES[entry.kind]) % {"kind": kind, "title": facts["title"]}
        return (str(HEADLINES[entry.kind]) % {"kind": kind, "title": ""}).strip(": ")
    spoken = str(DIRECTIONS[entry.kind, facts["direction"] == INCOMING])
    return f"{spoken}: {facts['title']}" if facts["title"] else spoken


def planned(telling: "Telling", entry: TimelineEntry) -> Said:
    """Tell what was planned, until when, and who shall do it."""
    facts = entry.data
    note = f"{_when(facts)} · {facts['responsible']['label']}"
    return {"icon": KINDS[facts["as"]].icon, "headline": headline(entry), "note": note}


def done(telling: "Telling", entry: TimelineEntry) -> Said:
    """Tell what was done and what came of it; of calls and mails also when it was, and what they were about."""
    facts = entry.data
    said: Said = {"icon": KINDS[facts["as"]].icon, "headline": headline(entry), "tone": "done"}
    if entry.kind == DONE:
        return said | ({"html": values.rich(facts["result"])} if facts["result"] else {})
    about = "\n\n".join(filter(None, (facts["description"], facts["result"])))
    return said | {"note": _when(facts)} | ({"html": values.rich(about)} if about else {})


def changed(telling: "Telling", entry: TimelineEntry) -> Said:
    """Tell what changed, from what to what."""
    told = [
        f"{FIELDS[name]}: {fact(name, before)} → {fact(name, after)}"
        for name, (before, after) in entry.data.get("altered", {}).items()
    ]
    return {"headline": headline(entry), "text": " · ".join(told)}


def removed(telling: "Telling", entry: TimelineEntry) -> Said:
    """Tell that one is gone."""
    return {"headline": headline(entry)}


def history(telling: "Telling", entry: TimelineEntry) -> str:
    """Describe an entry in one line of the history."""
    said, result = telling.tell(entry), fact("result", entry.data["result"]) if entry.kind in FINISHED else ""
    return " · ".join(filter(None, (said["headline"], said.get("note", ""), said.get("text", ""), result.strip("–"))))


def _when(facts: dict[str, Any]) -> str:
    return values.instant(parse_datetime(facts["deadline"]))


def fact(name: str, value: Any) -> str:
    """Word one value of an activity as the timeline keeps it."""
    if value in (None, "", []):
        return "–"
    match name:
        case "deadline" | "ends_at":
            return values.instant(parse_datetime(value))
        case "responsible":
            return str(value["label"])
        case "reminders":
            return reminders(value)
        case "colour":
            return str(COLOUR_NAMES[value])
        case "priority":
            return str(PRIORITIES[value])
        case "direction":
            return _("Incoming") if value == INCOMING else _("Outgoing")
    line = " ".join(str(value).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
