"""How does an undo speak to a person: what would go and stay before it, what was done after it?"""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from segue.core import item_types
from segue.core.custom_fields import definitions
from segue.core.models import CustomField, Item, TimelineEntry, User
from segue.core.models.labelled import in_language
from segue.crm.conversion import KeyReused, UndoPlan
from segue.crm.conversion.undo_plan import sentence
from segue.crm.models import Conversion
from segue.web import http
from segue.web.components import create, names, refusals, toasts
from segue.web.components.custom_facts import CustomFacts, listed


def dialog(request: HttpRequest, plan: UndoPlan, refusal: Exception | None = None) -> dict[str, Any]:
    """Describe the question before an undo, or why it cannot be."""
    reader = request.user
    assert isinstance(reader, User)
    named = [*plan.goes, *plan.stays]
    visible = set(Item.objects.visible_to(reader).filter(pk__in=[i.pk for i in named]).values_list("pk", flat=True))
    source = plan.conversion.source
    blocked = _blocked(plan, reader, refusal)
    return {
        "dialog": {
            "title": _("This cannot be undone") if blocked else _("Undo?"),
            "text": "",
            "action": reverse("undo", args=[plan.conversion.pk]),
            "hidden": [
                {"name": "key", "value": create.fresh_key()},
                {"name": "fingerprint", "value": plan.fingerprint},
            ],
            "cancel_href": http.address(source) if source else reverse("start"),
            "blocked": bool(blocked),
        },
        "trail": [{"label": _("Undo")}],
        "blocked": blocked,
        "goes": _lines(plan.goes, visible),
        "stays": _lines(plan.stays, visible),
        "changes": _changes([entry for entry in plan.changes if entry.item_id in visible], reader),
        "effects": _effects(plan, reader),
    }


def say(request: HttpRequest, undone: Conversion) -> None:
    """Leave a notice for the next page."""
    if toasts.is_told(request, f"undone {undone.pk}"):
        return
    kept = undone.undo_result.get("kept", [])
    text = _("Undone.")
    if kept and undone.source:
        label = item_types.of(undone.source).field_label
        fields = ", ".join(str(label(name)) for name in kept)
        text = _("Undone. Kept, because it was changed since: %(fields)s") % {"fields": fields}
    toasts.add(request, text)
    if stayed := undone.undo_result.get("fields"):
        reader = request.user
        assert isinstance(reader, User)
        toasts.add(request, _("Custom fields that stay: %(fields)s") % {"fields": _stayed(stayed, reader)})


def place(request: HttpRequest, undone: Conversion) -> str:
    """Return where to go: the source, as far as the reader may see it."""
    reader = request.user
    assert isinstance(reader, User)
    source = Item.objects.visible_to(reader).filter(pk=undone.source_id).first()
    return http.address(source) if source else reverse("start")


def _blocked(plan: UndoPlan, reader: User, refusal: Exception | None) -> list[str]:
    """Say why it cannot be; what was merged lies in the recycle bin, and is named all the same."""
    about = (item for reason in plan.blocked for item in (reason.item, reason.other) if item)
    named = names.of((item.pk for item in about), reader)

    def called(item: Item | None) -> str:
        return (item and named[item.pk].kind) or _("Hidden item")

    said = [sentence(reason, called) for reason in plan.blocked]
    said += [refusals.sentence(missing) for missing in plan.missing]
    if plan.conversion.state == "undone":
        said.append(_("This was undone already."))
    if isinstance(refusal, KeyReused):
        said += [_("This page was used already."), _("Go back to the item and start again.")]
    return said


def _lines(items: Iterable[Item], visible: set[int]) -> list[dict[str, str]]:
    items = list(items)
    lines = [{"label": names.line(item), "href": http.address(item)} for item in items if item.pk in visible]
    hidden = len(items) - len(lines)
    return [*lines, *([{"label": names.hidden(hidden), "href": ""}] if hidden else [])]


def _changes(entries: list[TimelineEntry], reader: User) -> list[str]:
    told = CustomFacts(entries, {entry.item_id: entry.item for entry in entries}, reader)
    return [_change(entry, told) for entry in entries]


def _change(entry: TimelineEntry, told: CustomFacts) -> str:
    return f"{names.kind(entry.item)}: {told.names(entry)} · {entry.actor.name}"


def _effects(plan: UndoPlan, reader: User) -> list[str]:
    if not plan.is_possible:
        return []
    said = [_("The lead goes back to its former stage.")] if plan.conversion.before.get("stage") else []
    for about, fields in (
        (_("Custom fields that go with it: %(fields)s."), plan.fields_go),
        (_("Custom fields that stay, because they are in use or were changed: %(fields)s."), plan.fields_stay),
    ):
        if fields:
            said.append(about % {"fields": _fields(fields, reader)})
    return said


def _fields(fields: Collection[CustomField], reader: User) -> str:
    seen = definitions.seen_by(reader, {str(field.pk): field for field in fields}).values()
    return listed((field.label for field in seen), len(fields) - len(seen))


def _stayed(kept: list[dict[str, Any]], reader: User) -> str:
    """Name the fields that an undo left, as they were called then; one that is gone since is for whom it was then."""
    there = CustomField.objects.filter(pk__in=[each["id"] for each in kept])
    by_key = {str(field.pk): field for field in there}
    seen = definitions.seen_by(reader, by_key)
    shown = [
        each
        for each in kept
        if (str(each["id"]) in seen if str(each["id"]) in by_key else reader.is_admin or not each["restricted"])
    ]
    return listed((in_language(each["labels"], "") for each in shown), len(kept) - len(shown))
