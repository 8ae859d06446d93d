"""How does what was typed become stored, and what if somebody else saved in between?"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from segue.core import item_types, records
from segue.core.models import Item, User
from segue.web.forms import conflicts
from segue.web.forms.columns import Draft
from segue.web.forms.duplicates import Suspects
from segue.web.forms.item_form import ItemForm

REFUSED, STALE = 422, 409


@dataclass
class Outcome:
    """What came of a save: the item, or the form that says why not; `suspects` where nothing but they is why."""

    form: ItemForm
    item: Item | None = None
    status: int = 200
    suspects: Suspects | None = None


def save(form: ItemForm, *, actor: User, suspects: Suspects | None = None) -> Outcome:
    """Store everything that was typed, in one transaction; a new contact or company named in it too.

    With `suspects`, who may be the same item, the person has to go on knowing of them.
    """
    if not form.check():
        return Outcome(form, status=REFUSED)
    if suspects is not None and not suspects.are_answered:
        return Outcome(form, status=STALE, suspects=suspects)
    try:
        with transaction.atomic():
            item = _write(form, actor)
            if suspects is not None:
                suspects.remember(item, actor=actor)
            return Outcome(form, item=item)
    except ValidationError as refused:
        form.refuse(refused)
        return Outcome(form, status=REFUSED)
    except records.Stale as stale:
        return Outcome(_with_both_values(form, set(stale.conflicts)), status=STALE)


def _write(form: ItemForm, actor: User) -> Item:
    draft = form.draft
    if draft.is_new:
        parts = {name: part.value(actor=actor) for name, part in form.parts.items()}
        return records.create(draft.item_type.code, form.values(), actor=actor, parts=parts)
    draft.item = records.fresh(draft.item)
    draft.parts.clear()
    ours = conflicts.ours(form)
    values = {name: value for name, value in form.values().items() if name in ours}
    parts = {name: part.value(actor=actor) for name, part in form.parts.items() if name in ours}
    return records.change(draft.item, values, actor=actor, parts=parts, base_version=form.version)


def _with_both_values(form: ItemForm, overlapping: set[str]) -> ItemForm:
    """Return the form against the present version: what others changed and this person did not is shown as it is."""
    present = item_types.child_of(Item.objects.get(pk=form.draft.item.pk))
    others = conflicts.changed_since(present, form.version)
    draft = Draft(present, form.draft.reader)
    refreshed = set(others) - overlapping
    data = conflicts.merged(form, draft, refreshed, overlapping)
    return form.against(draft, data, refreshed)
