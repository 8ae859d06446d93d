"""How does an entry of the audit log read: when, who, what, on what, from what to what?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from segue.core import item_types, required, required_changes
from segue.core.models import AuditEntry, Numbering
from segue.core.models.reach import NONE
from segue.core.models.role import SCOPES
from segue.web.components import access, values
from segue.web.components.audit_words import EVENTS, FIELDS, GROUPS, PROOFS, SUBJECTS

Row = dict[str, Any]
LONGEST = 200
UNSAID = ("id", "changes")
EMPTY: tuple[Any, ...] = (None, "", [], {})
PROVED_BY = ("by", "kind")  # the fields that name proofs of who somebody is
WHOLE = ("_added", "_removed", "_invited")
PEOPLE = ("person_", "invitation_", "items_handed_over")
BY_ID = (
    "department",
    "user",
    "taxrate",
    "measure",
    "numbering",
    "customfieldoption",
    "formview",
)  # tables whose rows have no code
MOST_ID_DIGITS = 18


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
    """Word what changed: field, from, to; nothing where a whole row came or went."""
    return [
        (field(entry, name), _value(name, old), _value(name, new))
        for name, old, new in _pairs(entry)
        if not _is_whole(entry)
    ]


def facts(entry: AuditEntry) -> list[tuple[str, str]]:
    """Word what an entry tells beside changes: of a row that came or went all that it held."""
    if not isinstance(entry.data, Mapping):
        return [("", text(entry.data))]
    held = [(name, old if new is None else new) for name, old, new in _pairs(entry) if _is_whole(entry)]
    told = [*held, *((name, value) for name, value in entry.data.items() if name not in UNSAID)]
    return [(field(entry, name), _fact(name, value)) for name, value in told if value not in EMPTY]


def field(entry: AuditEntry, name: str) -> str:
    """Name a field in words; one that nobody words reads as its code, without the underscores."""
    kind, _space, key = entry.subject.partition(" ")
    if kind == required_changes.SUBJECT and name in required.choosable(item_type := item_types.get(key.split()[0])):
        return str(item_type.field_label(name))
    if name in FIELDS:
        return str(FIELDS[name])
    place, _colon, action = name.rpartition(": ")
    if action in access.ACTION_LABELS:  # a cell of a role
        code, comma, where = place.partition(", ")
        return f"{_types().get(code, code)}{comma}{where}: {access.ACTION_LABELS[action]}"
    if name.startswith("from ") and name.endswith(" to"):  # where a role lets items go
        return f"{name[5:-3]}: {_('May go to')}"
    model = _models().get(kind)
    known = {each.name: each for each in model._meta.concrete_fields} if model else {}
    label = known[name].verbose_name if name in known else ""
    return str(label) if isinstance(label, Promise) else name.replace("_", " ").capitalize()


def _fact(name: str, value: Any) -> str:
    """Write what an entry tells; proofs of who somebody is by their names."""
    if name not in PROVED_BY:
        return text(value)
    return text([PROOFS.get(each, each) if isinstance(each, str) else each for each in _listed(value)])


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _value(name: str, value: Any) -> str:
    """Write a value of a field; in a cell of a role the scope, which the cell above says where there is none."""
    place, _colon, action = name.rpartition(": ")
    if action in access.ACTION_LABELS and value is None:
        return _("As above") if ", " in place else access.scope(action, NONE)
    return access.scope(action, value) if action in access.ACTION_LABELS and value in SCOPES else text(value)


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


def _pairs(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    """Read what changed as field, before, after; another shape tells nothing here."""
    found = entry.data.get("changes") if isinstance(entry.data, Mapping) else None
    if not isinstance(found, Mapping):
        return []
    return [(name, *pair) for name, pair in found.items() if isinstance(pair, list) and len(pair) == 2]  # noqa: PLR2004  before and after


def _is_whole(entry: AuditEntry) -> bool:
    """Say whether an entry is about a row that came or went: nothing was there before, or is after."""
    return entry.event.endswith(WHOLE)


def _mapping(value: Mapping[str, Any]) -> str:
    if "label" in value:
        return text(value["label"])
    if set(value) <= {"en", "de"} and value:
        return text(value.get(values.language()) or next(iter(value.values())))
    types = _types()
    said = [
        f"{types.get(name) or str(FIELDS.get(name, name))}: {text(each)}"
        for name, each in value.items()
        if each not in EMPTY
    ]
    return ", ".join(said) or ("" if not value else json.dumps(value))


def _types() -> dict[str, str]:
    return {each.code: str(each.label_plural) for each in item_types.all_types()}


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
    data = entry.data if isinstance(entry.data, Mapping) else {}
    if entry.event.startswith(PEOPLE) and isinstance(data.get("id"), int):
        return entry.subject, reverse("settings-person", args=[data["id"]])
    if kind not in SUBJECTS:
        return entry.subject, ""
    if kind == required_changes.SUBJECT:
        code, _space, pipeline = key.partition(" ")
        key = " · ".join([_types().get(code, code), *filter(None, [pipeline])])
    name = names.get((kind, key)) or (data.get("title") if entry.event.startswith("item_") else "") or key
    there = (kind, key) in names and kind == "department"
    return f"{SUBJECTS[kind]} {name}".strip(), reverse("settings-department", args=[key]) if there else ""


def _names(entries: Iterable[AuditEntry]) -> dict[tuple[str, str], str]:
    """Read what rows are called that the entries name by their ids: one query for each table."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        kind, _space, key = entry.subject.partition(" ")
        if kind in BY_ID and key.isascii() and key.isdigit() and len(key) <= MOST_ID_DIGITS:
            wanted.setdefault(kind, set()).add(key)
    return {
        (kind, str(row.pk)): _name(row)
        for kind, keys in wanted.items()
        for row in _models()[kind]._default_manager.filter(pk__in=keys)
    }


def _name(row: Model) -> str:
    return str(item_types.get(row.item_type).label_plural) if isinstance(row, Numbering) else str(row)


@cache
def _models() -> dict[str, type[Model]]:
    """Every table by the name that subjects begin with."""
    return {str(model._meta.model_name): model for model in apps.get_models()}
