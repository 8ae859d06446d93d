"""How do many items get another value of one field?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.core import item_types, permissions, records
from segue.core.custom_fields import filed
from segue.core.models import Item
from segue.web.components.spots import ELSEWHERE, TOGETHER
from segue.web.forms import columns, layout
from segue.web.forms.columns import Draft
from segue.web.forms.in_place import FieldsForm
from segue.web.many.act import BLOCKED, Facts, Unchanged, Verdict
from segue.web.many.former import Changing

SUMMED = gettext_lazy("The amount is the sum of the products. “Amount entered by hand” would replace it.")
APART = ("title", "owner", "stage", "pipeline", "observers")  # acts of their own, or never the same for many


class ChangeField(Changing):
    """One field of the form, standard or custom."""

    code, label, icon = "field", gettext_lazy("Change a field"), "edit"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert self.item_type is not None
        blank = self.item_type.model(
            type=self.item_type.code, **records.starting_values(self.item_type.code, {}, actor=self.actor)
        )
        self.draft = Draft(blank, self.actor)
        self.named = self._offered()
        self.which = forms.Form(self.typed if "field" in self.typed else None)
        options_ = [("", "–"), *self.named.items()]
        self.which.fields["field"] = forms.ChoiceField(label=_("Field"), choices=options_)
        self.name = self.typed.get("field", "")
        self.name = self.name if self.name in self.named else ""
        self.form = self._form() if self.name else None

    @property
    def entries(self) -> list[Facts]:
        """Which field, then its value."""
        found: list[Facts] = [{"field": self.which["field"]}]
        return found + (layout.some(self.form, self.form.shown) if self.form else [])

    @property
    def hidden(self) -> list[Facts]:
        """What the inputs need to be read again."""
        if self.form is None or self.item_type is None:
            return []
        return [
            {"name": "shown", "value": self.name},
            {"name": "item_type", "value": self.item_type.code},
            {"name": "custom_shown", "value": self.form.marks},
        ]

    @property
    def is_begun(self) -> bool:
        """The value is asked for once the field is chosen."""
        return bool(self.name) and self.typed.get("shown") == self.name

    @property
    def said(self) -> str:
        """Which field."""
        return str(self.named.get(self.name, ""))

    def check(self) -> bool:
        """Judge the value as the form of an item does."""
        return self.which.is_valid() and self.form is not None and self.is_begun and self.form.check()

    def facts(self) -> Any:
        """Everything that was typed."""
        return sorted(self.typed.lists())

    def values(self) -> dict[str, Any]:
        """Return the columns and custom values to store; only a tick says how amounts come about, and for all."""
        if self.form is None or not self.check():
            raise ValidationError(_("This value cannot be used any more."))
        found = self.form.values()
        shown = {name: found[name] for name in self.form.shown if name in found}
        return {name: value for name, value in shown.items() if value or name != "amount_is_manual"}

    def judge(self, item: Item) -> Verdict:
        """An amount that is the sum of products stays so."""
        found = super().judge(item)
        if found.state == BLOCKED or not self.check() or not _is_summed(item_types.child_of(item), self.wanted):
            return found
        return Verdict(BLOCKED, str(SUMMED))

    def do(self, item: Item, key: str) -> Facts:
        """Write the value, unless it is the sum of products."""
        if _is_summed(item, self.values()):
            permissions.require(self.actor, "edit", item)
            raise Unchanged(SUMMED)
        return super().do(item, key)

    def _form(self) -> FieldsForm:
        names = TOGETHER.get(self.name, (self.name,))
        data = self.typed if self.typed.get("shown") == self.name else None
        form = FieldsForm(self.draft, data, self.name, names)
        if data is None:
            form.columns.initial = {**form.columns.initial, **dict.fromkeys(names)}
        return form

    def _offered(self) -> dict[str, str]:
        """List the fields by their names, as the form of the actor has them."""
        draft = self.draft
        standard = [name for name in columns.names(draft) if name not in {*APART, *ELSEWHERE, "amount_is_manual"}]
        custom = [code for code, each in draft.custom_fields.items() if each.editable and each.kind != filed.KIND]
        return {name: str(draft.label(name)) for name in (*standard, *custom)}


def _is_summed(item: Item, wanted: dict[str, Any]) -> bool:
    """Say whether an amount is wanted where it follows the rows (domain.md 8.6)."""
    if "amount" not in wanted or wanted.get("amount_is_manual") or item.amount_is_manual:
        return False
    item_type = item_types.of(item)
    return item_type.has("rows") and bool(item_type.part("rows").read(item))
