"""How does an entry of the audit log read: when, who, what, on what, from what to what?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.models import AuditEntry, Department, User
from segue.web.components import values
from segue.web.components.audit_words import EVENTS, FIELDS, GROUPS, SUBJECTS

Row = dict[str, Any]
LONGEST = 200
UNSAID = ("id", "changes")
NAMED = {"department": Department, "user": User}


def event(code: str) -> str:
    """Name a kind of event; one that nobody words here reads as its code, without the underscores."""
    return str(EVENTS.get(code) or code.replace("_", " ").capitalize())


def groups() -> list[tuple[str, str]]:
    """List the groups of kinds for a filter."""
    return [(code, str(group.label)) for code, group in GROUPS.items()]


def rows(entries: Iterable[AuditEntry]) -> list[Row]:
    """Describe entries as c-audit-table takes them; what several of them name is read once."""
    told = list(entries)
    names = _names(told)
    return [_row(entry, names) for entry in told]


def sheet(entries: Iterable[AuditEntry]) -> Iterator[tuple[Any, ...]]:
    """Describe entries as lines of a table in a file."""
    for entry in entries:
        details = "; ".join(f"{label}: {old} → {new}" for label, old, new in changes(entry))
        said = "; ".join(f"{label}: {text}" for label, text in facts(entry))
        actor = (entry.actor.name, entry.actor.email) if entry.actor else ("", "")
        when = entry.at.isoformat(timespec="seconds")
        yield (entry.pk, when, *actor, event(entry.event), entry.event, entry.subject, details, said)


def head() -> list[str]:
    """Name the columns of that table."""
    return [
        _("No."), _("When"), _("Who"), _("E-mail"), _("What"), _("Kind"), _("On what"), _("Changes"), _("Details"),
    ]  # fmt: skip


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Word what changed: field, from, to."""
    found = entry.data.get("changes", {}) if isinstance(entry.data, dict) else {}
    if not isinstance(found, Mapping):
        return []
    pairs = [(name, pair) for name, pair in found.items() if isinstance(pair, list) and len(pair) == 2]  # noqa: PLR2004  before and after
    return [(field(name), text(before), text(after)) for name, (before, after) in pairs]


def facts(entry: AuditEntry) -> list[tuple[str, str]]:
    """Word what an entry tells beside changes."""
    if not isinstance(entry.data, Mapping):
        return [("", text(entry.data))]
    return [(field(name), text(value)) for name, value in entry.data.items() if name not in UNSAID and value != ""]


def field(name: str) -> str:
    """Name a field in words; one that nobody words here reads as its code, without the underscores."""
    return str(FIELDS.get(name) or name.replace("_", " ").capitalize())


def text(value: Any) -> str:
    """Write a stored value: what was named by its label, switches as yes and no, the rest as it is."""
    if isinstance(value, Mapping):
        written = _mapping(value)
    elif isinstance(value, list):
        written = ", ".join(text(each) for each in value)
    elif isinstance(value, bool):
        written = values.yes_no(value)
    else:
        written = "" if value is None else str(value)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}…"


def _mapping(value: Mapping[str, Any]) -> str:
    if "label" in value:
        return text(value["label"])
    if set(value) <= {"en", "de"} and value:
        return text(value.get(values.language()) or next(iter(value.values())))
    types = {each.code: str(each.label_plural) for each in item_types.all_types()}
    said = [f"{types.get(name) or field(name)}: {text(each)}" for name, each in value.items() if each not in ("", None)]
    return ", ".join(said) or ("" if not value else json.dumps(value))


def _row(entry: AuditEntry, names: Mapping[tuple[str, str], str]) -> Row:
    subject, href = _subject(entry, names)
    return {
        "date": values.instant(entry.at, seconds=True),
        "author": entry.actor.name if entry.actor else "–",
        "event": event(entry.event),
        "subject": subject,
        "href": href,
        "changes": [{"label": label, "old": old, "new": new} for label, old, new in changes(entry)],
        "facts": [{"label": label, "text": told} for label, told in facts(entry)],
    }


def _subject(entry: AuditEntry, names: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """Name what an entry is about, with a link where there is a page for it."""
    kind, _space, key = entry.subject.partition(" ")
    if (kind, key) in names:
        name = names[kind, key]
        return f"{SUBJECTS[kind]} {name}" if kind in SUBJECTS else name, _page(kind, key)
    if entry.event.startswith("item_") and isinstance(entry.data, Mapping) and entry.data.get("title"):
        return f"{SUBJECTS.get(kind, kind)} {entry.data['title']}", ""
    if entry.event.startswith(("person", "invitation", "items_handed")) and "id" in entry.data:
        return entry.subject, reverse("settings-person", args=[entry.data["id"]])
    return (f"{SUBJECTS[kind]} {key}".strip() if kind in SUBJECTS else entry.subject), ""


def _page(kind: str, key: str) -> str:
    return reverse({"department": "settings-department", "user": "settings-person"}[kind], args=[key])


def _names(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """Read what departments and people are called that the entries name by their ids: one query for each."""
    wanted: dict[str, set[str]] = {kind: set() for kind in NAMED}
    for entry in entries:
        kind, _space, key = entry.subject.partition(" ")
        if kind in NAMED and key.isascii() and key.isdigit():
            wanted[kind].add(key)
    return {
        (kind, str(pk)): name
        for kind, keys in wanted.items()
        if keys
        for pk, name in NAMED[kind].objects.filter(pk__in=keys).values_list("pk", "name")  # type: ignore[attr-defined]
    }
