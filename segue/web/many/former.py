"""How does an act write values so that they can be taken back, and how is it worded why a value was refused?"""

import json
from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from segue.core import changes, item_types, records
from segue.core.custom_fields.definitions import is_code, of_type, seen_by
from segue.core.models import Item, User
from segue.core.models.exact_json import ExactDecoder, ExactEncoder
from segue.core.validation import check
from segue.web.many.act import BLOCKED, SAME, Act, Facts, NotUndone, Unchanged, Verdict


class Changing(Act):
    """An act that writes columns or custom values; undone by their former values, where nobody changed them since."""

    def values(self) -> dict[str, Any]:
        """Return what is to be written."""
        return {}

    @cached_property
    def wanted(self) -> dict[str, Any]:
        """What is to be written, read once for all items that are looked at."""
        return self.values()

    def judge(self, item: Item) -> Verdict:
        """What is so already stays; what lacks something else that is required cannot be saved."""
        found = super().judge(item)
        if found.state == BLOCKED or not self.check():
            return found
        try:
            change = changes.difference(item_types.child_of(item), self.wanted, {}, of_type(item.type), self.actor)
        except ValidationError as refused:
            return Verdict(BLOCKED, sentence(refused, item))
        if not change:
            return Verdict(SAME, _("It is so already."))
        return lacking(item, self.actor, lambda altered: changes.apply(altered, change)) or found

    def do(self, item: Item, key: str) -> Facts:
        """Write, and keep what was there."""
        present = records.alive(item)
        wanted = self.values()
        before = {name: kept(present, name) for name in wanted}
        changed = records.change(present, wanted, actor=self.actor)
        if changed.version == present.version:
            raise Unchanged
        return {"before": before, "version": changed.version}

    @classmethod
    def undo(cls, item: Item, done: Facts, *, actor: User, key: str) -> None:
        """Write what was there."""
        present = records.alive(item)
        former = {name: brought_back(present, name, value) for name, value in done["before"].items()}
        try:
            changed = records.change(present, former, actor=actor, base_version=done["version"], asks=False)
        except records.Stale as stale:
            raise NotUndone(_("It was changed again since.")) from stale
        if changed.version == present.version:
            raise Unchanged


def lacking(
    item: Item, actor: User, alter: Callable[[Item], None], parts: Mapping[str, Any] | None = None
) -> Verdict | None:
    """Say why an item could not be saved once it is altered so, looked for on a copy that is not stored; None where it
    could.
    """
    altered = copy(item_types.child_of(item))
    alter(altered)
    try:
        check(altered, item_types.of(altered), parts or {}, seen_by(actor, of_type(altered.type)), asks=True)
    except ValidationError as refused:
        return Verdict(BLOCKED, sentence(refused, altered))
    return None


def sentence(refused: ValidationError, item: Item) -> str:
    """Say what a save was refused for, with the names of the fields."""
    if not hasattr(refused, "error_dict"):
        return " ".join(refused.messages)
    custom = of_type(item.type)
    named = {name: " ".join(messages) for name, messages in refused.message_dict.items()}
    labels = {name: custom[name].label if name in custom else _label(item, name) for name in named}
    return " ".join(f"{labels[name]}: {text}" if labels[name] else text for name, text in named.items())


def _label(item: Item, name: str) -> str:
    try:
        return str(item_types.of(item).field_label(name))
    except FieldDoesNotExist:
        return ""


def kept(item: Item, name: str) -> Any:
    """Write a value down so that `brought_back` reads the same."""
    if is_code(name):
        return json.dumps(item.custom.get(name), cls=ExactEncoder)
    value = getattr(item, item._meta.get_field(name).attname)  # type: ignore[union-attr]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def brought_back(item: Item, name: str, kept: Any) -> Any:
    """Return the value that was written down. Raises NotUndone where what it named is gone."""
    if is_code(name):
        return ExactDecoder().decode(kept)
    column: Any = item._meta.get_field(name)
    if not isinstance(column, models.ForeignKey):
        return column.to_python(kept)
    found = column.related_model._default_manager.filter(pk=kept).first() if kept is not None else None
    if found is None and kept is not None:
        raise NotUndone(_("What stood there before is gone."))
    return found
