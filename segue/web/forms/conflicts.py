"""Which fields did this person change, which did others meanwhile, and where do the two meet?"""

import copy
import json
from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from segue.core import facts
from segue.core.custom_fields import values as custom_values
from segue.core.facts import Fact
from segue.core.models import Item, TimelineEntry
from segue.web.components import conflicts
from segue.web.forms.columns import Draft
from segue.web.forms.custom.form import forget
from segue.web.forms.fields import ChoiceOf
from segue.web.forms.item_form import THEIRS, ColumnsForm, ItemForm
from segue.web.forms.party_input import PartyInput


def changed_since(item: Item, version: int) -> dict[str, Fact]:
    """Return the fields that were changed after a version, each with the fact it had then."""
    if version >= item.version:
        return {}
    since = TimelineEntry.objects.filter(item_id=item.pk, version__gt=version).order_by("version", "pk")
    before: dict[str, Fact] = {}
    for data in since.values_list("data", flat=True):
        for name, (was, _is) in data.get("changes", {}).items():
            before.setdefault(name, was)
    return before


def ours(form: ItemForm) -> set[str]:
    """Return the fields this person changed, without those where the other's value was chosen.

    What only others changed comes back with the form as it was: it must not undo their work.
    """
    others = changed_since(form.draft.item, form.version)
    given_up = {name for name, choice in form.choices.items() if choice == THEIRS}
    as_shown = {name for name, part in form.parts.items() if part.is_as_shown} | form.custom.as_shown
    judged = {name: was for name, was in others.items() if name in form.names - as_shown}
    untouched = {name for name, was in judged.items() if not _differs(form, name, was)}
    return form.names - given_up - untouched - as_shown


def shown(form: ItemForm) -> list[dict[str, Any]]:
    """Describe every field that two people changed, as c-conflicts takes it."""
    if not form.choices:
        return []
    entries, stored = _latest(form.draft.item, form.choices), ItemForm(form.draft)
    return [
        conflicts.conflict(
            name,
            _label(form, name),
            theirs=_words(stored, name),
            yours=_words(form, name),
            chosen=choice,
        )
        | conflicts.origin(entries.get(name), form.draft.reader)
        for name, choice in form.choices.items()
    ]


def _label(form: ItemForm, name: str) -> str:
    return str(form.draft.label(name))


def _words(form: ItemForm, name: str) -> list[str]:
    """Word a value as the form names it, so that what the reader may not see stays masked."""
    if name in form.custom:
        return form.custom[name].words()
    part, field = form.parts.get(name), form.columns.fields.get(name)
    if isinstance(part, PartyInput):
        return part.names
    value = form.columns.typed(name) if field else None
    if isinstance(field, ChoiceOf):
        return [field.word(value)] if value else []
    return conflicts.words(name, _typed_fact(form, name))


def _latest(item: Item, names: Collection[str]) -> dict[str, TimelineEntry]:
    """Return the last entry that tells of each field."""
    entries = TimelineEntry.objects.filter(item_id=item.pk).select_related("actor").order_by("version", "pk")
    return {name: entry for entry in entries for name in names if name in entry.data.get("changes", {})}


def merged(form: ItemForm, draft: Draft, refreshed: Collection[str], overlapping: Collection[str]) -> QueryDict:
    """Return what was sent, with the present values of `refreshed` columns, against the present version."""
    assert form.data is not None
    data, stored = form.data.copy(), ColumnsForm(draft, None)
    for name in set(refreshed) & set(stored.fields):
        data.setlist(name, stored.as_sent(name))
    data["version"] = str(draft.item.version)
    forget(data, overlapping)
    order = {name: place for place, name in enumerate([*draft.item_type.fields, *draft.custom_fields])}
    data.setlist("conflict", sorted(overlapping, key=lambda name: (order.get(str(name), len(order)), str(name))))
    for name in overlapping:
        data.pop(f"keep_{name}", None)
    return data


def _differs(form: ItemForm, name: str, was: Fact) -> bool:
    """Say whether what was typed is something else than what the form showed."""
    if name in form.parts and form.parts[name].creates:
        return True
    try:
        return bool(_bare(_typed_fact(form, name)) != _bare(was))
    except ValidationError:
        return True  # what cannot be read is not what the form showed


def _typed_fact(form: ItemForm, name: str) -> Fact:
    item = form.draft.item
    if name in form.custom:
        return custom_values.fact(form.custom[name].field, form.custom[name].value())
    if name in form.parts:
        part, value = form.draft.item_type.part(name), form.parts[name].peek()
        try:
            return part.facts(part.clean(item, value))
        except ValidationError:
            return part.facts(value)  # it is said beside the part what is wrong
    typed = copy.copy(item)
    setattr(typed, name, form.columns.typed(name))
    return facts.of_field(typed, name)


def _bare(fact: Fact) -> Fact:
    """Leave out the labels of things with an id, which may have been renamed since, in the shape JSON gives back."""
    if isinstance(fact, dict):
        return {key: _bare(value) for key, value in fact.items() if key != "label" or "id" not in fact}
    if isinstance(fact, list | tuple):
        return [_bare(each) for each in fact]
    return json.loads(json.dumps(fact))
