"""Which items may be the one that is typed into a form, and what did the person say to that?

For an item that exists, only what was changed is compared, so that nobody is asked about what stood there before.
"""

import copy
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from segue.core.custom_fields import keys
from segue.core.models import Item, User
from segue.crm import duplicates
from segue.crm.duplicates import COLUMNS, PARTS, Found, Traits
from segue.web.forms import conflicts, ids
from segue.web.forms.item_form import ItemForm

SEEN, APART = "duplicates_seen", "not_duplicate"  # what the form sends: "save anyway", and each "not a duplicate"
MOST_APART = 100


class Suspects:
    """Who may be the item of a form: computed when asked for, and nothing is written before `remember`."""

    def __init__(self, form: ItemForm) -> None:
        self.form = form
        self.apart = ids.parse_all(form.data.getlist(APART))[:MOST_APART] if form.data else []

    @cached_property
    def found(self) -> Found:
        """Return those that the person has not set apart, in this form or at another time."""
        draft = self.form.draft
        if self.form.data is None or not (wanted := self._traits):
            return Found()
        apart = set(self.apart)
        if not draft.is_new:
            apart |= {draft.item.pk, *duplicates.apart_from(draft.item, actor=draft.reader)}
        fields = draft.custom_fields
        return duplicates.find(draft.item_type.code, wanted, actor=draft.reader, fields=fields, apart=apart)

    @property
    def token(self) -> str:
        """Return what "save anyway" names: exactly these suspects, and tells nobody which they are.

        With some that one may not see it names also what was typed: else two guesses would tell that they mean one.
        """
        guessed = sorted(self._traits) if self.found.has_hidden else ""
        named = f"{self.form.draft.reader.pk}:{sorted(self.found.ids)}:{guessed}"
        return salted_hmac("segue.duplicates", named).hexdigest()[:32]

    @property
    def are_answered(self) -> bool:
        """Say whether there are none, or the person saw just these and goes on."""
        return not self.found or (self.form.data is not None and self.form.data.get(SEEN) == self.token)

    @cached_property
    def inputs(self) -> list[str]:
        """Name the columns, parts and custom fields of the form that are compared; none where nothing is."""
        draft = self.form.draft
        compared = (*COLUMNS.get(draft.item_type.code, ()), *PARTS, *keys.criteria(draft.custom_fields))
        return [name for name in compared if name in self.form.names]

    def remember(self, item: Item, *, actor: User) -> None:
        """Store what was set apart, with the item it is apart from."""
        if self.apart:
            duplicates.remember(item, self.apart, actor=actor)

    @cached_property
    def _traits(self) -> Traits:
        draft = self.form.draft
        if not self.inputs:
            return frozenset()
        typed, parts = self._typed()
        wanted = duplicates.of(typed, parts, draft.custom_fields)
        if draft.is_new or not wanted:
            return wanted
        stored = {name: draft.stored(name) for name in parts}
        return wanted - duplicates.of(draft.item, stored, draft.custom_fields)

    def _typed(self) -> tuple[Item, dict[str, object]]:
        """Return the item as it would be saved, as far as it can be read, with those parts that would be written."""
        form, draft = self.form, self.form.draft
        ours = form.names if draft.is_new else conflicts.ours(form)
        names = [name for name in self.inputs if name in ours]
        typed = copy.copy(draft.item)
        typed.custom = dict(draft.item.custom)
        for name in names:
            if name in form.columns.fields:
                setattr(typed, name, form.columns.typed(name) or "")
            elif name in form.custom:
                self._take(typed, name)
        return typed, {name: form.parts[name].peek() for name in names if name in form.parts}

    def _take(self, typed: Item, code: str) -> None:
        try:
            typed.custom[code] = self.form.custom[code].value()
        except ValidationError:
            typed.custom.pop(code, None)  # it is said beside the field what is wrong
